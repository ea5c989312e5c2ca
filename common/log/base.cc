#include "common/log/base.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

// A compaction step ends with the commit at which the moved commits reach this size.
constexpr int64_t kStepBytes = int64_t{4} << 20;

constexpr char kSchema[] = R"sql(
  CREATE TABLE IF NOT EXISTS base(name TEXT PRIMARY KEY, crc INTEGER NOT NULL, data BLOB NOT NULL)
    STRICT;
  CREATE TABLE IF NOT EXISTS anchor(
    id INTEGER PRIMARY KEY CHECK(id = 1), revision INTEGER NOT NULL, commit_id BLOB NOT NULL,
    crc INTEGER NOT NULL, rows INTEGER NOT NULL, crc_sum INTEGER NOT NULL) STRICT;
)sql";

int64_t RowCrc(absl::string_view data) { return ChainCrc(0, data); }

absl::StatusOr<bool> HasBase(sqlite::Database& db) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'anchor'"));
  return select.Step();
}

absl::StatusOr<store::v1::Commit> ParseRow(absl::string_view data) {
  store::v1::Commit commit;
  if (!commit.ParseFromArray(data.data(), static_cast<int>(data.size())) ||
      commit.changes_size() != 1) {
    return absl::DataLossError("the log's base is damaged");
  }
  return commit;
}

absl::Status WriteAnchor(sqlite::Database& db, const Anchor& anchor) {
  return db.Run("INSERT OR REPLACE INTO anchor VALUES(1, ?, ?, ?, ?, ?)",
                {anchor.head.revision, sqlite::Blob{anchor.head.commit_id},
                 int64_t{anchor.head.crc}, anchor.rows, anchor.crc_sum});
}

// Deletes the row of the resource `name` from the base, if there is one. Updates `anchor`.
absl::Status DropRow(sqlite::Database& db, const std::string& name, Anchor* anchor) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement remove,
                            db.Prepare("DELETE FROM base WHERE name = ? RETURNING crc"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, remove.BindText(1, name).Step());
  if (!row) return absl::OkStatus();
  --anchor->rows;
  anchor->crc_sum -= remove.ColumnInt(0);
  return remove.Run();
}

absl::Status PutRow(sqlite::Database& db, const std::string& name, const std::string& data,
                    Anchor* anchor) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement insert,
                            db.Prepare("INSERT INTO base(name, crc, data) VALUES(?, ?, ?)"));
  const int64_t crc = RowCrc(data);
  JUMELAGE_RETURN_IF_ERROR(insert.BindText(1, name).BindInt(2, crc).BindBlob(3, data).Run());
  ++anchor->rows;
  anchor->crc_sum += crc;
  return absl::OkStatus();
}

// Moves the changes of `commit` to the base, where they replace the rows of the same resources. The
// row of a removed resource is deleted.
absl::Status MoveChanges(sqlite::Database& db, store::v1::Commit* commit, Anchor* anchor) {
  google::protobuf::RepeatedPtrField<store::v1::Change> changes;
  changes.Swap(commit->mutable_changes());
  store::v1::Commit row;
  row.set_revision(commit->revision());
  *row.mutable_time() = commit->time();
  row.set_principal(commit->principal());
  row.set_method(commit->method());
  row.set_redact_revision(commit->redact_revision());
  for (store::v1::Change& change : changes) {
    JUMELAGE_RETURN_IF_ERROR(DropRow(db, change.name(), anchor));
    if (change.removed()) continue;
    const std::string name = change.name();
    // The base does not keep the previous state.
    change.clear_previous_revision();
    row.clear_changes();
    *row.add_changes() = std::move(change);
    JUMELAGE_RETURN_IF_ERROR(PutRow(db, name, row.SerializeAsString(), anchor));
  }
  return absl::OkStatus();
}

