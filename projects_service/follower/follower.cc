#include "projects_service/follower/follower.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/logging.h"
#include "common/base/status_macros.h"
#include "common/rpc/position.h"
#include "common/rpc/status.h"
#include "common/store/waited_read.h"
#include "projects_service/follower/followed_answers.h"
#include "projects_service/follower/store_calls.h"
#include "projects_service/follower/watch_assembler.h"

namespace jumelage {
namespace {

using registry::v1::WatchRequest;
using registry::v1::WatchResponse;

// Whether the registry does not have the position at which the stream should begin.
bool LacksPosition(const absl::Status& status) {
  const std::string reason = ErrorReason(status);
  return reason == "POSITION_OF_OTHER_LOG" || reason == "REVISION_IN_FUTURE";
}

// Whether the registry refused the position, so that a new snapshot is needed.
bool WantsSnapshot(const absl::Status& status) {
  return LacksPosition(status) || ErrorReason(status) == "REVISION_COMPACTED";
}

}  // namespace

// One call to Watch. The call is cancelled if no message arrives for `stall_timeout`.
class Follower::Stream {
 public:
  // `timers` must outlive the stream.
  Stream(Stub* stub, const WatchRequest& request, absl::Duration stall_timeout, TimerQueue* timers)
      : stall_timeout_(stall_timeout), timers_(timers), reader_(stub->Watch(&context_, request)) {}

  bool Read(WatchResponse* message) {
    const TimerQueue::Id timer = timers_->After(stall_timeout_, [this] { Cancel(); });
    const bool read = reader_->Read(message);
    timers_->Cancel(timer);
    return read;
  }

  // Thread-safe.
  void Cancel() { context_.TryCancel(); }

  absl::Status Finish() { return FromGrpcStatus(reader_->Finish()); }
  // The registry's position, as a finished stream's metadata gives it; "unknown" if it doesn't.
  std::string RegistrysPosition() const {
    const std::optional<Position> position = PositionIn(context_, kPositionMetadata);
    return position ? FormatPosition(*position) : "unknown";
  }

 private:
  const absl::Duration stall_timeout_;
  TimerQueue* const timers_;
  grpc::ClientContext context_;
  const std::unique_ptr<grpc::ClientReaderInterface<WatchResponse>> reader_;
};

Follower::Follower(Store* store, std::unique_ptr<Stub> stub, RegistryPosition* position,
                   FollowerOptions options)
    : store_(store),
      stub_(std::move(stub)),
      position_(position),
      options_(std::move(options)),
      backoff_(options_.backoff) {}

Follower::~Follower() { Stop(); }

void Follower::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Follower::Stop() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    if (stream_ != nullptr) stream_->Cancel();
    stopped_.SignalAll();
  }
  if (thread_.joinable()) thread_.join();
}

FollowerStatus Follower::status() const {
  FollowerStatus status;
  status.position = position_->Get();
  MutexLock lock(&mu_);
  status.consistent = consistent_;
  status.caught_up = caught_up_;
  if (current_at_ != absl::InfinitePast()) status.lag = options_.clock->Now() - current_at_;
  return status;
}

bool Follower::Wait(absl::Duration duration) {
  const absl::Time until = Clock::Real()->Now() + duration;
  MutexLock lock(&mu_);
  while (!stopping_) {
    const absl::Duration remaining = until - Clock::Real()->Now();
    if (remaining <= absl::ZeroDuration()) return true;
    stopped_.WaitFor(&mu_, remaining);
  }
  return false;
}

bool Follower::SetStream(Stream* stream) {
  MutexLock lock(&mu_);
  stream_ = stream;
  caught_up_ = false;
  return !stopping_;
}

void Follower::Loop() {
  for (;;) {
    const absl::Status ended = FollowOnce();
    if (WantsSnapshot(ended)) from_snapshot_ = true;
    const absl::Duration wait = backoff_.Next();
    {
      MutexLock lock(&mu_);
      if (stopping_) return;
    }
    if (trouble_ != ended) {
      LogLine(Severity::kWarning, "the registry can't be followed; retrying until it can",
              {{"status", ended.ToString()}});
      trouble_ = ended;
    }
    if (!Wait(wait)) return;
  }
}

