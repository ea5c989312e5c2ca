#ifndef JUMELAGE_COMMON_FILTER_FILTER_ERROR_H_
#define JUMELAGE_COMMON_FILTER_FILTER_ERROR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// A problem at one place in a filter.
struct FilterProblem {
  // The offset in bytes from the beginning of the filter. For a problem at the end of the filter,
  // this is the size of the filter.
  size_t offset;
  std::string what;
};

// INVALID_ARGUMENT, reason FILTER_INVALID. The message contains the column of the first problem
// (from 1, in characters) and shows the place. Each problem becomes a violation of the request
// field "filter". `problems` must not be empty.
//
//   filter, column 20: there is no field "color"
//     state = ACTIVE AND color = "red"
//                        ^
absl::Status FilterInvalidError(absl::string_view filter,
                                const std::vector<FilterProblem>& problems);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_FILTER_ERROR_H_
