#ifndef JUMELAGE_COMMON_FILTER_SYNTAX_H_
#define JUMELAGE_COMMON_FILTER_SYNTAX_H_

#include <cstddef>
#include <string>
#include <vector>

#include "common/filter/lexer.h"

namespace jumelage {

enum class FilterComparator {
  kNone,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kEqual,
  kNotEqual,
  kHas,
};

struct FilterExpression;

// What AIP-160 calls a comparable: a member (`country`, `external_ids.wikidata`, also a value such
// as `"FR"` or `2.5`) or the call of a function.
struct FilterOperand {
  // What the dots part, or the parts of the function's name. Not empty.
  std::vector<FilterToken> path;
  // A number with a minus in front of it.
  bool negative = false;
  bool call = false;
  std::vector<FilterExpression> arguments;
  // Of its first byte in the filter.
  size_t offset = 0;

  // The path as it was written: "external_ids.wikidata".
  std::string Name() const;
};

// A filter as it stands, before anybody knows what its names mean.
struct FilterExpression {
  enum class Kind {
    kAnd,          // all of `operands`; of none for an empty filter
    kOr,           // one of `operands`
    kNot,          // not the one of `operands`
    kRestriction,  // `left`, alone or compared with the one of `operands`: a restriction without
                   // comparator, which is a value or a call, or a composite
  };
  Kind kind = Kind::kAnd;
  std::vector<FilterExpression> operands;
  FilterOperand left;
  FilterComparator comparator = FilterComparator::kNone;
  // Of its first byte in the filter.
  size_t offset = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_SYNTAX_H_
