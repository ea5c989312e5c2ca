#ifndef JUMELAGE_COMMON_BASE_TIMER_QUEUE_H_
#define JUMELAGE_COMMON_BASE_TIMER_QUEUE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"

namespace jumelage {

// Runs functions at given times on one thread of its own. Functions must be short and must not destroy the queue. What has not
// run when the queue is destroyed never runs. Thread-safe.
class TimerQueue {
 public:
  using Id = std::pair<absl::Time, uint64_t>;

  explicit TimerQueue(Clock* clock = Clock::Real());
  ~TimerQueue();
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;

  Id Schedule(absl::Time when, std::function<void()> function);
  // False when the function has run, runs now, or was cancelled before.
  bool Cancel(const Id& id);

 private:
  void Loop();

  Clock* const clock_;
  Mutex mu_;
  CondVar changed_;
  uint64_t next_ ABSL_GUARDED_BY(mu_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::map<Id, std::function<void()>> waiting_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_TIMER_QUEUE_H_
