#include "common/view/list_query.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"

namespace jumelage {
namespace {

// A term of an ORDER BY, and its value in the keyset position after which the page begins.
struct SortTerm {
  std::string sql;
  bool descending;
  std::optional<sqlite::Value> after;
};

// Whether the column's own order would put absent values first.
bool PutsAbsentFirst(const OrderKey& key) {
  return key.absent && key.absent->greatest == key.descending;
}

sqlite::Value Flag(bool value) { return int64_t{value}; }

// Compares the column with the value that stands for an absent one, which is a literal of this
// source code.
std::string CompareToAbsent(const OrderKey& key, absl::string_view comparator) {
  const std::string column = absl::StrCat(key.column, " ", comparator, " ");
  if (const auto* text = std::get_if<std::string>(&key.absent->value)) {
    return absl::StrCat(column, "'", *text, "'");
  }
  return absl::StrCat(column, std::get<int64_t>(key.absent->value));
}

std::string IsAbsent(const OrderKey& key) { return CompareToAbsent(key, "="); }

std::string IsPresent(const OrderKey& key) {
  return CompareToAbsent(key, key.absent->greatest ? "<" : ">");
}

// Returns the terms for `keys`, whose values in the position are `after` (empty for the first
// page).
std::vector<SortTerm> TermsOf(absl::Span<const OrderKey> keys,
                              absl::Span<const sqlite::Value> after) {
  std::vector<SortTerm> terms;
  for (size_t i = 0; i < keys.size(); ++i) {
    const OrderKey& key = keys[i];
    std::optional<sqlite::Value> value, absent;
    if (!after.empty()) value = after[i];
    if (PutsAbsentFirst(key)) {
      if (value) absent = Flag(*value == key.absent->value);
      terms.push_back(
          {absl::StrCat("(", IsAbsent(key), ")"), /*descending=*/false, std::move(absent)});
    }
    terms.push_back({key.column, key.descending, std::move(value)});
  }
  return terms;
}

// Adds a condition that selects the rows after the keyset position in `terms`. If all terms have
// the same direction, it is a row value comparison, which can use an index. Otherwise it is
// `a >= ? AND (a > ? OR (b < ? OR ...))`, in which an index can use the first part.
void AddAfter(absl::Span<const SortTerm> terms, std::vector<Condition>* where) {
  const SortTerm& first = terms.front();
  const bool uniform = std::all_of(terms.begin(), terms.end(), [&](const SortTerm& term) {
    return term.descending == first.descending;
  });
  Condition condition;
  if (uniform) {
    const auto column = [](std::string* out, const SortTerm& term) { out->append(term.sql); };
    const std::vector<std::string> marks(terms.size(), "?");
    condition.sql =
        absl::StrCat("(", absl::StrJoin(terms, ", ", column), ") ", first.descending ? "<" : ">",
                     " (", absl::StrJoin(marks, ", "), ")");
    for (const SortTerm& term : terms) condition.values.push_back(*term.after);
    return where->push_back(std::move(condition));
  }
  where->push_back({absl::StrCat(first.sql, first.descending ? " <= ?" : " >= ?"), {*first.after}});
  for (size_t i = 0; i < terms.size(); ++i) {
    const SortTerm& term = terms[i];
    const bool last = i + 1 == terms.size();
    absl::StrAppend(&condition.sql, "(", term.sql, term.descending ? " < ?" : " > ?",
                    last ? "" : absl::StrCat(" OR (", term.sql, " = ? AND "));
    condition.values.push_back(*term.after);
    if (!last) condition.values.push_back(*term.after);
  }
  absl::StrAppend(&condition.sql, std::string(2 * terms.size() - 1, ')'));
  where->push_back(std::move(condition));
}

// Adds a SELECT of `columns` from the rows that meet the conditions, in the order of `terms`.
void AddSelect(absl::string_view table, absl::string_view columns,
               const std::vector<Condition>& where, absl::Span<const SortTerm> terms, int limit,
               BoundSql* bound) {
  absl::StrAppend(&bound->sql, "SELECT ", columns, " FROM ", table);
  for (size_t i = 0; i < where.size(); ++i) {
    absl::StrAppend(&bound->sql, i == 0 ? " WHERE " : " AND ", "(", where[i].sql, ")");
    bound->values.insert(bound->values.end(), where[i].values.begin(), where[i].values.end());
  }
  absl::StrAppend(&bound->sql, " ORDER BY ",
                  absl::StrJoin(terms, ", ",
                                [](std::string* out, const SortTerm& term) {
                                  absl::StrAppend(out, term.sql, term.descending ? " DESC" : "");
                                }),
                  " LIMIT ?");
  bound->values.emplace_back(static_cast<int64_t>(limit) + 1);
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
  if (keys.empty() || keys.back().column != "name") keys.push_back({"name"});
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
  std::string columns(first);
  for (const OrderKey& key : keys) absl::StrAppend(&columns, ", ", key.column);

  BoundSql bound;
  const OrderKey& leading = keys.front();
  if (!PutsAbsentFirst(leading)) {
    const std::vector<SortTerm> terms = TermsOf(keys, query.after);
    if (!query.after.empty()) AddAfter(terms, &where);
    AddSelect(table, columns, where, terms, query.limit, &bound);
    return bound;
  }
  // An index can't put absent values last. So first the rows with a value of the leading key are
  // selected, and then those without. SQLite runs the second part only if the first doesn't fill
  // the page.
  const bool after_absent = !query.after.empty() && query.after.front() == leading.absent->value;
  if (!after_absent) {
    std::vector<SortTerm> terms = TermsOf(keys, query.after);
    terms.erase(terms.begin());
    std::vector<Condition> present = where;
    present.push_back({IsPresent(leading), {}});
    if (!query.after.empty()) AddAfter(terms, &present);
    absl::StrAppend(&bound.sql, "SELECT * FROM (");
    AddSelect(table, columns, present, terms, query.limit, &bound);
    absl::StrAppend(&bound.sql, ") UNION ALL SELECT * FROM (");
  }
  const auto others = absl::MakeConstSpan(keys).subspan(1);
  const std::vector<SortTerm> terms =
      after_absent ? TermsOf(others, absl::MakeConstSpan(query.after).subspan(1))
                   : TermsOf(others, {});
  where.push_back({IsAbsent(leading), {}});
  if (after_absent) AddAfter(terms, &where);
  AddSelect(table, columns, where, terms, query.limit, &bound);
  if (!after_absent) {
    absl::StrAppend(&bound.sql, ") LIMIT ?");
    bound.values.emplace_back(static_cast<int64_t>(query.limit) + 1);
  }
  return bound;
}

}  // namespace jumelage
