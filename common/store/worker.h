#ifndef JUMELAGE_COMMON_STORE_WORKER_H_
#define JUMELAGE_COMMON_STORE_WORKER_H_

#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"

namespace jumelage {

// A thread that runs the added functions in order. Thread-safe.
class Worker {
 public:
  Worker();
  // Runs all added functions, then joins.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void Add(std::function<void()> function);

 private:
  void Loop();

  Mutex mu_;
  CondVar added_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::function<void()>> waiting_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_WORKER_H_
