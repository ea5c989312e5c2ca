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
// (INVALID_ARGUMENT) if it has more than kMaxOrderByLength bytes or kMaxOrderByFields fields.
// Otherwise returns FIELD_INVALID with all violations: a comma without a field, a field that is not
// in `fields` or occurs twice, or a direction other than asc or desc.
absl::StatusOr<std::vector<OrderTerm>> ParseOrderBy(absl::string_view order_by,
                                                    absl::Span<const absl::string_view> fields);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_ORDER_BY_H_
