#include "common/watch/watch_server.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/watch/watch_stream.h"

namespace jumelage {
namespace {

// How long waking rests after a round, in rounds, so that it takes a fifth of the time.
constexpr int kRestPerRound = 4;
// At most so long, for what a change may wait because others were just sent.
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
    // A watch that is not here yet will find what was published when it begins.
    if (watchers() == 0 || wake_queued_.exchange(true)) return;
    waker_->Add([this] {
      wake_queued_ = false;
      const absl::Time start = Clock::Real()->Now();
      WakeAll(/*progress=*/false);
      // What is published meanwhile goes out together, and many watchers leave the writer its time.
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
  // A little early, so that a second never passes without one.
  const absl::Duration interval = options_.progress_interval * 0.8;
  progress_timer_ = timers.After(interval, [this] {
    // The queue's thread serves others too: the work is the waker's.
    waker_->Add([this] { WakeAll(/*progress=*/true); });
    ScheduleProgress();
  });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchServer::Start(grpc::CallbackServerContext* context,
                                                               absl::StatusOr<WatchStart> start) {
  const absl::Status valid = start.status();
  auto stream = std::make_shared<WatchStream>(this, valid.ok() ? *std::move(start) : WatchStart());
  handler_->AddPosition(context, handler_->store().publication().revision(), nullptr);
  absl::Status refusal = valid;
  {
    MutexLock lock(&mu_);
    if (refusal.ok() && draining_) {
      refusal = ShuttingDownError();
    } else if (refusal.ok() && static_cast<int>(streams_.size()) >= options_.max_watchers) {
      refusal = OverloadedError("watchers", absl::Seconds(1));
    }
    streams_.emplace(stream.get(), stream);
  }
  if (!refusal.ok()) {
    stream->End(refusal);
    return stream.get();
  }
  handler_->AwaitMinPosition(*context, [stream](absl::Status reached) {
    if (reached.ok()) {
      stream->Begin();
    } else {
      stream->End(std::move(reached));
    }
  });
  return stream.get();
}

void WatchServer::WakeAll(bool progress) {
  std::vector<std::shared_ptr<WatchStream>> streams;
  {
    MutexLock lock(&mu_);
    streams.reserve(streams_.size());
    for (const auto& [key, stream] : streams_) streams.push_back(stream);
  }
  for (const std::shared_ptr<WatchStream>& stream : streams) stream->Wake(progress);
}

void WatchServer::Drain() {
  std::vector<std::shared_ptr<WatchStream>> streams;
  TimerQueue::Id progress;
  {
    MutexLock lock(&mu_);
    draining_ = true;
    progress = progress_timer_;
    for (const auto& [key, stream] : streams_) streams.push_back(stream);
  }
  // Without the lock, which the timer's function takes; it sets no further one.
  handler_->store().timers().Cancel(progress);
  for (const std::shared_ptr<WatchStream>& stream : streams) stream->End(ShuttingDownError());
}

void WatchServer::Remove(WatchStream* stream) {
  std::shared_ptr<WatchStream> last;
  MutexLock lock(&mu_);
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  last = std::move(found->second);
  streams_.erase(found);
}

int WatchServer::watchers() const {
  MutexLock lock(&mu_);
  return static_cast<int>(streams_.size());
}

}  // namespace jumelage
