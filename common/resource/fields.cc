#include "common/resource/fields.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/values/uncertain_date.h"

namespace jumelage {

std::vector<FilterField> WithCommonFields(absl::string_view collection,
                                          absl::string_view external_ids,
                                          std::vector<FilterField> own) {
  std::vector<FilterField> fields = {FilterField::ResourceName("name", collection, "name")};
  for (FilterField& field : own) fields.push_back(std::move(field));
  fields.push_back(FilterField::TextMap("external_ids",
                                        absl::StrCat("SELECT owner FROM ", external_ids, " WHERE "),
                                        "scheme", "value"));
  fields.push_back(FilterField::Time("create_time", "create_us"));
  fields.push_back(FilterField::Time("update_time", "update_us"));
  fields.push_back(FilterField::Bool("deleted", "(deleted = 1)"));
  return fields;
}

AbsentKey NoText() { return {std::string(), /*greatest=*/false}; }

AbsentKey NoNumber() { return {int64_t{-1}, /*greatest=*/false}; }

AbsentKey NoDate() { return {std::string(kAbsentDateSortKey), /*greatest=*/true}; }

std::vector<ListOrder> WithCommonOrders(std::vector<ListOrder> own) {
  own.push_back({"create_time", "create_us"});
  own.push_back({"update_time", "update_us"});
  return own;
}

FilterField ReferenceField(absl::string_view name, absl::string_view collection,
                           absl::string_view table, absl::string_view paths,
                           absl::string_view alike) {
  return FilterField::ResourceName(name, collection, "target")
      .In(absl::StrCat("SELECT owner FROM ", table, " WHERE ", paths, " AND "))
      .Alike(alike);
}

}  // namespace jumelage
