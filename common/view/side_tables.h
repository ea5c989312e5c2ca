#ifndef JUMELAGE_COMMON_VIEW_SIDE_TABLES_H_
#define JUMELAGE_COMMON_VIEW_SIDE_TABLES_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "common/sqlite/database.h"
#include "common/view/side_rows.h"

namespace jumelage {

// The role of a side table in the code that all resource types share. Each role has fixed columns.
enum class SideTableRole {
  kNone,
  // Columns target and path: each resource that the owner refers to, and the field that refers to
  // it.
  kReferences,
  // Columns scheme and value: the owner's external ids.
  kExternalIds,
};

// A table with any number of rows per resource, such as its cities or its folded names. Its primary
// key consists of all columns and the owner's id. (If `held` is set, there is no owner.)
template <typename R>
struct SideTableSpec {
  SideTableSpec(const char* name, std::vector<const char*> columns,
                std::function<void(const R&, SideRows*)> rows)
      : name(name), columns(std::move(columns)), rows(std::move(rows)) {}

  const char* name;
  std::vector<const char*> columns;
  // Adds the rows of a resource.
  std::function<void(const R&, SideRows*)> rows;
  SideTableRole role = SideTableRole::kNone;
  // Whether other resource types share this side table. The first type creates it.
  bool shared = false;
  // Whether the owner's id comes first in the key. For tables that are queried by resource, not by
  // value.
  bool by_owner = false;
  // Returns true only if two states of a resource have the same rows. Their rows are then not
  // compared. Optional.
  bool (*same)(const R&, const R&) = nullptr;
  // If set, each row belongs to a text instead of a resource. Any number of resources may have the
  // same text, but its rows are stored once. This query returns a row if any resource other than
  // the one with the id ?2 has the text ?1. `texts` and `rows_of_text` are then called instead of
  // `rows`.
  const char* held = nullptr;
  std::function<std::vector<std::string>(const R&)> texts;
  std::function<void(const std::string& text, SideRows*)> rows_of_text;
  // Called instead of `rows`, with the resource's serialized bytes, which are empty for the state
  // before the resource was created or after it was removed. Optional.
  std::function<void(absl::string_view bytes, SideRows*)> rows_of_bytes;
};

// A state of a resource, from which its side rows are computed. `resource` is null and `bytes` is
// empty if there is no such state.
template <typename R>
struct RowContent {
  const R* resource = nullptr;
  // The serialized resource.
  absl::string_view bytes;
};

// The side tables of one type of resource. Immutable and thread-safe, but connections must not be
// shared between threads.
template <typename R>
class SideTables {
 public:
  explicit SideTables(std::vector<SideTableSpec<R>> specs);

  // Returns the name of the side table with the role, or empty if there is none.
  absl::string_view Of(SideTableRole role) const {
    for (const SideTableSpec<R>& side : specs_) {
      if (side.role == role) return side.name;
    }
    return {};
  }
  // Returns the DDL of the side tables in `schema` ("main" or "temp").
  std::string Ddl(absl::string_view schema) const;
  // Changes the rows of the resource with `id` from those of `before` to those of `after`.
  absl::Status Apply(sqlite::Database& db, int64_t id, const RowContent<R>& before,
                     const RowContent<R>& after) const;

 private:
  struct Sql {
    std::string insert, remove;
  };

  // Like Apply, for one side table whose rows belong to texts.
  absl::Status ApplyTexts(sqlite::Database& db, int64_t id, const SideTableSpec<R>& side,
                          const Sql& sql, const RowContent<R>& before,
                          const RowContent<R>& after) const;

