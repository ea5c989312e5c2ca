#include "common/base/work_pool.h"

#include <sys/resource.h>

#include <utility>

namespace jumelage {
namespace {

// How much lower the priority of the threads is, in steps of nice(1). When two threads compete for
// a processor and one of them has a priority this much lower, Linux gives that thread about a
// quarter of the time. That is enough for its work to finish, and leaves the other thread most of
// the time.
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
  // On Linux, this changes only the calling thread. If it fails, the work is still done.
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
