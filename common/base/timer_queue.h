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

// Runs functions after given delays, on its own thread. Delays are in real time; an injected Clock
// is only for times that are recorded. Functions must be short and must not destroy the queue.
// Functions that have not started when the queue is destroyed never run. Thread-safe.
class TimerQueue {
 public:
  using Id = std::pair<absl::Time, uint64_t>;

  TimerQueue();
  ~TimerQueue();
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;

  Id After(absl::Duration delay, std::function<void()> function);
  // Cancels a function. Returns true if the function will now never run, or false if it has run, is
  // running or was already cancelled. If the function is running, first waits until it has
  // finished, unless the function itself calls this.
  bool Cancel(const Id& id);

 private:
  void Loop();

  Mutex mu_;
  CondVar changed_;
  uint64_t next_ ABSL_GUARDED_BY(mu_) = 1;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  Id running_ ABSL_GUARDED_BY(mu_);  // number 0: none is running
  std::map<Id, std::function<void()>> waiting_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_TIMER_QUEUE_H_
