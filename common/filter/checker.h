#ifndef JUMELAGE_COMMON_FILTER_CHECKER_H_
#define JUMELAGE_COMMON_FILTER_CHECKER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/filter/field.h"
#include "common/filter/literal.h"
#include "common/filter/syntax.h"

namespace jumelage {

// A field compared with a value of its kind, or a call to a function.
struct FilterTest {
  const FilterField* field = nullptr;
  // kHas searches within texts and names. For other kinds, and for `presence`, CheckFilter replaces
  // it with kEqual.
  FilterComparator comparator = FilterComparator::kEqual;
  // Tests only whether the field has a value (for a kTextMap, a value for the key).
  bool presence = false;
  // The key of a kTextMap. Empty: any key.
  std::string key;
  // The text to compare with, for kText, kName (folded), kResourceName and kTextMap. For kDistance:
  // the name of the place, if it is given as a resource.
  FilterPattern pattern;
  // For kEnum, kInteger, kBool, kTime: the range to compare with, bounds included.
  int64_t first = 0;
  int64_t last = 0;
  // The days to compare with, for kDate and kDayTest.
  FilterDays days;
  // For kDistance: the place, unless it is given as a resource, and the distance to compare with.
  double latitude = 0;
  double longitude = 0;
  double km = 0;
};

// A filter whose names and values were checked.
struct CheckedFilter {
  enum class Kind {
    kAnd,       // all of `operands`; an empty filter has none
    kOr,        // one of `operands`
    kNot,       // not the single operand
    kPossibly,  // the single operand is true or unknown
    kTest,      // `test`
  };
  Kind kind = Kind::kAnd;
  std::vector<CheckedFilter> operands;
  FilterTest test;
};

// Checks the names and values in a filter. `expression` must have been parsed from `filter`. The
// result points into `schema`, which must outlive it. Returns FILTER_INVALID (INVALID_ARGUMENT)
// with every problem and its column: a name that is not in `schema`, a comparator or value that
// does not fit its field, or wrong arguments.
absl::StatusOr<CheckedFilter> CheckFilter(absl::string_view filter,
                                          const FilterExpression& expression,
                                          const FilterSchema& schema);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_CHECKER_H_
