#include "common/base/timer_queue.h"

#include "common/base/clock.h"

namespace jumelage {

TimerQueue::TimerQueue() : thread_([this] { Loop(); }) {}

TimerQueue::~TimerQueue() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    changed_.SignalAll();
  }
  thread_.join();
}

TimerQueue::Id TimerQueue::After(absl::Duration delay, std::function<void()> function) {
  MutexLock lock(&mu_);
  const Id id{Clock::Real()->Now() + delay, next_++};
  const bool first = waiting_.empty() || id < waiting_.begin()->first;
  waiting_.emplace(id, std::move(function));
  if (first) changed_.SignalAll();
  return id;
}

bool TimerQueue::Cancel(const Id& id) {
  MutexLock lock(&mu_);
  if (waiting_.erase(id) > 0) return true;
  if (std::this_thread::get_id() == thread_.get_id()) return false;
  while (running_ == id) changed_.Wait(&mu_);
  return false;
}

void TimerQueue::Loop() {
  mu_.Lock();
  while (!stopping_) {
    if (waiting_.empty()) {
      changed_.Wait(&mu_);
      continue;
    }
    const auto first = waiting_.begin();
    const absl::Duration remaining = first->first.first - Clock::Real()->Now();
    if (remaining > absl::ZeroDuration()) {
      changed_.WaitFor(&mu_, remaining);
      continue;
    }
    running_ = first->first;
    std::function<void()> function = std::move(first->second);
    waiting_.erase(first);
    mu_.Unlock();
    function();
    function = nullptr;
    mu_.Lock();
    running_ = Id();
    changed_.SignalAll();
  }
  mu_.Unlock();
}

}  // namespace jumelage
