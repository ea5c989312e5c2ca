#ifndef JUMELAGE_COMMON_FILTER_PARSER_H_
#define JUMELAGE_COMMON_FILTER_PARSER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/filter/syntax.h"

namespace jumelage {

// Parses a filter according to the published grammar of AIP-160. Does not check which fields and
// functions exist. Two things extend the grammar: an argument of a function may be an expression,
// as in `possibly(established < 1960)`, and a minus may precede a value to compare with or a number
// among a function's arguments.
//
// Returns FILTER_INVALID (INVALID_ARGUMENT), with the column, if the syntax is wrong, or if the
// filter has more than kMaxFilterNodes restrictions or nests parentheses deeper than
// kMaxFilterDepth. Also returns the errors of TokenizeFilter.
absl::StatusOr<FilterExpression> ParseFilter(absl::string_view filter);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_PARSER_H_
