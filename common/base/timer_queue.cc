#include "common/base/timer_queue.h"

namespace jumelage {

TimerQueue::TimerQueue(Clock* clock) : clock_(clock), thread_([this] { Loop(); }) {}

TimerQueue::~TimerQueue() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    changed_.SignalAll();
  }
  thread_.join();
}

TimerQueue::Id TimerQueue::Schedule(absl::Time when, std::function<void()> function) {
  MutexLock lock(&mu_);
  const Id id{when, next_++};
  const bool first = waiting_.empty() || id < waiting_.begin()->first;
  waiting_.emplace(id, std::move(function));
  if (first) changed_.SignalAll();
  return id;
}

bool TimerQueue::Cancel(const Id& id) {
  MutexLock lock(&mu_);
  return waiting_.erase(id) > 0;
}

void TimerQueue::Loop() {
  mu_.Lock();
  while (!stopping_) {
    if (waiting_.empty()) {
      changed_.Wait(&mu_);
      continue;
    }
    const auto first = waiting_.begin();
    const absl::Duration remaining = first->first.first - clock_->Now();
    if (remaining > absl::ZeroDuration()) {
      changed_.WaitFor(&mu_, remaining);
      continue;
    }
    std::function<void()> function = std::move(first->second);
    waiting_.erase(first);
    mu_.Unlock();
    function();
    mu_.Lock();
  }
  mu_.Unlock();
}

}  // namespace jumelage
