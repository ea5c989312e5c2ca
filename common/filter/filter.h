#ifndef JUMELAGE_COMMON_FILTER_FILTER_H_
#define JUMELAGE_COMMON_FILTER_FILTER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/filter/field.h"
#include "common/view/list_query.h"

namespace jumelage {

// Parses a List request's `filter` (parser.h), checks its names and values against `schema`
// (checker.h), and compiles it to a condition on a table's rows (compiler.h). Returns
// FILTER_INVALID (INVALID_ARGUMENT), with the place of the problem, if the parser or the checker
// refuses the filter.
absl::StatusOr<Condition> FilterCondition(absl::string_view filter, const FilterSchema& schema);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_FILTER_H_
