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

// A field compared with a value of its kind, or a call of a function.
struct FilterTest {
  const FilterField* field = nullptr;
  // kHas of a text or name looks within it; of anything else it is kEqual here.
  FilterComparator comparator = FilterComparator::kEqual;
  // Only whether the field has a value (of that key, for a kTextMap).
  bool presence = false;
  // Of a kTextMap; empty: any.
  std::string key;
  // kText, kName (folded), kResourceName, kTextMap; the place of a kDistance, if it is a resource.
  FilterPattern pattern;
  // kEnum, kInteger, kBool, kTime: what is compared with lies from the one to the other.
  int64_t first = 0;
  int64_t last = 0;
  // kDate and kDayTest.
  FilterDays days;
  // kDistance: the place, unless it is a resource, and what the distance is compared with.
  double latitude = 0;
  double longitude = 0;
  double km = 0;
};

// A filter whose names and values are known to be right.
struct CheckedFilter {
  enum class Kind {
    kAnd,       // all of `operands`; of none for an empty filter
    kOr,        // one of `operands`
    kNot,       // not the one of `operands`
    kPossibly,  // the one of `operands`, or it is not known
    kTest,      // `test`
  };
  Kind kind = Kind::kAnd;
  std::vector<CheckedFilter> operands;
  FilterTest test;
};

// Finds out what the names in a filter mean. The result points into `schema`. FILTER_INVALID
// (INVALID_ARGUMENT), all at once, each with its column in `filter`, the text that `expression` was
// parsed from: a name that is not in `schema`, a comparator or value that does not fit its field,
// wrong arguments.
absl::StatusOr<CheckedFilter> CheckFilter(absl::string_view filter,
                                          const FilterExpression& expression,
                                          const FilterSchema& schema);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_CHECKER_H_
