#include "common/filter/filter.h"

#include "common/base/status_macros.h"
#include "common/filter/checker.h"
#include "common/filter/compiler.h"
#include "common/filter/parser.h"

namespace jumelage {

absl::StatusOr<Condition> FilterCondition(absl::string_view filter, const FilterSchema& schema) {
  JUMELAGE_ASSIGN_OR_RETURN(const FilterExpression expression, ParseFilter(filter));
  JUMELAGE_ASSIGN_OR_RETURN(const CheckedFilter checked, CheckFilter(filter, expression, schema));
  return CompileFilter(checked);
}

}  // namespace jumelage
