#include "tests/robustness/view_replay.h"

#include <algorithm>
#include <future>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "common/sqlite/database.h"
#include "common/testing/temp_dir.h"

namespace jumelage {
namespace {

absl::StatusOr<std::vector<std::string>> TextColumn(sqlite::Database& db, const std::string& sql) {
  std::vector<std::string> values;
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql));
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return values;
    values.emplace_back(select.ColumnText(0));
  }
}

absl::StatusOr<std::string> DumpTable(sqlite::Database& db, const std::string& table) {
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::vector<std::string> columns,
      TextColumn(db, absl::StrCat("SELECT name FROM pragma_table_info('", table, "')")));
  const std::string quoted =
      absl::StrJoin(columns, " || ', ' || ", [](std::string* out, const std::string& column) {
        absl::StrAppend(out, "quote(\"", column, "\")");
      });
  JUMELAGE_ASSIGN_OR_RETURN(
      std::vector<std::string> rows,
      TextColumn(db, absl::StrCat("SELECT ", quoted, " FROM \"", table, "\"")));
  std::sort(rows.begin(), rows.end());
  std::string dump;
  for (const std::string& row : rows) absl::StrAppend(&dump, table, ": ", row, "\n");
  return dump;
}

absl::StatusOr<std::string> Replayed(const ViewSchema& schema, const Log& log) {
  const TempDir dir;
  ViewOptions options;
  options.data_dir = dir.path();
  options.schema = &schema;
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<View> view, View::Open(options, log));
  return DumpView(dir.File("view.db"), "");
}

// Describes the first line in which the two dumps differ.
std::string FirstDifference(const std::string& kept, const std::string& replayed) {
  const std::vector<std::string> left = absl::StrSplit(kept, '\n');
  const std::vector<std::string> right = absl::StrSplit(replayed, '\n');
  const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  return absl::StrCat("the view has ", l == left.end() ? "" : *l, "; the log gives ",
                      r == right.end() ? "" : *r);
}

}  // namespace

absl::StatusOr<std::string> DumpView(const std::string& path, const std::string& vfs) {
  sqlite::OpenOptions options;
  options.read_only = true;
  options.create = false;
  options.vfs = vfs;
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<sqlite::Database> db,
                            sqlite::Database::Open(path, options));
  JUMELAGE_RETURN_IF_ERROR(db->Exec("BEGIN"));
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> tables,
                            TextColumn(*db,
                                       "SELECT name FROM sqlite_schema WHERE type = 'table' "
                                       "AND name NOT LIKE 'sqlite_%' ORDER BY name"));
  std::string dump;
  for (const std::string& table : tables) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::string rows, DumpTable(*db, table));
    dump += rows;
  }
  return dump;
}

absl::Status AwaitView(Store& store) {
  std::promise<absl::Status> read;
  store.Read([&](const absl::StatusOr<Snapshot>& snapshot) { read.set_value(snapshot.status()); });
  return read.get_future().get();
}

void CheckViewIsTheLogs(const std::string& data_dir, const std::string& vfs, Store& store,
                        Findings* findings) {
  static constexpr char kCheck[] = "ViewIsTheLogs";
  const absl::Status shown = AwaitView(store);
  const absl::StatusOr<std::string> kept = DumpView(data_dir + "/view.db", vfs);
  const absl::StatusOr<std::string> replayed = Replayed(store.schema(), store.log());
  if (!shown.ok()) {
    findings->Add(kCheck, absl::StrCat("is not shown: ", shown.ToString()));
  } else if (!kept.ok() || !replayed.ok()) {
    findings->Add(kCheck, absl::StrCat("can't be compared: ", kept.status().ToString(), ", ",
                                       replayed.status().ToString()));
  } else if (*kept != *replayed) {
    findings->Add(kCheck, FirstDifference(*kept, *replayed));
  }
}

}  // namespace jumelage
