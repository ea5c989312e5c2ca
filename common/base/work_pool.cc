#include "common/base/work_pool.h"

#include <sys/resource.h>

#include <utility>

namespace jumelage {
namespace {

// In steps of nice(1). Where the processor is wanted by both, Linux gives a thread that far below
// another about a quarter of its time: enough to come to an end, too little to be felt.
constexpr int kLowerPriority = 5;

}  // namespace

WorkPool::WorkPool(int threads, int max_waiting) : max_waiting_(max_waiting) {
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Loop(); });
}

WorkPool::~WorkPool() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    added_.SignalAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkPool::Add(std::function<void()> work) {
  MutexLock lock(&mu_);
  if (static_cast<int>(waiting_.size()) >= max_waiting_) return false;
  waiting_.push_back(std::move(work));
  added_.Signal();
  return true;
}

void WorkPool::Loop() {
  // Of this thread alone, on Linux. Where it fails the work is done all the same.
  setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + kLowerPriority);
  for (;;) {
    std::function<void()> work;
    {
      MutexLock lock(&mu_);
      while (waiting_.empty() && !stopping_) added_.Wait(&mu_);
      if (waiting_.empty()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace jumelage
