#ifndef JUMELAGE_COMMON_STORE_WRITER_H_
#define JUMELAGE_COMMON_STORE_WRITER_H_

#include <atomic>
#include <deque>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/store/mutation.h"

namespace jumelage {

// The writer thread and its queue. Thread-safe.
class Writer {
 public:
  // The thread's work. It calls all methods.
  class Work {
   public:
    virtual ~Work() = default;
    // How long the thread may sleep while nothing is queued, before it calls Run anyway. Infinite:
    // until it is woken. Called with the queue's lock held, so it must be short.
    virtual absl::Duration Patience() = 0;
    // Processes `items`, which may be empty, in order, and leaves none.
    virtual void Run(std::deque<WriteItem>* items) = 0;
    // Called after the last Run.
    virtual void End() = 0;
  };

  // Starts the thread. `work` outlives this.
  Writer(Work* work, int max_waiting);
  // Stops.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Queues `*item`. On OVERLOADED or SHUTTING_DOWN it is left unchanged.
  absl::Status Add(WriteItem* item);
  // Wakes the thread, which calls Patience again.
  void Wake();
  // Refuses new items, processes the waiting ones, and joins. Idempotent; called by one thread.
  void Stop();

 private:
  void Loop();
  // Waits for work. Returns false once the writer has stopped and nothing is left.
  bool Take(std::deque<WriteItem>* taken);
  // Returns early when there is work.
  void StayAwake();
  void WakeLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  Work* const work_;
  const int max_waiting_;
  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<WriteItem> queue_ ABSL_GUARDED_BY(mu_);
  // Whether work came since the thread last looked, which it can read without the lock.
  std::atomic<bool> work_came_{false};
  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_WRITER_H_
