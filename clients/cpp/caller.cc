#include "clients/cpp/caller.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "google/rpc/error_details.pb.h"
#include "grpc/support/time.h"

namespace jumelage::client {
namespace {

constexpr char kServicePayload[] = "jumelage.client/service";
constexpr char kRetryInfoTypeUrl[] = "type.googleapis.com/google.rpc.RetryInfo";

absl::optional<absl::Duration> ServerDelay(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kRetryInfoTypeUrl);
  google::rpc::RetryInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) return absl::nullopt;
  return absl::Seconds(info.retry_delay().seconds()) +
         absl::Nanoseconds(info.retry_delay().nanos());
}

// Returns a uniformly distributed number in [0, 1). Uses the injected source, so that tests are
// repeatable.
double RandomFraction(IdSource* ids) {
  const std::string bytes = ids->UuidBytes();
  const auto byte = [&bytes](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  return (byte(0) * 256 + byte(1)) / 65536.0;
}

}  // namespace

absl::optional<absl::Duration> RetryDelay(const absl::Status& status, int attempt,
                                          const RetryPolicy& policy, IdSource* ids) {
  const absl::optional<absl::Duration> server_delay = ServerDelay(status);
  const bool retryable = absl::IsUnavailable(status) ||
                         (absl::IsResourceExhausted(status) && server_delay.has_value());
  if (!retryable || attempt >= policy.max_attempts) return absl::nullopt;
  if (server_delay) return *server_delay * (1 + RandomFraction(ids) / 2);
  absl::Duration backoff = policy.initial_backoff;
  for (int i = 1; i < attempt && backoff < policy.max_backoff; ++i) backoff *= 2;
  return std::min(backoff, policy.max_backoff) * (1 - RandomFraction(ids) / 2);
}

absl::Status StatusOfCall(const grpc::Status& status, const ClientOptions& options) {
  absl::Status result = FromGrpcStatus(status);
  if (absl::IsCancelled(result)) {
    result =
        absl::UnavailableError(absl::StrCat("the call was broken off: ", status.error_message()));
  }
  if (!result.ok() && ErrorReason(result).empty()) {
    result.SetPayload(kServicePayload, absl::Cord(options.service));
  }
  return result;
}

std::string TransportErrorOf(const absl::Status& error) {
  const absl::optional<absl::Cord> service = error.GetPayload(kServicePayload);
  return service ? std::string(*service) : "";
}

absl::Status Caller::Run(Effect effect,
                         absl::FunctionRef<grpc::Status(grpc::ClientContext*)> attempt) {
  const absl::Time deadline = options_.clock->Now() + options_.timeout;
  for (int number = 1;; ++number) {
    const absl::Duration left = deadline - options_.clock->Now();
    absl::Status status = RunOnce(effect, left, attempt);
    if (status.ok()) return status;
    if (ErrorReason(status) == "POSITION_OF_OTHER_LOG") Forget();
    const absl::optional<absl::Duration> delay =
        RetryDelay(status, number, options_.retry, options_.ids);
    if (!delay || options_.clock->Now() + *delay >= deadline) return status;
    options_.clock->Sleep(*delay);
  }
}

absl::Status Caller::RunOnce(Effect effect, absl::Duration timeout,
                             absl::FunctionRef<grpc::Status(grpc::ClientContext*)> attempt) {
  grpc::ClientContext context;
  // A timeout rather than a point in time, so that it doesn't depend on the injected clock.
  context.set_deadline(gpr_time_from_millis(absl::ToInt64Milliseconds(timeout), GPR_TIMESPAN));
  if (effect == Effect::kReads) AskForWritten(&context);
  absl::Status status = StatusOfCall(attempt(&context), options_);
  if (status.ok() && effect == Effect::kWrites) Remember(context);
  return status;
}

void Caller::AskForWritten(grpc::ClientContext* context) const {
  const absl::optional<Position> position = written();
  if (position) context->AddMetadata(kMinPositionMetadata, FormatPosition(*position));
}

std::string Caller::NewRequestId() const { return FormatUuid(options_.ids->UuidBytes()); }

absl::optional<Position> Caller::written() const {
  MutexLock lock(&mutex_);
  return written_;
}

void Caller::Remember(const grpc::ClientContext& context) {
  const auto position = PositionIn(context, kPositionMetadata);
  if (!position) return;
  MutexLock lock(&mutex_);
  // Concurrent calls may return in any order.
  const bool older =
      written_ && written_->log_id == position->log_id && written_->revision >= position->revision;
  if (!older) written_ = *position;
}

// Called when the service has a different log than before, such as after a restore from a backup.
// Reads can't wait for a position in the old log.
void Caller::Forget() {
  MutexLock lock(&mutex_);
  written_.reset();
}

}  // namespace jumelage::client
