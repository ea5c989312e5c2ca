// The bare import: copies the databases of a stopped registry into new files, with their tables and
// indexes, with SQLite alone. It writes each database in as many transactions as an import has
// calls, and each transaction of the log is durable before the next one begins. It first reads the
// source into memory, and times only the writing. Prints one JSON object.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/sqlite/database.h"

ABSL_FLAG(std::string, from, "", "The data directory of a stopped registry.");
ABSL_FLAG(std::string, to, "", "An existing directory for the copies.");
ABSL_FLAG(int64_t, records, 0, "Number of records in the databases.");
ABSL_FLAG(int64_t, batch, 1000, "Records per transaction.");

namespace jumelage::benchmarks {
namespace {

using Clock = std::chrono::steady_clock;
using Row = std::vector<sqlite::Value>;
using sqlite::Synchronous;

double Seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

// A table: the statement that inserts a row, and the rows grouped by the transaction that writes
// them.
struct Source {
  std::string insert;
  std::vector<std::vector<Row>> batches;
};

// A database: its schema and its content.
struct Content {
  std::vector<std::string> ddl;
  std::vector<Source> sources;
};

absl::StatusOr<std::vector<Row>> Rows(sqlite::Database& db, const std::string& sql, int columns) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql));
  std::vector<Row> rows;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return rows;
    Row& values = rows.emplace_back();
    for (int i = 0; i < columns; ++i) values.push_back(select.Column(i));
  }
}

// Reads a table. The row of a resource and the rows that belong to it go into the same batch, which
// is determined by the number of the resource. All other rows are spread evenly over the batches,
// in order.
absl::StatusOr<Source> ReadTable(sqlite::Database& db, const std::string& table, int64_t batches,
                                 int64_t batch) {
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::vector<Row> columns,
      Rows(db, absl::StrCat("SELECT name FROM pragma_table_info('", table, "')"), 1));
  const int count = static_cast<int>(columns.size());
  int number = -1;
  std::string marks;
  for (int i = 0; i < count; ++i) {
    const std::string& name = std::get<std::string>(columns[i][0]);
    if (name == "owner" || name == "id") number = i;
    absl::StrAppend(&marks, i == 0 ? "?" : ", ?");
  }
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<Row> rows,
                            Rows(db, absl::StrCat("SELECT * FROM ", table), count));
  Source source;
  source.insert = absl::StrCat("INSERT INTO ", table, " VALUES(", marks, ")");
  source.batches.resize(static_cast<size_t>(batches));
  const auto total = static_cast<int64_t>(rows.size());
  for (int64_t i = 0; i < total; ++i) {
    Row& row = rows[static_cast<size_t>(i)];
    const int64_t* const id = number < 0 ? nullptr : std::get_if<int64_t>(&row[number]);
    const int64_t at = id == nullptr ? i * batches / total : (*id - 1) / batch;
    source.batches[static_cast<size_t>(std::clamp<int64_t>(at, 0, batches - 1))].push_back(
        std::move(row));
  }
  return source;
}

absl::StatusOr<Content> Read(const std::string& path, int64_t batches, int64_t batch) {
  sqlite::OpenOptions options;
  options.read_only = true;
  options.create = false;
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<sqlite::Database> db,
                            sqlite::Database::Open(path, options));
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::vector<Row> objects,
      Rows(*db,
           "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE "
           "'sqlite_%' ORDER BY type DESC, rowid",
           3));
  Content content;
  for (const Row& object : objects) {
    content.ddl.push_back(std::get<std::string>(object[2]));
    if (std::get<std::string>(object[0]) != "table") continue;
    JUMELAGE_ASSIGN_OR_RETURN(Source source,
                              ReadTable(*db, std::get<std::string>(object[1]), batches, batch));
    content.sources.push_back(std::move(source));
  }
  return content;
}

// A database being written, and its content.
struct Copy {
  Content content;
  std::unique_ptr<sqlite::Database> db;
};

absl::StatusOr<Copy> MakeCopy(const std::string& name, Synchronous synchronous, int64_t batches,
                              int64_t batch) {
  Copy copy;
  JUMELAGE_ASSIGN_OR_RETURN(
      copy.content, Read(absl::StrCat(absl::GetFlag(FLAGS_from), "/", name), batches, batch));
  sqlite::OpenOptions options;
  options.synchronous = synchronous;
  JUMELAGE_ASSIGN_OR_RETURN(
      copy.db, sqlite::Database::Open(absl::StrCat(absl::GetFlag(FLAGS_to), "/", name), options));
  for (const std::string& ddl : copy.content.ddl) JUMELAGE_RETURN_IF_ERROR(copy.db->Exec(ddl));
  return copy;
}

absl::Status WriteBatch(const Copy& copy, size_t number) {
  JUMELAGE_RETURN_IF_ERROR(copy.db->Exec("BEGIN IMMEDIATE"));
  for (const Source& source : copy.content.sources) {
    for (const Row& row : source.batches[number]) {
      JUMELAGE_RETURN_IF_ERROR(copy.db->Run(source.insert, row));
    }
  }
  return copy.db->Exec("COMMIT");
}

absl::Status Run() {
  const int64_t records = absl::GetFlag(FLAGS_records), batch = absl::GetFlag(FLAGS_batch);
  if (records < 1 || batch < 1)
    return absl::InvalidArgumentError("--records and --batch must be above 0");
  const int64_t batches = (records + batch - 1) / batch;
  JUMELAGE_ASSIGN_OR_RETURN(const Copy log, MakeCopy("log.db", Synchronous::kFull, batches, batch));
  JUMELAGE_ASSIGN_OR_RETURN(const Copy view,
                            MakeCopy("view.db", Synchronous::kOff, batches, batch));
  std::vector<double> each;
  const auto begin = Clock::now();
  for (int64_t number = 0; number < batches; ++number) {
    const auto before = Clock::now();
    JUMELAGE_RETURN_IF_ERROR(WriteBatch(log, static_cast<size_t>(number)));
    JUMELAGE_RETURN_IF_ERROR(WriteBatch(view, static_cast<size_t>(number)));
    each.push_back(Seconds(Clock::now() - before) * 1e6);
  }
  const double seconds = Seconds(Clock::now() - begin);
  std::sort(each.begin(), each.end());
  std::printf("{\"seconds\": %.3f, \"per_second\": %.1f, \"p50_us\": %.0f, \"p99_us\": %.0f}\n",
              seconds, static_cast<double>(records) / seconds, each[each.size() / 2],
              each[each.size() * 99 / 100]);
  return absl::OkStatus();
}

}  // namespace
}  // namespace jumelage::benchmarks

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status done = jumelage::benchmarks::Run();
  if (!done.ok()) std::fprintf(stderr, "bare_import: %s\n", done.ToString().c_str());
  return done.ok() ? 0 : 1;
}