absl::Status Follower::FollowOnce() {
  JUMELAGE_ASSIGN_OR_RETURN(const Plan plan, MakePlan());
  Stream stream(stub_.get(), plan.request, options_.stall_timeout, &store_->timers());
  if (!SetStream(&stream)) stream.Cancel();
  const absl::Status pumped = Pump(&stream, plan);
  // Messages still in flight are no longer needed.
  if (!pumped.ok()) stream.Cancel();
  SetStream(nullptr);
  const absl::Status finished = stream.Finish();
  if (LacksPosition(finished)) {
    position_lost_ = true;
    LogLine(
        Severity::kWarning,
        "the registry does not have the position that was followed; its state is read again",
        {{"followed", plan.request.after_position()}, {"registry", stream.RegistrysPosition()}});
  }
  return pumped.ok() ? finished : pumped;
}

absl::StatusOr<Follower::Plan> Follower::MakePlan() {
  JUMELAGE_ASSIGN_OR_RETURN(const FollowState state,
                            WaitForRead<FollowState>(store_, [](const Snapshot& snapshot) {
                              return ReadFollowState(snapshot.db);
                            }));
  if (state.consistent_epoch > 0) {
    position_->Follow({state.consistent_epoch, state.position});
    MutexLock lock(&mu_);
    consistent_ = true;
  }
  Plan plan;
  if (state.resumable() && !from_snapshot_) {
    epoch_ = plan.epoch = state.epoch;
    plan.log_id = state.position.log_id;
    plan.request.set_after_position(FormatPosition(state.position));
    return plan;
  }
  JUMELAGE_RETURN_IF_ERROR(DeriveAndWait(store_, [this, &plan](sqlite::Database& db) {
    const absl::StatusOr<int64_t> epoch = BeginEpoch(db, epoch_);
    if (epoch.ok()) plan.epoch = *epoch;
    return epoch.status();
  }));
  epoch_ = plan.epoch;
  lacking_ = LackingStates();
  plan.request.mutable_snapshot();
  return plan;
}

absl::Status Follower::Pump(Stream* stream, const Plan& plan) {
  WatchAssembler assembler(plan.epoch, plan.log_id);
  WatchResponse message;
  while (stream->Read(&message)) {
    absl::StatusOr<FollowedBatch> batch = assembler.Next(message);
    if (!batch.ok()) {
      from_snapshot_ = true;
      return batch.status();
    }
    JUMELAGE_RETURN_IF_ERROR(Apply(*batch));
    Heard(message);
  }
  return absl::OkStatus();
}

absl::Status Follower::Apply(const FollowedBatch& batch) {
  FollowState state;
  LackingStates lacking;
  FollowedAnswers answers(&store_->cache());
  JUMELAGE_RETURN_IF_ERROR(DeriveAndWait(store_, [&](sqlite::Database& db) -> absl::Status {
    lacking = LackingStates();
    JUMELAGE_ASSIGN_OR_RETURN(const FollowState before, ReadFollowState(db));
    // In the same history, the snapshot lacks only what the registry has purged since.
    if (batch.consistent && (position_lost_ || before.position.log_id != batch.log_id)) {
      JUMELAGE_ASSIGN_OR_RETURN(lacking, FindLacking(db, batch.epoch));
    }
    JUMELAGE_RETURN_IF_ERROR(ApplyFollowed(db, batch, &lacking));
    JUMELAGE_ASSIGN_OR_RETURN(state, ReadFollowState(db));
    // When a snapshot becomes consistent, the resources of earlier epochs that it does not contain
    // also change: they now count as removed.
    return answers.Outdate(db, batch.changes, /*everything=*/batch.consistent);
  }));
  answers.End();
  lacking_.Add(lacking);
  if (batch.consistent) {
    from_snapshot_ = false;
    ReportLacking();
  }
  if (state.resumable()) position_->Follow({state.consistent_epoch, state.position});
  return absl::OkStatus();
}

void Follower::ReportLacking() {
  if (lacking_.count > 0) {
    LogLine(Severity::kWarning, "the registry lacks states that were followed",
            {{"count", lacking_.count}, {"first", absl::StrJoin(lacking_.names, ", ")}});
  }
  lacking_ = LackingStates();
  position_lost_ = false;
}

void Follower::Heard(const WatchResponse& message) {
  backoff_.Reset();
  if (!trouble_.ok()) {
    LogLine(Severity::kInfo, "the registry is followed again");
    trouble_ = absl::OkStatus();
  }
  if (!message.has_consistent() && !message.has_progress()) return;
  MutexLock lock(&mu_);
  consistent_ = consistent_ || message.has_consistent();
  // The marker `consistent` alone isn't enough. Commits that were made while the snapshot was being
  // read may follow it.
  caught_up_ = caught_up_ || message.has_progress();
  if (message.has_progress()) current_at_ = options_.clock->Now();
}

}  // namespace jumelage
