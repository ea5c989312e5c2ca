#ifndef JUMELAGE_COMMON_STORE_ERROR_FOR_CALLER_H_
#define JUMELAGE_COMMON_STORE_ERROR_FOR_CALLER_H_

#include "absl/status/status.h"

namespace jumelage {

// Converts a storage failure to the error that a caller of a handler or a stream gets. An error
// with a reason is meant for the caller and is returned unchanged, as are OK, CANCELLED and
// DEADLINE_EXCEEDED. A full disk becomes STORAGE_FULL. A failure that is temporary or being
// repaired becomes STORAGE_UNAVAILABLE. All other errors become INTERNAL.
absl::Status ErrorForCaller(const absl::Status& status);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_ERROR_FOR_CALLER_H_
