#ifndef JUMELAGE_COMMON_BASE_WORK_POOL_H_
#define JUMELAGE_COMMON_BASE_WORK_POOL_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"

namespace jumelage {

// A few threads for long work, with a bounded queue. They run at a lower priority than the other
// threads of the process, so that long work does not delay short work. Thread-safe.
class WorkPool {
 public:
  WorkPool(int threads, int max_waiting);
  // Runs the queued work, then joins the threads.
  ~WorkPool();
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  // Queues `work`. Returns false, and never runs it, if the queue is full.
  bool Add(std::function<void()> work);

 private:
  void Loop();

  const int max_waiting_;
  Mutex mu_;
  CondVar added_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> threads_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_WORK_POOL_H_