// Deletes the rows of the resources that the oldest kept commit changes. No revision that can be
// read shows them.
absl::Status DropReplacedRows(sqlite::Database& db, Anchor* anchor) {
  store::v1::Commit oldest;
  {
    JUMELAGE_ASSIGN_OR_RETURN(
        sqlite::Statement select,
        db.Prepare("SELECT data FROM commits WHERE revision > ? ORDER BY revision LIMIT 1"));
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.BindInt(1, anchor->head.revision).Step());
    if (!row) return absl::OkStatus();
    const absl::string_view data = select.ColumnBlob(0);
    if (!oldest.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
      return absl::DataLossError("the log is damaged");
    }
  }
  for (const store::v1::Change& change : oldest.changes()) {
    JUMELAGE_RETURN_IF_ERROR(DropRow(db, change.name(), anchor));
  }
  return absl::OkStatus();
}

// Returns " WHERE (instr(data, ?1) OR instr(data, ?2) …)" for the texts of a redaction.
std::string Containing(const Redaction& redaction) {
  std::string sql = " WHERE (";
  for (size_t i = 0; i < redaction.texts.size(); ++i) {
    absl::StrAppend(&sql, i == 0 ? "" : " OR ", "instr(data, ?", i + 1, ")");
  }
  return sql + ")";
}

// Returns the keys of all rows that contain a text of the redaction. Reads them all before the
// caller changes any row, so that the query does not see the changes.
absl::StatusOr<std::vector<sqlite::Value>> FindRows(sqlite::Database& db, absl::string_view select,
                                                    const Redaction& redaction) {
  std::vector<sqlite::Value> keys;
  if (redaction.texts.empty()) return keys;
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement rows,
                            db.Prepare(absl::StrCat(select, Containing(redaction))));
  for (size_t i = 0; i < redaction.texts.size(); ++i) {
    rows.BindBlob(static_cast<int>(i) + 1, redaction.texts[i]);
  }
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) return keys;
    keys.push_back(rows.Column(0));
  }
}

absl::Status RewriteCommit(sqlite::Database& db, const sqlite::Value& revision,
                           const Redaction& redaction) {
  store::v1::Commit commit;
  uint32_t chain = 0;
  {
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                              db.Prepare("SELECT crc, data FROM commits WHERE revision = ?"));
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Bind(1, revision).Step());
    const absl::string_view data = select.ColumnBlob(1);
    if (!row || !commit.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
      return absl::DataLossError("the log is damaged");
    }
    chain = ChainPart(select.ColumnInt(0));
  }
  if (commit.revision() >= redaction.revision) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(const bool changed, redaction.redact(&commit));
  if (!changed) return absl::OkStatus();
  commit.set_redact_revision(redaction.revision);
  const std::string data = commit.SerializeAsString();
  return db.Run("UPDATE commits SET crc = ?, data = ? WHERE revision = ?",
                {StoredCrc(chain, RewrittenCrc(chain, data)), sqlite::Blob{data}, revision});
}

absl::Status RewriteBase(sqlite::Database& db, const Redaction& redaction) {
  JUMELAGE_ASSIGN_OR_RETURN(Anchor anchor, ReadAnchor(db));
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<sqlite::Value> names,
                            FindRows(db, "SELECT name FROM base", redaction));
  for (const sqlite::Value& value : names) {
    const std::string& name = std::get<std::string>(value);
    JUMELAGE_ASSIGN_OR_RETURN(std::optional<store::v1::Commit> row, FindBaseRow(db, name));
    if (!row) return absl::DataLossError("the log's base is damaged");
    JUMELAGE_ASSIGN_OR_RETURN(const bool changed, redaction.redact(&*row));
    if (!changed) continue;
    row->set_redact_revision(redaction.revision);
    JUMELAGE_RETURN_IF_ERROR(DropRow(db, name, &anchor));
    JUMELAGE_RETURN_IF_ERROR(PutRow(db, name, row->SerializeAsString(), &anchor));
  }
  return WriteAnchor(db, anchor);
}

}  // namespace

absl::StatusOr<Anchor> ReadAnchor(sqlite::Database& db) {
  Anchor anchor;
  JUMELAGE_ASSIGN_OR_RETURN(const bool has_base, HasBase(db));
  if (!has_base) return anchor;
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT revision, commit_id, crc, rows, crc_sum FROM anchor"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
  if (!row) return anchor;
  anchor.head.revision = select.ColumnInt(0);
  anchor.head.commit_id = std::string(select.ColumnBlob(1));
  anchor.head.crc = static_cast<uint32_t>(select.ColumnInt(2));
  anchor.rows = select.ColumnInt(3);
  anchor.crc_sum = select.ColumnInt(4);
  return anchor;
}

