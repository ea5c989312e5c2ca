#ifndef JUMELAGE_COMMON_RESOURCE_FIELDS_H_
#define JUMELAGE_COMMON_RESOURCE_FIELDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/filter/field.h"
#include "common/rpc/list.h"
#include "common/view/list_query.h"

// The filters and orders that the lists of most types have, over the columns of columns.h.
namespace jumelage {

// Returns these fields: name, then `own`, then external_ids, create_time, update_time and deleted.
// `external_ids` is the side table of ExternalIds.
std::vector<FilterField> WithCommonFields(absl::string_view collection,
                                          absl::string_view external_ids,
                                          std::vector<FilterField> own);

// The values that stand for an absent value in a column of texts, of numbers that are never
// negative, or of dates (DateKey).
AbsentKey NoText();
AbsentKey NoNumber();
AbsentKey NoDate();

// Returns these orders: `own`, then create_time and update_time.
std::vector<ListOrder> WithCommonOrders(std::vector<ListOrder> own);

// Returns the filter field `name`, which compares the references on some paths to resources of
// `collection`. `table` is the side table of References, `paths` is a condition on its column
// `path`, and `alike` is a subquery that returns all names of the resource that its single ? names.
FilterField ReferenceField(absl::string_view name, absl::string_view collection,
                           absl::string_view table, absl::string_view paths,
                           absl::string_view alike);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_FIELDS_H_
