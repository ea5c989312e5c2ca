#include "common/base/error.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/logging.h"
#include "google/rpc/error_details.pb.h"

namespace jumelage {
namespace {

constexpr absl::string_view kTypeUrlPrefix = "type.googleapis.com/";

// Limits that keep an error's details within kMaxErrorDetailBytes: the size of one text (a name or
// a description), and the total size of the violations that one detail lists.
constexpr size_t kMaxTextBytes = 240;
constexpr size_t kMaxListedBytes = kMaxErrorDetailBytes / 2;
// The most items of a list that the message contains. The details may contain more.
constexpr size_t kMaxListedInMessage = 5;

// The delays in RetryInfo: how long clients should wait before they retry.
constexpr absl::Duration kRetryUnknownOutcome = absl::Milliseconds(100);
constexpr absl::Duration kRetryStorageFull = absl::Seconds(5);
constexpr absl::Duration kRetryStorage = absl::Milliseconds(500);
constexpr absl::Duration kRetryShutdown = absl::Seconds(1);
constexpr absl::Duration kRetryPosition = absl::Milliseconds(100);

// Returns `text` in at most `limit` bytes. A longer text is cut between UTF-8 characters and ends
// with an ellipsis.
std::string Bounded(absl::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  constexpr absl::string_view kEllipsis = "…";
  size_t end = limit - kEllipsis.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), kEllipsis);
}

template <typename Detail>
void Attach(const Detail& detail, absl::Status* status) {
  status->SetPayload(absl::StrCat(kTypeUrlPrefix, Detail::descriptor()->full_name()),
                     absl::Cord(detail.SerializeAsString()));
}

void SetDuration(absl::Duration duration, google::protobuf::Duration* out) {
  const int64_t seconds = absl::IDivDuration(duration, absl::Seconds(1), &duration);
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
}

// Returns how many of `items`, counted from the first, fit within kMaxListedBytes.
template <typename Items, typename Size>
size_t CountThatFit(const Items& items, Size size) {
  size_t bytes = 0;
  size_t count = 0;
  for (const auto& item : items) {
    bytes += size(item);
    if (bytes > kMaxListedBytes) break;
    ++count;
  }
  return count;
}

std::string Listed(const std::vector<std::string>& items) {
  const size_t shown = std::min(items.size(), kMaxListedInMessage);
  std::string text = absl::StrJoin(items.begin(), items.begin() + shown, ", ");
  if (shown < items.size()) absl::StrAppend(&text, " and ", items.size() - shown, " more");
  return text;
}

google::rpc::BadRequest ToBadRequest(const std::vector<FieldViolation>& violations) {
  google::rpc::BadRequest bad_request;
  const size_t shown = CountThatFit(violations, [](const FieldViolation& violation) {
    return std::min(violation.field.size(), kMaxTextBytes) +
           std::min(violation.description.size(), kMaxTextBytes) + 8;
  });
  for (size_t i = 0; i < shown; ++i) {
    auto* out = bad_request.add_field_violations();
    out->set_field(Bounded(violations[i].field, kMaxTextBytes));
    out->set_description(Bounded(violations[i].description, kMaxTextBytes));
  }
  if (shown < violations.size()) {
    bad_request.add_field_violations()->set_description(
        absl::StrCat("and ", violations.size() - shown, " more violations"));
  }
  return bad_request;
}

}  // namespace

ErrorBuilder::ErrorBuilder(absl::StatusCode code, absl::string_view reason,
                           absl::string_view message)
    : code_(code), reason_(reason), message_(Bounded(message, kMaxErrorMessageBytes)) {}

ErrorBuilder& ErrorBuilder::Metadata(absl::string_view key, absl::string_view value) {
  metadata_.emplace_back(key, Bounded(value, kMaxTextBytes));
  return *this;
}

ErrorBuilder& ErrorBuilder::Resource(absl::string_view type, absl::string_view name) {
  resource_.emplace(type, Bounded(name, kMaxTextBytes));
  return *this;
}

ErrorBuilder& ErrorBuilder::Violations(const std::vector<FieldViolation>& violations) {
  violations_.insert(violations_.end(), violations.begin(), violations.end());
  return *this;
}

ErrorBuilder& ErrorBuilder::Precondition(absl::string_view type, absl::string_view subject,
                                         absl::string_view description) {
  preconditions_.push_back(
      {std::string(type), Bounded(subject, kMaxTextBytes), Bounded(description, kMaxTextBytes)});
  return *this;
}

