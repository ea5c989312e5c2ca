#ifndef JUMELAGE_COMMON_FILTER_ORDER_BY_H_
#define JUMELAGE_COMMON_FILTER_ORDER_BY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace jumelage {

struct OrderTerm {
  std::string field;
  bool descending = false;
};

// Parses a List request's `order_by` (AIP-132): "field", "field asc" or "field desc", separated by
// commas. Extra blanks are ignored. An empty `order_by` has no terms. Returns FIELD_INVALID
// (INVALID_ARGUMENT) with all violations: a field that is not in `fields` or occurs twice, a
// direction other than asc or desc, more than kMaxOrderByFields fields or kMaxOrderByLength bytes.
absl::StatusOr<std::vector<OrderTerm>> ParseOrderBy(absl::string_view order_by,
                                                    absl::Span<const absl::string_view> fields);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_ORDER_BY_H_
