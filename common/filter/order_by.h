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

// The terms of a List request's `order_by` (AIP-132): "field", "field asc" or "field desc", several
// separated by commas; blanks more or less do not matter. Empty for an empty one.
// FIELD_INVALID (INVALID_ARGUMENT) naming order_by, all violations at once: a field that is not in
// `fields` or comes twice, a direction that is neither asc nor desc, more than kMaxOrderByFields
// fields or kMaxOrderByLength bytes.
absl::StatusOr<std::vector<OrderTerm>> ParseOrderBy(absl::string_view order_by,
                                                    absl::Span<const absl::string_view> fields);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_ORDER_BY_H_
