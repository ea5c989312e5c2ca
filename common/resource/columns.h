#ifndef JUMELAGE_COMMON_RESOURCE_COLUMNS_H_
#define JUMELAGE_COMMON_RESOURCE_COLUMNS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/message/references.h"
#include "common/message/wire.h"
#include "common/values/resource_name.h"
#include "common/values/text_folding.h"
#include "common/values/uncertain_date.h"
#include "common/view/side_tables.h"
#include "common/view/table.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/type/v1/external_id.pb.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

// The columns and side tables that most types have, for their TableSpecs. The filter fields and
// orders of lists (fields.h) use the column names given here.
namespace jumelage {

// Returns the microseconds since 1970 (UTC).
inline int64_t Micros(const google::protobuf::Timestamp& time) {
  return time.seconds() * 1000000 + time.nanos() / 1000;
}

// Returns the sort key of a date. An absent date sorts after all others.
inline std::string DateKey(bool present, const type::v1::UncertainDate& date) {
  return present ? SortKey(date) : std::string(kAbsentDateSortKey);
}

// Adds the columns create_us and update_us.
template <typename R>
void AddTimeColumns(std::vector<ColumnSpec<R>>* columns) {
  columns->push_back(
      {"create_us", "INTEGER", [](const R& resource) { return Micros(resource.create_time()); }});
  columns->push_back(
      {"update_us", "INTEGER", [](const R& resource) { return Micros(resource.update_time()); }});
}

// Returns the column display_key, which contains the key of the display name.
template <typename R>
ColumnSpec<R> DisplayKeyColumn() {
  return {"display_key", "TEXT",
          [](const R& resource) { return NameKey(resource.display_name()); }};
}

// Returns the side table of the references of a resource. Each has a `target` and the `path` of its
// field ("sides.city"). The parent is included, with the path "name".
template <typename R>
SideTableSpec<R> References(const char* table) {
  SideTableSpec<R> spec = {table, {"target", "path"}, nullptr};
  spec.role = SideTableRole::kReferences;
  const int name = R::descriptor()->FindFieldByName("name")->number();
  spec.rows_of_bytes = [name](absl::string_view bytes, SideRows* rows) {
    for (NamedReference& reference : ReferencesOf("", R::descriptor(), bytes)) {
      rows->Add(std::move(reference.name), std::move(reference.path));
    }
    const absl::string_view parent = ParentName(FirstValue(bytes, name));
    if (!parent.empty()) rows->Add(std::string(parent), std::string("name"));
  };
  return spec;
}

template <typename R>
SideTableSpec<R> ExternalIds(const char* table) {
  SideTableSpec<R> spec = {table, {"scheme", "value"}, [](const R& resource, SideRows* rows) {
                             for (const type::v1::ExternalId& id : resource.external_ids()) {
                               rows->Add(id.scheme(), id.value());
                             }
                           }};
  spec.role = SideTableRole::kExternalIds;
  return spec;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_COLUMNS_H_
