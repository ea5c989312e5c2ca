#include "tests/robustness/client.h"

#include <iterator>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "google/rpc/error_details.pb.h"
#include "tests/support/error_details.h"

namespace jumelage {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

// Returns the outcome of a call with `status`.
Outcome OutcomeOf(const absl::Status& status) {
  if (status.ok()) return Outcome::kAcknowledged;
  const std::string reason = ErrorReason(status);
  // Errors without a reason come from gRPC, not from the service.
  if (reason.empty() || reason == "COMMIT_OUTCOME_UNKNOWN" || absl::IsDeadlineExceeded(status) ||
      absl::IsCancelled(status)) {
    return Outcome::kUnknown;
  }
  return Outcome::kRefused;
}

// Returns the current revision of the resource from the error for a stale etag, or 0.
Revision CurrentRevision(const absl::Status& status) {
  const auto info = ErrorDetail<google::rpc::ErrorInfo>(status);
  if (!info) return 0;
  const auto current = info->metadata().find("current_etag");
  Revision revision = 0;
  if (current == info->metadata().end()) return 0;
  absl::string_view text = current->second;
  absl::ConsumePrefix(&text, "\"");
  absl::ConsumeSuffix(&text, "\"");
  return absl::SimpleAtoi(text, &revision) ? revision : 0;
}

// Returns whether repeating the write with the same request id would give the same outcome.
bool IsSettled(const CallRecord& call) {
  return call.outcome == Outcome::kAcknowledged ||
         (call.outcome == Outcome::kRefused && !absl::IsUnavailable(call.status) &&
          !absl::IsResourceExhausted(call.status));
}

}  // namespace

Client::Client(int number, uint64_t seed, const Subject* subject, std::atomic<int64_t>* ticks)
    : subject_(subject), ticks_(ticks) {
  mind_.number = number;
  mind_.random.seed(seed);
}

void Client::Connect(int life, std::shared_ptr<grpc::Channel> channel) {
  life_ = life;
  channel_ = std::move(channel);
}

const CallRecord& Client::Perform(const Plan& plan, const CallOptions& options) {
  CallRecord call;
  call.client = mind_.number;
  call.life = life_;
  call.write = !plan.request_id.empty();
  call.removes = plan.removes;
  call.method = plan.method;
  call.resource = plan.resource;
  call.request_id = plan.request_id;
  call.guard = plan.guard;
  if (options.min_position) call.min_position = options.min_position->revision;
  call.invoked = ++*ticks_;
  Reply reply = plan.send(channel_, options);
  call.returned = ++*ticks_;
  call.status = std::move(reply.status);
  call.position = std::move(reply.position);
  call.outcome = OutcomeOf(call.status);
  call.cut =
      call.outcome == Outcome::kUnknown && ErrorReason(call.status) != "COMMIT_OUTCOME_UNKNOWN";
  if (call.status.ok()) {
    call.answer = std::move(reply.state);
  } else if (!call.write && absl::IsNotFound(call.status)) {
    call.answer.emplace();
  }
  call.current = CurrentRevision(call.status);
  Learn(call);
  calls_.push_back(std::move(call));
  return calls_.back();
}

void Client::Learn(const CallRecord& call) {
  if (call.position && (!seen_ || seen_->revision < call.position->revision)) {
    seen_ = call.position;
  }
  if (!call.answer) return;
  if (call.removes || call.answer->revision == 0) {
    mind_.known.erase(call.resource);
    return;
  }
  const auto [known, is_new] = mind_.known.try_emplace(call.resource, *call.answer);
  if (is_new || known->second.revision == call.answer->revision) return;
  mind_.former[call.resource] = known->second.revision;
  known->second = *call.answer;
}

CallOptions Client::Options() {
  CallOptions options;
  // Some calls have a very short deadline.
  options.timeout = mind_.Below(25) == 0 ? absl::Milliseconds(1 + mind_.Below(4)) : kPatience;
  return options;
}

bool Client::Step() {
  const int choice = mind_.Below(10);
  const CallOptions options = Options();
  if (!unsettled_.empty() && choice < 3) {
    RetryOldest(options);
  } else if (choice < 6) {
    Decide(subject_->NextWrite(&mind_), options);
  } else {
    Read();
  }
  return !calls_.back().cut;
}

absl::Status Client::Write() {
  CallOptions options;
  options.timeout = kPatience;
  const Plan plan = subject_->NextWrite(&mind_);
  Decide(plan, options);
  return calls_.back().status;
}

void Client::Decide(const Plan& plan, const CallOptions& options) {
  if (Perform(plan, options).outcome == Outcome::kUnknown) unsettled_.push_back(plan);
}

void Client::RetryOldest(const CallOptions& options) {
  const Plan plan = unsettled_.front();
  if (IsSettled(Perform(plan, options))) unsettled_.erase(unsettled_.begin());
}

void Client::Read() {
  const std::vector<std::string> shared = subject_->SharedNames();
  std::string name = shared[static_cast<size_t>(mind_.Below(static_cast<int>(shared.size())))];
  if (!mind_.known.empty() && mind_.Below(2) == 0) {
    name = std::next(mind_.known.begin(), mind_.Below(static_cast<int>(mind_.known.size())))->first;
  }
  CallOptions options = Options();
  if (mind_.Below(2) == 0) options.min_position = seen_;
  Perform(subject_->Get(name), options);
}

absl::Status Client::ReadFromView(const std::string& name) {
  CallOptions options;
  options.timeout = kPatience;
  // A call with a minimum position is never answered from the cache.
  options.min_position = seen_;
  return Perform(subject_->Get(name), options).status;
}

size_t Client::Settle(absl::Duration patience) {
  const absl::Time deadline = Clock::Real()->Now() + patience;
  CallOptions options;
  options.timeout = kPatience;
  while (!unsettled_.empty() && Clock::Real()->Now() < deadline) RetryOldest(options);
  return unsettled_.size();
}

}  // namespace jumelage
