#ifndef JUMELAGE_COMMON_STORE_ERROR_FOR_CALLER_H_
#define JUMELAGE_COMMON_STORE_ERROR_FOR_CALLER_H_

#include "absl/status/status.h"

namespace jumelage {

// What a caller sees of a failure of storage, below a handler or a stream: an error with a reason
// is meant for the caller, a full disk is STORAGE_FULL, what passes or is being mended
// STORAGE_UNAVAILABLE, and a deadline or a cancellation stays what it is. Others are of the inside
// (INTERNAL).
absl::Status ErrorForCaller(const absl::Status& status);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_ERROR_FOR_CALLER_H_
