#include "tests/robustness/watcher.h"

#include <limits>
#include <utility>

namespace jumelage {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(5);
// Some streams are cut off after at most this many messages.
constexpr uint64_t kShortStream = 12;

}  // namespace

Watcher::Watcher(int number, uint64_t seed, const Subject* subject, WatchTarget target,
                 bool from_snapshot)
    : number_(number),
      subject_(subject),
      target_(std::move(target)),
      from_snapshot_(from_snapshot),
      random_(seed) {}

void Watcher::Connect(int life, std::shared_ptr<grpc::Channel> channel, const std::string& log_id) {
  life_ = life;
  channel_ = std::move(channel);
  log_id_ = log_id;
  MutexLock lock(&mu_);
  stopping_ = false;
}

void Watcher::Run() {
  while (!stopping()) {
    const bool cut = random_() % 3 == 0;
    streams_.push_back(RunStream(cut ? static_cast<int>(1 + random_() % kShortStream)
                                     : std::numeric_limits<int>::max()));
    const absl::Status& end = streams_.back().end;
    if (!absl::IsCancelled(end) && !absl::IsUnavailable(end) && !absl::IsResourceExhausted(end)) {
      return;
    }
    Clock::Real()->Sleep(kPause);
  }
}

StreamRecord Watcher::RunStream(int most_messages) {
  StreamRecord stream;
  stream.watcher = number_;
  stream.life = life_;
  stream.filter = target_.filter;
  std::optional<Position> after;
  {
    MutexLock lock(&mu_);
    if (told_) after = Position{log_id_, *told_};
  }
  if (!after && !from_snapshot_) after = Position{log_id_, 0};
  stream.from_snapshot = !after.has_value();
  stream.after = after ? after->revision : 0;
  stream.opened = Clock::Real()->Now();
  const std::shared_ptr<WatchCall> call = subject_->Watch(channel_, target_, after);
  if (!SetCall(call)) call->Cancel();
  StreamPosition position(stream);
  WatchMessage message;
  while (call->Read(&message)) {
    position.Add(message);
    stream.messages.push_back(std::exchange(message, WatchMessage()));
    Tell(position.told());
    if (--most_messages == 0) call->Cancel();
  }
  stream.ended = Clock::Real()->Now();
  stream.end = call->Finish();
  SetCall(nullptr);
  return stream;
}

bool Watcher::SetCall(std::shared_ptr<WatchCall> call) {
  MutexLock lock(&mu_);
  call_ = std::move(call);
  return !stopping_;
}

void Watcher::Tell(const std::optional<Revision>& told) {
  MutexLock lock(&mu_);
  told_ = told;
  changed_.SignalAll();
}

bool Watcher::stopping() {
  MutexLock lock(&mu_);
  return stopping_;
}

void Watcher::Stop() {
  MutexLock lock(&mu_);
  stopping_ = true;
  if (call_ != nullptr) call_->Cancel();
}

bool Watcher::AwaitTold(Revision revision, absl::Duration timeout) {
  const absl::Time deadline = Clock::Real()->Now() + timeout;
  MutexLock lock(&mu_);
  while (told_.value_or(-1) < revision) {
    const absl::Duration left = deadline - Clock::Real()->Now();
    if (left <= absl::ZeroDuration()) return false;
    changed_.WaitFor(&mu_, left);
  }
  return true;
}

}  // namespace jumelage
