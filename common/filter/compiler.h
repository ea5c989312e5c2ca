#ifndef JUMELAGE_COMMON_FILTER_COMPILER_H_
#define JUMELAGE_COMMON_FILTER_COMPILER_H_

#include "common/filter/checker.h"
#include "common/view/list_query.h"

namespace jumelage {

// Returns the condition for the rows that a filter certainly selects. An empty filter selects all
// rows. If a value is unknown, neither a comparison with it nor its negation selects the row
// (Kleene's three-valued logic).
//
// The three-valued logic is compiled into SQL's ordinary logic. Each expression has two SQL
// conditions: that it certainly holds, and that it possibly holds. NOT swaps the two and negates
// them, and possibly() takes the second. This way, comparisons remain plain comparisons of a column
// with a parameter. An index can serve them, and they are never NULL.
Condition CompileFilter(const CheckedFilter& filter);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_COMPILER_H_
