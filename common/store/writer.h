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
  // The work of the thread, which calls all of these methods.
  class Work {
   public:
    virtual ~Work() = default;
    // Returns how long the thread may sleep while nothing is queued. After that, it calls Run
    // anyway. Zero means not at all; infinite means until it is woken. Called with the queue's lock
    // held, so it must be short.
    virtual absl::Duration Patience() = 0;
    // Processes `items`, which may be empty, in order, and leaves none.
    virtual void Run(std::deque<WriteItem>* items) = 0;
    // Called after the last Run.
    virtual void End() = 0;
  };

  // Starts the thread. `work` must outlive the writer.
  Writer(Work* work, int max_waiting);
  // Calls Stop.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Queues `*item`. If this returns OVERLOADED or SHUTTING_DOWN, `*item` is unchanged.
  absl::Status Add(WriteItem* item);
  // Wakes the thread, which calls Patience again.
  void Wake();
  // Refuses new items, processes the waiting ones, and joins the thread. Idempotent, but not
  // thread-safe.
  void Stop();

 private:
  void Loop();
  // Waits for work and moves all queued items to `*taken`, which stays empty if Work::Patience has
  // run out. Returns false once the writer has stopped and nothing is left.
  bool Take(std::deque<WriteItem>* taken);
  // Looks for work for a short time, since waking a sleeping thread is slow. Returns as soon as
  // there is work.
  void StayAwake();
  void WakeLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  Work* const work_;
  const int max_waiting_;
  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<WriteItem> queue_ ABSL_GUARDED_BY(mu_);
  // Whether work has come since the thread last took work. The thread can read this without the
  // lock.
  std::atomic<bool> work_came_{false};
  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_WRITER_H_
