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

// The published revision: durable, in the cache, and visible to everybody. Readers of the view wait
// until the view shows it (G1). The writer raises it last; it never goes back. Thread-safe.
class Publication {
 public:
  // `timers` outlives this.
  explicit Publication(TimerQueue* timers) : timers_(timers) {}
  ~Publication();

  Revision revision() const { return revision_.load(std::memory_order_acquire); }

  // The writer's thread only.
  void Publish(Revision revision);

  // Blocks until `revision` is published. Returns false if it isn't and Block was called. For
  // readers of the view that come between a commit of the view and its publication, which takes
  // microseconds.
  bool Await(Revision revision);

  // Makes Await return immediately until Unblock is called.
  void Block() { SetBlocked(true); }
  void Unblock() { SetBlocked(false); }

  // Calls `done(true)` once `revision` is published, immediately if it already is, or `done(false)`
  // after `timeout`. `done` must be short.
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
