#ifndef JUMELAGE_COMMON_STORE_ERROR_FOR_CALLER_H_
#define JUMELAGE_COMMON_STORE_ERROR_FOR_CALLER_H_

#include "absl/status/status.h"

namespace jumelage {

// Converts a storage failure to the error that a caller of a handler or a stream gets. An error
// with a reason is meant for the caller and stays, as do deadlines and cancellations. A full disk
// becomes STORAGE_FULL, and a failure that passes or is being repaired STORAGE_UNAVAILABLE. All
// others become INTERNAL.
absl::Status ErrorForCaller(const absl::Status& status);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_ERROR_FOR_CALLER_H_
