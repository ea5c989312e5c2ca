#ifndef JUMELAGE_COMMON_FILTER_PARSER_H_
#define JUMELAGE_COMMON_FILTER_PARSER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/filter/syntax.h"

namespace jumelage {

// Parses a filter by the grammar that AIP-160 publishes, without looking at what fields and
// functions there are. Two things go beyond the published grammar: an argument of a function may be
// a whole expression, as in `possibly(established < 1960)`, and a number that something is compared
// with may have a minus in front.
//
// FILTER_INVALID (INVALID_ARGUMENT), telling the column: it is not such a filter, has more than
// kMaxFilterNodes restrictions, or parentheses deeper than kMaxFilterDepth.
absl::StatusOr<FilterExpression> ParseFilter(absl::string_view filter);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_PARSER_H_
