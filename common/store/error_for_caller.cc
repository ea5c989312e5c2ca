#include "common/store/error_for_caller.h"

#include "common/base/error.h"

namespace jumelage {

absl::Status ErrorForCaller(const absl::Status& status) {
  if (status.ok() || !ErrorReason(status).empty()) return status;
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
      return StorageFullError();
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDataLoss:
      return StorageUnavailableError();
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
      return status;
    default:
      return InternalError(status.ToString());
  }
}

}  // namespace jumelage
