#include "common/store/writer.h"

#include <utility>

#include "common/base/clock.h"
#include "common/base/error.h"

namespace jumelage {
namespace {

// How long the writer looks for work before it sleeps. Waking it takes a quarter of the time that a
// single change takes, and a caller may send the next change as soon as it has the answer.
constexpr absl::Duration kStaysAwake = absl::Microseconds(200);

}  // namespace

Writer::Writer(Work* work, int max_waiting)
    : work_(work), max_waiting_(max_waiting), thread_([this] { Loop(); }) {}

Writer::~Writer() { Stop(); }

void Writer::Stop() {
  {
    MutexLock lock(&mu_);
    if (stopping_) return;
    stopping_ = true;
    WakeLocked();
  }
  thread_.join();
}

absl::Status Writer::Add(WriteItem* item) {
  MutexLock lock(&mu_);
  if (stopping_) return ShuttingDownError();
  if (static_cast<int>(queue_.size()) >= max_waiting_) {
    return OverloadedError("writes", absl::Milliseconds(100));
  }
  queue_.push_back(std::move(*item));
  WakeLocked();
  return absl::OkStatus();
}

void Writer::Wake() {
  MutexLock lock(&mu_);
  WakeLocked();
}

void Writer::WakeLocked() {
  work_came_.store(true, std::memory_order_relaxed);
  changed_.Signal();
}

void Writer::StayAwake() {
  const absl::Time until = Clock::Real()->Now() + kStaysAwake;
  while (!work_came_.load(std::memory_order_relaxed) && Clock::Real()->Now() < until) {
    std::this_thread::yield();
  }
}

bool Writer::Take(std::deque<WriteItem>* taken) {
  StayAwake();
  MutexLock lock(&mu_);
  while (queue_.empty() && !stopping_) {
    const absl::Duration patience = work_->Patience();
    if (patience <= absl::ZeroDuration()) return true;
    if (patience == absl::InfiniteDuration()) {
      changed_.Wait(&mu_);
    } else if (!changed_.WaitFor(&mu_, patience)) {
      // The time is up.
      return true;
    }
  }
  taken->swap(queue_);
  work_came_.store(false, std::memory_order_relaxed);
  return !taken->empty() || !stopping_;
}

void Writer::Loop() {
  std::deque<WriteItem> taken;
  while (Take(&taken)) work_->Run(&taken);
  work_->End();
}

}  // namespace jumelage