ErrorBuilder& ErrorBuilder::RetryAfter(absl::Duration delay) {
  retry_after_ = delay;
  return *this;
}

absl::Status ErrorBuilder::Build() const {
  absl::Status status(code_, message_);
  google::rpc::ErrorInfo info;
  info.set_reason(reason_);
  info.set_domain(std::string(kErrorDomain));
  for (const auto& [key, value] : metadata_) (*info.mutable_metadata())[key] = value;
  Attach(info, &status);
  if (resource_.has_value()) {
    google::rpc::ResourceInfo resource_info;
    resource_info.set_resource_type(resource_->first);
    resource_info.set_resource_name(resource_->second);
    Attach(resource_info, &status);
  }
  if (!violations_.empty()) Attach(ToBadRequest(violations_), &status);
  if (!preconditions_.empty()) {
    google::rpc::PreconditionFailure failure;
    const size_t shown = CountThatFit(preconditions_, [](const PreconditionViolation& item) {
      return item.type.size() + item.subject.size() + item.description.size() + 8;
    });
    for (size_t i = 0; i < shown; ++i) {
      auto* out = failure.add_violations();
      out->set_type(preconditions_[i].type);
      out->set_subject(preconditions_[i].subject);
      out->set_description(preconditions_[i].description);
    }
    if (shown < preconditions_.size()) {
      auto* out = failure.add_violations();
      out->set_type(preconditions_[shown].type);
      out->set_description(absl::StrCat("and ", preconditions_.size() - shown, " more"));
    }
    Attach(failure, &status);
  }
  if (retry_after_ > absl::ZeroDuration()) {
    google::rpc::RetryInfo retry;
    SetDuration(retry_after_, retry.mutable_retry_delay());
    Attach(retry, &status);
  }
  return status;
}

std::string ErrorReason(const absl::Status& status) {
  const auto payload = status.GetPayload(
      absl::StrCat(kTypeUrlPrefix, google::rpc::ErrorInfo::descriptor()->full_name()));
  google::rpc::ErrorInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) return "";
  return info.reason();
}

absl::Status InvalidFieldsError(const std::vector<FieldViolation>& violations) {
  std::vector<std::string> lines;
  lines.reserve(violations.size());
  for (const FieldViolation& violation : violations) {
    lines.push_back(absl::StrCat(violation.field, ": ", violation.description));
  }
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, "FIELD_INVALID", Listed(lines))
      .Violations(violations)
      .Build();
}

absl::Status NotFoundError(absl::string_view type, absl::string_view name) {
  return ErrorBuilder(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
                      absl::StrCat("there is no ", name))
      .Resource(type, name)
      .Build();
}

absl::Status AlreadyExistsError(absl::string_view type, absl::string_view name) {
  return ErrorBuilder(absl::StatusCode::kAlreadyExists, "RESOURCE_ALREADY_EXISTS",
                      absl::StrCat(name, " already exists, or is reserved by a deleted resource"))
      .Resource(type, name)
      .Build();
}

absl::Status DeletedError(absl::string_view type, absl::string_view name) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "RESOURCE_DELETED",
                      absl::StrCat(name, " is deleted; undelete it first"))
      .Resource(type, name)
      .Precondition("RESOURCE_DELETED", name, "the resource is deleted")
      .Build();
}

absl::Status NotDeletedError(absl::string_view type, absl::string_view name) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "RESOURCE_NOT_DELETED",
                      absl::StrCat(name, " is not deleted"))
      .Resource(type, name)
      .Precondition("RESOURCE_NOT_DELETED", name, "the resource is not deleted")
      .Build();
}

absl::Status MergedError(absl::string_view type, absl::string_view name, absl::string_view into) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "RESOURCE_MERGED",
                      absl::StrCat(name, " was merged into ", into))
      .Resource(type, name)
      .Metadata("merged_into", into)
      .Precondition("RESOURCE_MERGED", name, "the resource was merged into another one")
      .Build();
}

absl::Status NotMergedError(absl::string_view type, absl::string_view name) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "RESOURCE_NOT_MERGED",
                      absl::StrCat(name, " is not merged into another one"))
      .Resource(type, name)
      .Precondition("RESOURCE_NOT_MERGED", name, "the resource is not merged")
      .Build();
}

absl::Status EtagMismatchError(absl::string_view type, absl::string_view name,
                               absl::string_view current_etag) {
  return ErrorBuilder(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                      absl::StrCat(name, " has changed since the etag was read; read it again and ",
                                   "repeat the change on its current state"))
      .Resource(type, name)
      .Metadata("current_etag", current_etag)
      .Build();
}

