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

// A comparable of AIP-160: a member (`country`, `external_ids.wikidata`, or a value such as `"FR"`
// or `2.5`) or a function call.
struct FilterOperand {
  // The parts between the dots, of the member or of the function's name. Not empty.
  std::vector<FilterToken> path;
  // Whether it is a value with a minus in front.
  bool negative = false;
  bool call = false;
  std::vector<FilterExpression> arguments;
  // The offset of its first byte in the filter.
  size_t offset = 0;

  // Returns the path with its dots, and with the minus of a negative value, but without quotes and
  // escapes: "external_ids.wikidata".
  std::string Name() const;
};

// A parsed filter, before its names are checked.
struct FilterExpression {
  enum class Kind {
    kAnd,          // all of `operands`; an empty filter has none
    kOr,           // one of `operands`
    kNot,          // not the single operand
    kRestriction,  // `left`, alone or compared with the single operand: a composite, or a
                   // restriction without comparator (a value or a call)
  };
  Kind kind = Kind::kAnd;
  std::vector<FilterExpression> operands;
  FilterOperand left;
  FilterComparator comparator = FilterComparator::kNone;
  // The offset of its first byte in the filter.
  size_t offset = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_SYNTAX_H_
