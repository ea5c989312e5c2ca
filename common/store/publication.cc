#include "common/store/publication.h"

#include <utility>
#include <vector>

namespace jumelage {

Publication::~Publication() {
  std::vector<Waiter> left;
  {
    MutexLock lock(&mu_);
    for (auto& [key, waiter] : waiters_) left.push_back(std::move(waiter));
    waiters_.clear();
  }
  for (Waiter& waiter : left) {
    timers_->Cancel(waiter.timer);
    waiter.done(false);
  }
}

void Publication::Publish(Revision revision) {
  std::vector<Waiter> ready;
  {
    MutexLock lock(&mu_);
    if (revision <= revision_.load(std::memory_order_relaxed)) return;
    revision_.store(revision, std::memory_order_release);
    changed_.SignalAll();
    while (!waiters_.empty() && waiters_.begin()->first.first <= revision) {
      ready.push_back(std::move(waiters_.begin()->second));
      waiters_.erase(waiters_.begin());
    }
  }
  for (Waiter& waiter : ready) {
    timers_->Cancel(waiter.timer);
    waiter.done(true);
  }
}

bool Publication::Await(Revision revision) {
  if (this->revision() >= revision) return true;
  MutexLock lock(&mu_);
  while (revision_.load(std::memory_order_relaxed) < revision && !blocked_) changed_.Wait(&mu_);
  return revision_.load(std::memory_order_relaxed) >= revision;
}

void Publication::SetBlocked(bool blocked) {
  MutexLock lock(&mu_);
  blocked_ = blocked;
  changed_.SignalAll();
}

void Publication::WhenPublished(Revision revision, absl::Duration timeout,
                                std::function<void(bool)> done) {
  if (this->revision() < revision) {
    MutexLock lock(&mu_);
    if (revision_.load(std::memory_order_relaxed) < revision) {
      const uint64_t id = next_id_++;
      const TimerQueue::Id timer =
          timers_->After(timeout, [this, revision, id] { Expire(revision, id); });
      waiters_.emplace(std::make_pair(revision, id), Waiter{std::move(done), timer});
      return;
    }
  }
  done(true);
}

void Publication::Expire(Revision revision, uint64_t id) {
  std::function<void(bool)> done;
  {
    MutexLock lock(&mu_);
    const auto it = waiters_.find({revision, id});
    if (it == waiters_.end()) return;
    done = std::move(it->second.done);
    waiters_.erase(it);
  }
  done(false);
}

}  // namespace jumelage
