#include "common/view/list_query.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace jumelage {
namespace {

// Returns a condition that selects the rows after the keyset position `after`. If all keys have the
// same direction, it is a row value comparison, which can use an index. Otherwise it is `a > ? OR
// (a = ? AND (b < ? OR ...))`.
Condition After(const std::vector<OrderKey>& keys, const std::vector<sqlite::Value>& after) {
  const bool uniform = std::all_of(keys.begin(), keys.end(), [&](const OrderKey& key) {
    return key.descending == keys.front().descending;
  });
  if (uniform) {
    const std::string columns = absl::StrJoin(
        keys, ", ", [](std::string* out, const OrderKey& key) { out->append(key.column); });
    std::vector<std::string> marks(keys.size(), "?");
    return {absl::StrCat("(", columns, ") ", keys.front().descending ? "<" : ">", " (",
                         absl::StrJoin(marks, ", "), ")"),
            after};
  }
  Condition condition;
  for (size_t i = 0; i < keys.size(); ++i) {
    const bool last = i + 1 == keys.size();
    absl::StrAppend(&condition.sql, "(", keys[i].column, keys[i].descending ? " < ?" : " > ?",
                    last ? "" : absl::StrCat(" OR (", keys[i].column, " = ? AND "));
    condition.values.push_back(after[i]);
    if (!last) condition.values.push_back(after[i]);
  }
  absl::StrAppend(&condition.sql, std::string(2 * keys.size() - 1, ')'));
  return condition;
}

}  // namespace

Condition ValueIn(absl::string_view column, const google::protobuf::RepeatedField<int>& values) {
  const std::vector<std::string> marks(static_cast<size_t>(values.size()), "?");
  Condition condition = {absl::StrCat(column, " IN (", absl::StrJoin(marks, ", "), ")"), {}};
  for (const int value : values) condition.values.emplace_back(static_cast<int64_t>(value));
  return condition;
}

std::vector<OrderKey> KeysOf(const ListQuery& query) {
  std::vector<OrderKey> keys = query.order;
  if (keys.empty() || keys.back().column != "name") {
    keys.push_back(OrderKey{"name", keys.empty() ? false : keys.back().descending});
  }
  return keys;
}

bool IsByName(const ListQuery& query) {
  const std::vector<OrderKey> keys = KeysOf(query);
  return keys.size() == 1 && !keys.front().descending;
}

BoundSql BuildListSql(absl::string_view table, absl::string_view first, const ListQuery& query) {
  const std::vector<OrderKey> keys = KeysOf(query);
  std::vector<Condition> where = query.where;
  if (!query.parent.empty()) where.push_back(Condition{"parent_name = ?", {query.parent}});
  if (!query.show_deleted && !query.show_merged) {
    where.push_back(Condition{"deleted = 0", {}});
  } else if (!query.show_deleted || !query.show_merged) {
    where.push_back(Condition{query.show_deleted ? "deleted <> 2" : "deleted <> 1", {}});
  }
  if (!query.after.empty()) where.push_back(After(keys, query.after));

  BoundSql bound;
  absl::StrAppend(&bound.sql, "SELECT ", first);
  for (const OrderKey& key : keys) absl::StrAppend(&bound.sql, ", ", key.column);
  absl::StrAppend(&bound.sql, " FROM ", table);
  for (size_t i = 0; i < where.size(); ++i) {
    absl::StrAppend(&bound.sql, i == 0 ? " WHERE " : " AND ", "(", where[i].sql, ")");
    bound.values.insert(bound.values.end(), where[i].values.begin(), where[i].values.end());
  }
  absl::StrAppend(&bound.sql, " ORDER BY ",
                  absl::StrJoin(keys, ", ",
                                [](std::string* out, const OrderKey& key) {
                                  absl::StrAppend(out, key.column, key.descending ? " DESC" : "");
                                }),
                  " LIMIT ?");
  bound.values.emplace_back(static_cast<int64_t>(query.limit) + 1);
  return bound;
}

}  // namespace jumelage
