#ifndef JUMELAGE_COMMON_BASE_WORK_POOL_H_
#define JUMELAGE_COMMON_BASE_WORK_POOL_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"

namespace jumelage {

// A few threads for long work, of which only so much may wait. They run at a lower priority than
// the process's others, so that short work goes on beside theirs. Thread-safe.
class WorkPool {
 public:
  WorkPool(int threads, int max_waiting);
  // Runs what waits, then joins.
  ~WorkPool();
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  // Queues `work`; false, and it never runs, when too much waits already.
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
