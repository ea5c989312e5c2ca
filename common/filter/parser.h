#ifndef JUMELAGE_COMMON_FILTER_PARSER_H_
#define JUMELAGE_COMMON_FILTER_PARSER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/filter/lexer.h"

namespace jumelage {

// `field = value` as it stands in a filter.
struct FilterComparison {
  FilterToken field;
  FilterToken value;
};

// Parses what of AIP-160 is offered, without looking at what fields there are:
//
//   filter     = [ comparison { "AND" comparison } ] ;
//   comparison = text "=" ( text | string ) ;
//
// FILTER_INVALID (INVALID_ARGUMENT): anything else, or more than kMaxFilterTerms comparisons.
absl::StatusOr<std::vector<FilterComparison>> ParseFilterText(absl::string_view filter);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_PARSER_H_