absl::Status InUseError(absl::string_view type, absl::string_view name,
                        const std::vector<std::string>& referrers) {
  ErrorBuilder builder(absl::StatusCode::kFailedPrecondition, "RESOURCE_IN_USE",
                       absl::StrCat(name, " is referred to by ", Listed(referrers)));
  builder.Resource(type, name);
  for (const std::string& referrer : referrers) {
    builder.Precondition("RESOURCE_IN_USE", referrer, "refers to the resource");
  }
  return builder.Build();
}

absl::Status ReferencesNotFoundError(
    const std::vector<std::pair<std::string, std::string>>& missing) {
  std::vector<std::string> lines;
  lines.reserve(missing.size());
  for (const auto& [field, name] : missing) lines.push_back(absl::StrCat(field, ": ", name));
  ErrorBuilder builder(absl::StatusCode::kFailedPrecondition, "REFERENCE_NOT_FOUND",
                       absl::StrCat("these do not exist: ", Listed(lines)));
  for (const auto& [field, name] : missing) {
    builder.Precondition("REFERENCE_NOT_FOUND", name, absl::StrCat("named in ", field));
  }
  return builder.Build();
}

absl::Status RequestIdReusedError(absl::string_view request_id) {
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED",
                      absl::StrCat("request_id ", request_id, " was used for another request; ",
                                   "use a new one for each request"))
      .Metadata("request_id", request_id)
      .Violations({{"request_id", "was used for another request"}})
      .Build();
}

absl::Status PageTokenInvalidError(absl::string_view why) {
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID",
                      absl::StrCat("page_token: ", why))
      .Violations({{"page_token", std::string(why)}})
      .Build();
}

absl::Status OverloadedError(absl::string_view what, absl::Duration retry_after) {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                      absl::StrCat("too many ", what, "; try again later"))
      .Metadata("limit", what)
      .RetryAfter(retry_after)
      .Build();
}

absl::Status StorageFullError() {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "STORAGE_FULL",
                      "the server's storage is full; nothing was changed")
      .RetryAfter(kRetryStorageFull)
      .Build();
}

absl::Status CommitOutcomeUnknownError() {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "COMMIT_OUTCOME_UNKNOWN",
                      "it is not known whether the change was made; retry with the same request_id")
      .RetryAfter(kRetryUnknownOutcome)
      .Build();
}

absl::Status StorageUnavailableError() {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE",
                      "storage is being reopened; nothing was changed")
      .RetryAfter(kRetryStorage)
      .Build();
}

absl::Status ShuttingDownError() {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "SHUTTING_DOWN",
                      "the server is shutting down; nothing was changed")
      .RetryAfter(kRetryShutdown)
      .Build();
}

absl::Status PositionNotReachedError(absl::string_view wanted, absl::string_view have) {
  return ErrorBuilder(
             absl::StatusCode::kUnavailable, "POSITION_NOT_REACHED",
             absl::StrCat("position ", wanted, " is not reached yet; the server is at ", have))
      .Metadata("wanted", wanted)
      .Metadata("position", have)
      .RetryAfter(kRetryPosition)
      .Build();
}

absl::Status PositionOfOtherLogError(absl::string_view wanted, absl::string_view have) {
  return ErrorBuilder(
             absl::StatusCode::kInvalidArgument, "POSITION_OF_OTHER_LOG",
             absl::StrCat("position ", wanted,
                          " is in another log or another history of it; this one is at ", have))
      .Metadata("wanted", wanted)
      .Metadata("position", have)
      .Build();
}

absl::Status RevisionCompactedError(int64_t wanted, int64_t oldest) {
  return ErrorBuilder(
             absl::StatusCode::kOutOfRange, "REVISION_COMPACTED",
             absl::StrCat("revision ", wanted, " is no longer kept; the oldest is ", oldest))
      .Metadata("wanted", absl::StrCat(wanted))
      .Metadata("oldest", absl::StrCat(oldest))
      .Build();
}

absl::Status RevisionInFutureError(int64_t wanted, int64_t head) {
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, "REVISION_IN_FUTURE",
                      absl::StrCat("revision ", wanted, " is in the future; the last is ", head))
      .Metadata("wanted", absl::StrCat(wanted))
      .Metadata("head", absl::StrCat(head))
      .Build();
}

absl::Status InternalError(absl::string_view detail) {
  LogLine(Severity::kError, "internal error", {{"detail", detail}});
  return ErrorBuilder(absl::StatusCode::kInternal, "INTERNAL", "internal error").Build();
}

}  // namespace jumelage
