#ifndef JUMELAGE_COMMON_VIEW_LIST_QUERY_H_
#define JUMELAGE_COMMON_VIEW_LIST_QUERY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/sqlite/database.h"
#include "google/protobuf/repeated_field.h"

namespace jumelage {

// A condition on a table's rows. `sql` is text of ours with a '?' for each of `values`.
struct Condition {
  std::string sql;
  std::vector<sqlite::Value> values;
};

// Rows of which `column` has one of the values, of which there is at least one.
Condition ValueIn(absl::string_view column, const google::protobuf::RepeatedField<int>& values);

struct OrderKey {
  // A column of the table.
  std::string column;
  bool descending = false;
};

// One page of a table. Pages are found by keyset, never by offset: `after` is where the last one
// ended.
struct ListQuery {
  // The resource below which they lie; empty: any.
  std::string parent;
  std::vector<Condition> where;  // all must hold
  // The name follows by itself where it is not the last key, so that the order is total.
  std::vector<OrderKey> order;
  // Values of the order's columns and the name of the last resource before; empty for the first
  // page.
  std::vector<sqlite::Value> after;
  bool show_deleted = false;
  bool show_merged = false;
  int limit = 50;
  // A page ends early when its resources reach this size.
  int64_t max_bytes = 3 << 20;
};

// The keys of the query's order, the name included: the values that `after` holds.
std::vector<OrderKey> KeysOf(const ListQuery& query);

// Whether the query goes through the table by name, ascending.
bool IsByName(const ListQuery& query);

struct BoundSql {
  std::string sql;
  std::vector<sqlite::Value> values;
};

// SELECT `first`, the order's columns, name FROM `table` with everything the query asks for, and
// one row more than its limit.
BoundSql BuildListSql(absl::string_view table, absl::string_view first, const ListQuery& query);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_LIST_QUERY_H_
