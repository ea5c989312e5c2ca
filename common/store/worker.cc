#include "common/store/worker.h"

#include <utility>

namespace jumelage {

Worker::Worker() : thread_([this] { Loop(); }) {}

Worker::~Worker() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    added_.Signal();
  }
  thread_.join();
}

void Worker::Add(std::function<void()> function) {
  MutexLock lock(&mu_);
  waiting_.push_back(std::move(function));
  added_.Signal();
}

void Worker::Loop() {
  for (;;) {
    std::vector<std::function<void()>> taken;
    {
      MutexLock lock(&mu_);
      while (waiting_.empty() && !stopping_) added_.Wait(&mu_);
      if (waiting_.empty()) return;
      taken.swap(waiting_);
    }
    for (const std::function<void()>& function : taken) function();
  }
}

}  // namespace jumelage
