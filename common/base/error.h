#ifndef JUMELAGE_COMMON_BASE_ERROR_H_
#define JUMELAGE_COMMON_BASE_ERROR_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace jumelage {

// The domain of every google.rpc.ErrorInfo.
inline constexpr absl::string_view kErrorDomain = "jumelage";

// The limits on an error's message and on all its details together, in bytes. Both are sent in
// trailing metadata, and by default a gRPC peer accepts 8 KiB of metadata. Base64 makes the details
// a third larger. Percent-encoding can triple the size of the message, and the details contain the
// message again.
inline constexpr size_t kMaxErrorMessageBytes = 512;
inline constexpr size_t kMaxErrorDetailBytes = 4096;

// One violation in a request: `field` is a path in the request ("city.populations[0].value").
struct FieldViolation {
  std::string field;
  std::string description;
};

// Builds an error with its details (google.rpc.ErrorInfo and others) as payloads of the status. The
// converter in common/rpc turns them into the details of a gRPC status. The named errors in each
// service's errors.h and the shared errors below use this class. Not thread-safe; used in one
// expression:
//
//   return ErrorBuilder(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND", "there is no cities/x")
//       .Resource("City", "cities/x")
//       .Build();
//
// Truncates long texts and lists to stay within the limits above. A truncated list ends with the
// number of omitted items.
class ErrorBuilder {
 public:
  // `reason` is stable and in UPPER_SNAKE_CASE, for programs. `message` is for people.
  ErrorBuilder(absl::StatusCode code, absl::string_view reason, absl::string_view message);

  // Adds a key and value to the ErrorInfo.
  ErrorBuilder& Metadata(absl::string_view key, absl::string_view value);
  // Sets google.rpc.ResourceInfo.
  ErrorBuilder& Resource(absl::string_view type, absl::string_view name);
  // Adds violations to google.rpc.BadRequest.
  ErrorBuilder& Violations(const std::vector<FieldViolation>& violations);
  // Adds a violation to google.rpc.PreconditionFailure.
  ErrorBuilder& Precondition(absl::string_view type, absl::string_view subject,
                             absl::string_view description);
  // Sets google.rpc.RetryInfo.
  ErrorBuilder& RetryAfter(absl::Duration delay);

  absl::Status Build() const;

 private:
  struct PreconditionViolation {
    std::string type, subject, description;
  };

  absl::StatusCode code_;
  std::string reason_;
  std::string message_;
  std::vector<std::pair<std::string, std::string>> metadata_;
  // The type and the name. There is only one resource, because google.rpc.Status holds one detail
  // of each type.
  std::optional<std::pair<std::string, std::string>> resource_;
  std::vector<FieldViolation> violations_;
  std::vector<PreconditionViolation> preconditions_;
  absl::Duration retry_after_ = absl::ZeroDuration();
};

// Returns the reason in the ErrorInfo of `status`, or "" if `status` has no valid ErrorInfo.
std::string ErrorReason(const absl::Status& status);

// The errors that all services share. The errors of one service are in its own errors.h.

// INVALID_ARGUMENT, reason FIELD_INVALID, with as many of the violations as fit (see ErrorBuilder).
// `violations` must not be empty.
absl::Status InvalidFieldsError(const std::vector<FieldViolation>& violations);
// NOT_FOUND, reason RESOURCE_NOT_FOUND.
absl::Status NotFoundError(absl::string_view type, absl::string_view name);
// ALREADY_EXISTS, reason RESOURCE_ALREADY_EXISTS.
absl::Status AlreadyExistsError(absl::string_view type, absl::string_view name);
// FAILED_PRECONDITION, reason RESOURCE_DELETED: the resource is soft-deleted. Undelete it first.
absl::Status DeletedError(absl::string_view type, absl::string_view name);
// FAILED_PRECONDITION, reason RESOURCE_NOT_DELETED.
absl::Status NotDeletedError(absl::string_view type, absl::string_view name);
// FAILED_PRECONDITION, reason RESOURCE_MERGED: the resource was merged into `into`. The metadata
// contains `into`.
absl::Status MergedError(absl::string_view type, absl::string_view name, absl::string_view into);
// FAILED_PRECONDITION, reason RESOURCE_NOT_MERGED.
absl::Status NotMergedError(absl::string_view type, absl::string_view name);
// ABORTED, reason ETAG_MISMATCH: read the resource again and repeat the change on its current
// state.
absl::Status EtagMismatchError(absl::string_view type, absl::string_view name,
                               absl::string_view current_etag);
// FAILED_PRECONDITION, reason RESOURCE_IN_USE, with the names of the resources that refer to this
// one, as many as fit.
absl::Status InUseError(absl::string_view type, absl::string_view name,
                        const std::vector<std::string>& referrers);
// FAILED_PRECONDITION, reason REFERENCE_NOT_FOUND, with as many of the missing resources as fit.
// `missing` contains pairs of a request field and the name in it.
absl::Status ReferencesNotFoundError(
    const std::vector<std::pair<std::string, std::string>>& missing);
// INVALID_ARGUMENT, reason REQUEST_ID_REUSED: a different request was already made with this id.
absl::Status RequestIdReusedError(absl::string_view request_id);
// INVALID_ARGUMENT, reason PAGE_TOKEN_INVALID.
absl::Status PageTokenInvalidError(absl::string_view why);
// RESOURCE_EXHAUSTED, reason OVERLOADED, with RetryInfo.
absl::Status OverloadedError(absl::string_view what, absl::Duration retry_after);
// RESOURCE_EXHAUSTED, reason STORAGE_FULL, with RetryInfo: nothing was changed.
absl::Status StorageFullError();
// UNAVAILABLE, reason COMMIT_OUTCOME_UNKNOWN, with RetryInfo: it is unknown whether the change was
// made. Retry with the same request_id.
absl::Status CommitOutcomeUnknownError();
// UNAVAILABLE, reason STORAGE_UNAVAILABLE, with RetryInfo: nothing was changed. Storage is being
// reopened.
absl::Status StorageUnavailableError();
// UNAVAILABLE, reason SHUTTING_DOWN, with RetryInfo: nothing was changed. Retry, or call another
// replica.
absl::Status ShuttingDownError();
// UNAVAILABLE, reason POSITION_NOT_REACHED, with RetryInfo: the server has not reached the
// requested position.
absl::Status PositionNotReachedError(absl::string_view wanted, absl::string_view have);
// INVALID_ARGUMENT, reason POSITION_OF_OTHER_LOG.
absl::Status PositionOfOtherLogError(absl::string_view wanted, absl::string_view have);
// OUT_OF_RANGE, reason REVISION_COMPACTED, with the oldest revision that is still kept.
absl::Status RevisionCompactedError(int64_t wanted, int64_t oldest);
// INVALID_ARGUMENT, reason REVISION_IN_FUTURE.
absl::Status RevisionInFutureError(int64_t wanted, int64_t head);
// INTERNAL, reason INTERNAL. `detail` goes only to the log, not to the caller.
absl::Status InternalError(absl::string_view detail);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_ERROR_H_
