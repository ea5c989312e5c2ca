#include "common/watch/watch_server.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/watch/watch_stream.h"

namespace jumelage {
namespace {

// The pause after a round, as a multiple of the time that the round took. Rounds therefore take up
// a fifth of the time, unless kMaxWakePause shortens the pause.
constexpr int kRestPerRound = 4;
// The longest pause. A change may wait this long because other changes were just sent.
constexpr absl::Duration kMaxWakePause = absl::Milliseconds(10);

}  // namespace

WatchServer::WatchServer(const Handler* handler, Feed* feed, const WatchCodec* codec,
                         WatchServerOptions options)
    : handler_(handler),
      feed_(feed),
      codec_(codec),
      options_(options),
      waker_(std::make_unique<Worker>()) {
  feed_->SetListener([this] {
    // A watch that has not begun, or is busy, finds what was published when it checks.
    if (!AnybodySleeps() || round_queued_.exchange(true)) return;
    waker_->Add([this] {
      round_queued_ = false;
      const absl::Time start = Clock::Real()->Now();
      RunRound(/*everybody=*/false);
      // Commits that are published during the pause are sent together. Even with many watchers, the
      // pause leaves processor time to the writer.
      Clock::Real()->Sleep(std::min(kRestPerRound * (Clock::Real()->Now() - start), kMaxWakePause));
    });
  });
  ScheduleProgress();
}

WatchServer::~WatchServer() {
  Drain();
  feed_->SetListener(nullptr);
  waker_.reset();
}

void WatchServer::ScheduleProgress() {
  MutexLock lock(&mu_);
  if (draining_) return;
  TimerQueue& timers = handler_->store().timers();
  // A little shorter than the interval, so that the interval never passes without a round.
  const absl::Duration interval = options_.progress_interval * 0.8;
  progress_timer_ = timers.After(interval, [this] {
    // The timer's thread also runs other functions, so the waker does the work.
    waker_->Add([this] {
      progress_round_.fetch_add(1, std::memory_order_relaxed);
      RunRound(/*everybody=*/true);
    });
    ScheduleProgress();
  });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchServer::Start(grpc::CallbackServerContext* context,
                                                               absl::StatusOr<WatchStart> start) {
  const absl::Status valid = start.status();
  auto stream =
      std::make_shared<WatchStream>(this, context, valid.ok() ? *std::move(start) : WatchStart());
  absl::Status refusal = valid;
  {
    MutexLock lock(&mu_);
    if (refusal.ok() && draining_) {
      refusal = ShuttingDownError();
    } else if (refusal.ok() && static_cast<int>(streams_.size()) >= options_.max_watchers) {
      refusal = OverloadedError("watchers", absl::Seconds(1));
    }
    streams_.emplace(stream.get(), Entry{stream});
  }
  if (!refusal.ok()) {
    stream->End(refusal);
    return stream.get();
  }
  const auto begin = [stream](const absl::Status& allowed) {
    if (allowed.ok()) {
      stream->Begin();
    } else {
      stream->End(allowed);
    }
  };
  handler_->AwaitMinPosition(*context, [this, stream, begin](const absl::Status& reached) {
    const Position& after = stream->after();
    if (!reached.ok() || after.log_id.empty()) return begin(reached);
    handler_->CheckHistory(after, begin);
  });
  return stream.get();
}

bool WatchServer::Sleep(WatchStream* stream, Revision position, int64_t progress_seen) {
  MutexLock lock(&mu_);
  // A later publication or progress round finds this sleeper, because both look for sleepers under
  // the lock afterwards.
  if (handler_->store().publication().revision() > position || progress_round() != progress_seen) {
    return false;
  }
  SleepLocked(stream, position, /*restless=*/false);
  return true;
}

void WatchServer::SleepUntilNextRound(WatchStream* stream, Revision position) {
  MutexLock lock(&mu_);
  SleepLocked(stream, position, /*restless=*/true);
}

void WatchServer::SleepLocked(WatchStream* stream, Revision position, bool restless) {
  const auto found = streams_.find(stream);
  if (found == streams_.end() || found->second.sleeps) return;
  found->second.sleeps = true;
  found->second.restless = restless;
  found->second.passed = position;
  ++sleepers_;
}

bool WatchServer::AnybodySleeps() const {
  MutexLock lock(&mu_);
  return sleepers_ > 0;
}

std::vector<WatchServer::Sleeper> WatchServer::FindSleepers() const {
  std::vector<Sleeper> sleepers;
  MutexLock lock(&mu_);
  sleepers.reserve(sleepers_);
  for (const auto& [key, entry] : streams_) {
    if (entry.sleeps) sleepers.push_back({entry.stream, entry.restless, entry.passed});
  }
  return sleepers;
}

void WatchServer::FindConcerned(std::vector<Sleeper>* sleepers) const {
  Revision passed_by_all = std::numeric_limits<Revision>::max();
  for (Sleeper& sleeper : *sleepers) {
    if (sleeper.stream->filter().everything()) sleeper.woken = true;
    if (!sleeper.woken) passed_by_all = std::min(passed_by_all, sleeper.passed);
  }
  if (passed_by_all == std::numeric_limits<Revision>::max()) return;
  const auto published = feed_->After(passed_by_all, std::numeric_limits<int64_t>::max());
  for (Sleeper& sleeper : *sleepers) {
    if (sleeper.woken) continue;
    const WatchFilter& filter = sleeper.stream->filter();
    // Without `published`, some commits are no longer in memory, and they may concern any stream.
    sleeper.woken = !published || std::any_of(published->begin(), published->end(),
                                              [&](const std::shared_ptr<const FeedItem>& item) {
                                                return filter.Concerns(item->commit());
                                              });
    if (!sleeper.woken && !published->empty()) {
      sleeper.passed = std::max(sleeper.passed, published->back()->commit().revision());
    }
  }
}

void WatchServer::RunRound(bool everybody) {
  // Only rounds wake streams, and only one round runs at a time, so a stream that is asleep now is
  // still asleep below, unless it was removed.
  std::vector<Sleeper> sleepers = FindSleepers();
  FindConcerned(&sleepers);
  {
    MutexLock lock(&mu_);
    for (Sleeper& sleeper : sleepers) {
      sleeper.woken = sleeper.woken || everybody;
      const auto found = streams_.find(sleeper.stream.get());
      if (found == streams_.end()) continue;
      found->second.passed = sleeper.passed;
      if (!sleeper.woken) continue;
      found->second.sleeps = false;
      --sleepers_;
    }
  }
  for (const Sleeper& sleeper : sleepers) {
    if (!sleeper.woken) continue;
    wakes_.fetch_add(1, std::memory_order_relaxed);
    sleeper.stream->Wake(sleeper.passed);
  }
}

void WatchServer::Drain() {
  std::vector<std::shared_ptr<WatchStream>> streams;
  TimerQueue::Id progress;
  {
    MutexLock lock(&mu_);
    draining_ = true;
    progress = progress_timer_;
    for (const auto& [key, entry] : streams_) streams.push_back(entry.stream);
  }
  // Cancelled without holding the lock, because the timer's function takes it. That function sets
  // no further timer once `draining_` is set.
  handler_->store().timers().Cancel(progress);
  for (const std::shared_ptr<WatchStream>& stream : streams) stream->End(ShuttingDownError());
}

void WatchServer::Remove(WatchStream* stream) {
  std::shared_ptr<WatchStream> last;
  MutexLock lock(&mu_);
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  last = std::move(found->second.stream);
  if (found->second.sleeps) --sleepers_;
  streams_.erase(found);
}

int WatchServer::watchers() const {
  MutexLock lock(&mu_);
  return static_cast<int>(streams_.size());
}

}  // namespace jumelage
