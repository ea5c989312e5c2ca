#ifndef JUMELAGE_COMMON_FILTER_COMPILER_H_
#define JUMELAGE_COMMON_FILTER_COMPILER_H_

#include "common/filter/checker.h"
#include "common/view/list_query.h"

namespace jumelage {

// The rows that a filter certainly selects, as a condition on them; all for an empty filter. What
// is not known is neither selected by a comparison nor by its negation (Kleene's logic of three
// values).
//
// The logic is compiled away: each expression has two conditions of SQL's ordinary logic, that it
// certainly holds and that it possibly does; NOT turns the one into the other's opposite, and
// possibly() is the second. Comparisons stay bare comparisons of a column with a parameter that
// way, which an index serves, and none of them is ever NULL.
Condition CompileFilter(const CheckedFilter& filter);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_COMPILER_H_
