#ifndef JUMELAGE_COMMON_STORE_PUBLICATION_H_
#define JUMELAGE_COMMON_STORE_PUBLICATION_H_

#include <atomic>
#include <functional>
#include <map>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/timer_queue.h"
#include "common/log/log.h"

namespace jumelage {

// The published revision: the latest one that every caller may see. Readers of the view wait until
// the view shows it (G1). The writer raises it only after the commits up to the new revision are
// durable and the cache is up to date with them, and never lowers it. Thread-safe.
class Publication {
 public:
  // `timers` must outlive this object.
  explicit Publication(TimerQueue* timers) : timers_(timers) {}
  ~Publication();

  Revision revision() const { return revision_.load(std::memory_order_acquire); }

  // Raises the published revision to `revision`. Has no effect if it is already that high. Call it
  // on the writer's thread only.
  void Publish(Revision revision);

  // Blocks until `revision` is published, and returns true. Returns false if it is not published
  // and Block is in effect. Meant for readers that already see `revision` in the view although it
  // is not published yet; this state usually lasts only microseconds.
  bool Await(Revision revision);

  // Makes Await return immediately until Unblock is called.
  void Block() { SetBlocked(true); }
  void Unblock() { SetBlocked(false); }

  // Calls `done(true)` once `revision` is published (immediately if it already is), or
  // `done(false)` after `timeout` or when this object is destroyed. `done` must be short.
  void WhenPublished(Revision revision, absl::Duration timeout, std::function<void(bool)> done);

 private:
  struct Waiter {
    std::function<void(bool)> done;
    TimerQueue::Id timer;
  };
  void SetBlocked(bool blocked);
  void Expire(Revision revision, uint64_t id);

  TimerQueue* const timers_;
  std::atomic<Revision> revision_{0};
  Mutex mu_;
  CondVar changed_;
  bool blocked_ ABSL_GUARDED_BY(mu_) = false;
  uint64_t next_id_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<std::pair<Revision, uint64_t>, Waiter> waiters_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_PUBLICATION_H_