  const std::vector<SideTableSpec<R>> specs_;
  std::vector<Sql> sql_;
};

template <typename R>
SideTables<R>::SideTables(std::vector<SideTableSpec<R>> specs) : specs_(std::move(specs)) {
  for (const SideTableSpec<R>& side : specs_) {
    std::string side_names, side_marks, side_match;
    for (const char* column : side.columns) {
      absl::StrAppend(&side_names, side_names.empty() ? "" : ", ", column);
      absl::StrAppend(&side_marks, side_marks.empty() ? "?" : ", ?");
      absl::StrAppend(&side_match, side_match.empty() ? "" : " AND ", column, " = ?");
    }
    if (side.held != nullptr) {
      sql_.push_back(
          {absl::StrCat("INSERT INTO ", side.name, "(", side_names, ") VALUES(", side_marks, ")"),
           absl::StrCat("DELETE FROM ", side.name, " WHERE ", side_match)});
      continue;
    }
    sql_.push_back(
        {absl::StrCat("INSERT ", side.shared ? "OR IGNORE " : "", "INTO ", side.name, "(",
                      side_names, ", owner) VALUES(", side_marks, ", ?)"),
         absl::StrCat("DELETE FROM ", side.name, " WHERE ", side_match, " AND owner = ?")});
  }
}

template <typename R>
std::string SideTables<R>::Ddl(absl::string_view schema) const {
  std::string ddl;
  for (const SideTableSpec<R>& side : specs_) {
    std::string side_columns = side.held == nullptr ? "owner INTEGER NOT NULL" : "";
    std::vector<const char*> key = side.columns;
    for (const char* column : side.columns) {
      absl::StrAppend(&side_columns, side_columns.empty() ? "" : ", ", column, " NOT NULL");
    }
    if (side.held == nullptr) key.insert(side.by_owner ? key.begin() : key.end(), "owner");
    absl::StrAppend(&ddl, side.shared ? "CREATE TABLE IF NOT EXISTS " : "CREATE TABLE ", schema,
                    ".", side.name, "(", side_columns, ", PRIMARY KEY(", absl::StrJoin(key, ", "),
                    ")) WITHOUT ROWID;");
    // A temporary table hides the rows of all types that share the side table, so it starts with a
    // copy of them. INSERT OR IGNORE skips rows that are added again with the same owner.
    if (side.shared && schema != "main") {
      absl::StrAppend(&ddl, "INSERT INTO ", schema, ".", side.name, " SELECT * FROM main.",
                      side.name, ";");
    }
  }
  return ddl;
}

template <typename R>
absl::Status SideTables<R>::Apply(sqlite::Database& db, int64_t id, const RowContent<R>& before,
                                  const RowContent<R>& after) const {
  SideRows old_rows, new_rows;
  for (size_t i = 0; i < specs_.size(); ++i) {
    const SideTableSpec<R>& side = specs_[i];
    if (side.same != nullptr && before.resource != nullptr && after.resource != nullptr &&
        side.same(*before.resource, *after.resource)) {
      continue;
    }
    if (side.held != nullptr) {
      JUMELAGE_RETURN_IF_ERROR(ApplyTexts(db, id, side, sql_[i], before, after));
      continue;
    }
    const auto take_rows = [&side](const RowContent<R>& content, SideRows* rows) {
      rows->Clear();
      if (side.rows_of_bytes) {
        side.rows_of_bytes(content.bytes, rows);
      } else if (content.resource != nullptr) {
        side.rows(*content.resource, rows);
      }
      rows->Sort();
    };
    take_rows(before, &old_rows);
    take_rows(after, &new_rows);
    const auto run = [&](const std::string& sql, SideRow row) -> absl::Status {
      JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement statement, db.Prepare(sql));
      statement.BindAll(row);
      return statement.BindInt(static_cast<int>(row.size()) + 1, id).Run();
    };
    // Both lists are sorted. Deletes the rows that are only in the old list, and inserts those that
    // are only in the new one.
    size_t old_at = 0, new_at = 0;
    while (old_at < old_rows.size() || new_at < new_rows.size()) {
      if (new_at == new_rows.size() ||
          (old_at < old_rows.size() && old_rows.At(old_at) < new_rows.At(new_at))) {
        JUMELAGE_RETURN_IF_ERROR(run(sql_[i].remove, old_rows.At(old_at++)));
      } else if (old_at == old_rows.size() || new_rows.At(new_at) < old_rows.At(old_at)) {
        JUMELAGE_RETURN_IF_ERROR(run(sql_[i].insert, new_rows.At(new_at++)));
      } else {
        ++old_at, ++new_at;
      }
    }
  }
  return absl::OkStatus();
}

template <typename R>
absl::Status SideTables<R>::ApplyTexts(sqlite::Database& db, int64_t id,
                                       const SideTableSpec<R>& side, const Sql& sql,
                                       const RowContent<R>& before,
                                       const RowContent<R>& after) const {
  const auto texts_of = [&side](const RowContent<R>& content) {
    std::set<std::string> texts;
    if (content.resource == nullptr) return texts;
    for (std::string& text : side.texts(*content.resource)) texts.insert(std::move(text));
    return texts;
  };
  const std::set<std::string> old_texts = texts_of(before), new_texts = texts_of(after);
  const auto run_unless_held = [&](const std::string& run,
                                   const std::string& text) -> absl::Status {
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement others, db.Prepare(side.held));
    JUMELAGE_ASSIGN_OR_RETURN(const bool held, others.BindText(1, text).BindInt(2, id).Step());
    if (held) return absl::OkStatus();
    SideRows rows;
    side.rows_of_text(text, &rows);
    rows.Sort();
    for (size_t i = 0; i < rows.size(); ++i) {
      JUMELAGE_RETURN_IF_ERROR(db.Run(run, rows.At(i)));
    }
    return absl::OkStatus();
  };
  for (const std::string& text : old_texts) {
    if (new_texts.count(text) == 0) JUMELAGE_RETURN_IF_ERROR(run_unless_held(sql.remove, text));
  }
  for (const std::string& text : new_texts) {
    if (old_texts.count(text) == 0) JUMELAGE_RETURN_IF_ERROR(run_unless_held(sql.insert, text));
  }
  return absl::OkStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_SIDE_TABLES_H_