absl::Status VerifyBase(sqlite::Database& db, const Anchor& anchor) {
  JUMELAGE_ASSIGN_OR_RETURN(const bool has_base, HasBase(db));
  if (!has_base) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare("SELECT crc, data FROM base"));
  Anchor found;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) break;
    if (select.ColumnInt(0) != RowCrc(select.ColumnBlob(1))) {
      return absl::DataLossError("the log's base is damaged: a checksum does not match");
    }
    ++found.rows;
    found.crc_sum += select.ColumnInt(0);
  }
  if (found.rows == anchor.rows && found.crc_sum == anchor.crc_sum) return absl::OkStatus();
  return absl::DataLossError("the log's base is damaged: it does not match the anchor");
}

absl::Status MoveToBase(sqlite::Database& db, Revision before, int64_t max_commits,
                        Anchor* anchor) {
  JUMELAGE_RETURN_IF_ERROR(db.Exec(kSchema));
  {
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                              db.Prepare("SELECT crc, data FROM commits WHERE revision < ?1 "
                                         "ORDER BY revision LIMIT ?2"));
    select.BindInt(1, before).BindInt(2, max_commits);
    store::v1::Commit commit;
    for (int64_t bytes = 0; bytes < kStepBytes;) {
      JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
      if (!row) break;
      const absl::string_view data = select.ColumnBlob(1);
      if (!commit.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
        return absl::DataLossError("the log is damaged");
      }
      bytes += static_cast<int64_t>(data.size());
      anchor->head = {commit.revision(), commit.commit_id(), ChainPart(select.ColumnInt(0))};
      JUMELAGE_RETURN_IF_ERROR(MoveChanges(db, &commit, anchor));
    }
  }
  JUMELAGE_RETURN_IF_ERROR(
      db.Run("DELETE FROM commits WHERE revision <= ?", {anchor->head.revision}));
  JUMELAGE_RETURN_IF_ERROR(DropReplacedRows(db, anchor));
  return WriteAnchor(db, *anchor);
}

absl::StatusOr<std::vector<store::v1::Commit>> ReadBaseRows(sqlite::Database& db,
                                                            absl::string_view after,
                                                            const ReadLimits& limits) {
  std::vector<store::v1::Commit> rows;
  JUMELAGE_ASSIGN_OR_RETURN(const bool has_base, HasBase(db));
  if (!has_base) return rows;
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT data FROM base WHERE name > ?1 ORDER BY name LIMIT ?2"));
  select.BindText(1, after).BindInt(2, std::max<int64_t>(limits.max_commits, 1));
  int64_t bytes = 0;
  while (rows.empty() || bytes < limits.max_bytes) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) break;
    JUMELAGE_ASSIGN_OR_RETURN(store::v1::Commit commit, ParseRow(select.ColumnBlob(0)));
    rows.push_back(std::move(commit));
    bytes += static_cast<int64_t>(select.ColumnBlob(0).size());
  }
  return rows;
}

absl::StatusOr<std::optional<store::v1::Commit>> FindBaseRow(sqlite::Database& db,
                                                             absl::string_view name) {
  JUMELAGE_ASSIGN_OR_RETURN(const bool has_base, HasBase(db));
  if (!has_base) return std::nullopt;
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                            db.Prepare("SELECT data FROM base WHERE name = ?"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.BindText(1, name).Step());
  if (!row) return std::nullopt;
  JUMELAGE_ASSIGN_OR_RETURN(store::v1::Commit commit, ParseRow(select.ColumnBlob(0)));
  return std::optional<store::v1::Commit>(std::move(commit));
}

absl::Status Rewrite(sqlite::Database& db, const Redaction& redaction) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<sqlite::Value> revisions,
                            FindRows(db, "SELECT revision FROM commits", redaction));
  for (const sqlite::Value& revision : revisions) {
    JUMELAGE_RETURN_IF_ERROR(RewriteCommit(db, revision, redaction));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const bool has_base, HasBase(db));
  return has_base ? RewriteBase(db, redaction) : absl::OkStatus();
}

}  // namespace jumelage
