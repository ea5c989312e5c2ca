#ifndef JUMELAGE_COMMON_BASE_TIMER_QUEUE_H_
#define JUMELAGE_COMMON_BASE_TIMER_QUEUE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace jumelage {

// Runs functions after given times, on one thread of its own. It measures real time: what is
// recorded comes from an injected Clock, what is waited for never does. Functions must be short and
// must not destroy the queue; what has not run when the queue is destroyed never runs. Thread-safe.
class TimerQueue {
 public:
  using Id = std::pair<absl::Time, uint64_t>;

  TimerQueue();
  ~TimerQueue();
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;

  Id After(absl::Duration delay, std::function<void()> function);
  // When it returns, the function has run or never will. True when it never will. Waits while the
  // function runs, unless it is the function itself that asks.
  bool Cancel(const Id& id);

 private:
  void Loop();

  Mutex mu_;
  CondVar changed_;
  uint64_t next_ ABSL_GUARDED_BY(mu_) = 1;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  Id running_ ABSL_GUARDED_BY(mu_);  // number 0: none
  std::map<Id, std::function<void()>> waiting_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_TIMER_QUEUE_H_
