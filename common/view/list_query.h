#ifndef JUMELAGE_COMMON_VIEW_LIST_QUERY_H_
#define JUMELAGE_COMMON_VIEW_LIST_QUERY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/sqlite/database.h"
#include "google/protobuf/repeated_field.h"

namespace jumelage {

// A condition on a table's rows. `sql` is trusted text with a '?' for each of `values`.
struct Condition {
  std::string sql;
  std::vector<sqlite::Value> values;
};

// Returns a condition that selects the rows whose `column` has one of `values`, which must not be
// empty.
Condition ValueIn(absl::string_view column, const google::protobuf::RepeatedField<int>& values);

// The value of a column that stands for an absent value. Absent values come last in both
// directions.
struct AbsentKey {
  sqlite::Value value;
  // Whether the value is greater than all others, or less than all others.
  bool greatest = false;
};

struct OrderKey {
  // A column of the table.
  std::string column;
  bool descending = false;
  // Nullopt if no value may be absent.
  std::optional<AbsentKey> absent = std::nullopt;
};

// A query for one page of a table. Pages are found by keyset, never by offset: `after` is the
// position at which the previous page ended.
struct ListQuery {
  // The name of the parent resource. Empty means any.
  std::string parent;
  std::vector<Condition> where;  // all must hold
  // KeysOf adds the name, ascending, unless it is already the last key, so that the order is total.
  std::vector<OrderKey> order;
  // The values of the keys (KeysOf) of the previous page's last resource. Empty for the first page.
  std::vector<sqlite::Value> after;
  bool show_deleted = false;
  bool show_merged = false;
  int limit = 50;
  // A page ends early once its resources reach this size.
  int64_t max_bytes = 3 << 20;
};

// Returns the keys of the query's order, including the name. Unless `query.after` is empty, it must
// have a value for each key.
std::vector<OrderKey> KeysOf(const ListQuery& query);

// Whether the query lists by name, ascending.
bool IsByName(const ListQuery& query);

struct BoundSql {
  std::string sql;
  std::vector<sqlite::Value> values;
};

// Builds a SELECT of `first` and the columns of KeysOf(query) from `table`, with all conditions of
// the query. The SELECT returns up to one row more than the query's limit, which shows whether
// there is another page.
BoundSql BuildListSql(absl::string_view table, absl::string_view first, const ListQuery& query);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_LIST_QUERY_H_
