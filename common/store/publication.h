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

// The revision that everybody may see: durable, and in the cache; whoever reads the view waits
// until it shows it (G1). The writer raises it last; it never goes back. Thread-safe.
class Publication {
 public:
  // `timers` outlives this.
  explicit Publication(TimerQueue* timers) : timers_(timers) {}
  ~Publication();

  Revision revision() const { return revision_.load(std::memory_order_acquire); }

  // Called by the writer alone.
  void Publish(Revision revision);

  // Blocks until `revision` is published. For readers of the view that came between its commit and
  // its publication, which is a matter of microseconds. False when it isn't and nobody can say when
  // it will be.
  bool Await(Revision revision);

  // Await no longer blocks, until Unblock.
  void Block() { SetBlocked(true); }
  void Unblock() { SetBlocked(false); }

  // Calls `done(true)` once `revision` is published, or `done(false)` after `timeout`; at once
  // where it is published already. `done` must be short.
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
