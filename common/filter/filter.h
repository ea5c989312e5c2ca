#ifndef JUMELAGE_COMMON_FILTER_FILTER_H_
#define JUMELAGE_COMMON_FILTER_FILTER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/filter/field.h"
#include "common/view/list_query.h"

namespace jumelage {

// The condition on a table's rows that a List request's `filter` stands for: parsed (parser.h), its
// names and values checked against `schema` (checker.h), compiled (compiler.h). FILTER_INVALID
// (INVALID_ARGUMENT), showing the place: what the first two refuse.
absl::StatusOr<Condition> FilterCondition(absl::string_view filter, const FilterSchema& schema);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_FILTER_H_
