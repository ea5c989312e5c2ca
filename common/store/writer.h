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

// The thread that writes, and the queue before it. Thread-safe.
class Writer {
 public:
  // What the thread does. Everything is called on it.
  class Work {
   public:
    virtual ~Work() = default;
    // While nothing is queued: how long the thread may sleep before Run is due all the same, unless
    // it is woken. Infinite: until it is. Called with the queue's lock: must be short.
    virtual absl::Duration Patience() = 0;
    // Deals with `items`, which may be none, in their order; none are left when it returns.
    virtual void Run(std::deque<WriteItem>* items) = 0;
    // After the last Run.
    virtual void End() = 0;
  };

  // Starts the thread. `work` outlives this.
  Writer(Work* work, int max_waiting);
  // Stops.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Queues `*item`. OVERLOADED, SHUTTING_DOWN: it is left as it was.
  absl::Status Add(WriteItem* item);
  // Has Patience asked again.
  void Wake();
  // Takes no more, deals with what waits, and joins. Idempotent; called by one thread.
  void Stop();

 private:
  void Loop();
  // False when there will be nothing more.
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
  // Since the thread last looked; for it to see without the lock.
  std::atomic<bool> work_came_{false};
  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_WRITER_H_
