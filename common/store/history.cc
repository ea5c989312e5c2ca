#include "common/store/history.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

// What is read of a table at a time, and what the states of a stretch may take.
constexpr int64_t kScanBytes = int64_t{1} << 20;
constexpr int64_t kStretchBytes = int64_t{4} << 20;

}  // namespace

absl::Status CheckReadable(const Log& log, Revision at, Revision head) {
  if (at > head) return RevisionInFutureError(at, head);
  const Revision oldest = log.oldest();
  return at < oldest ? RevisionCompactedError(at, oldest) : absl::OkStatus();
}

absl::StatusOr<store::v1::Commit> ReadState(const Log& log, absl::string_view name,
                                            Revision revision) {
  absl::StatusOr<std::vector<store::v1::Commit>> commits =
      log.Read(revision - 1, {/*max_commits=*/1, /*max_bytes=*/1});
  if (absl::IsOutOfRange(commits.status())) {
    JUMELAGE_ASSIGN_OR_RETURN(std::optional<store::v1::Commit> kept, log.FindBase(name));
    if (kept && kept->revision() == revision) return *std::move(kept);
    return commits.status();
  }
  JUMELAGE_RETURN_IF_ERROR(commits.status());
  if (!commits->empty()) {
    store::v1::Commit& commit = commits->front();
    for (store::v1::Change& change : *commit.mutable_changes()) {
      if (change.name() != name) continue;
      store::v1::Change kept = std::move(change);
      commit.clear_changes();
      *commit.add_changes() = std::move(kept);
      return std::move(commit);
    }
  }
  return absl::DataLossError(absl::StrCat("revision ", revision, " does not change ", name));
}

absl::StatusOr<std::optional<StoredResource>> StateAt(const Log& log, StoredResource current,
                                                      Revision at, const StillWanted& wanted) {
  if (current.revision <= at) return std::optional<StoredResource>(std::move(current));
  for (;;) {
    JUMELAGE_RETURN_IF_ERROR(wanted());
    absl::StatusOr<store::v1::Commit> state = ReadState(log, current.name, current.revision);
    // It was compacted while this walk was under way.
    if (absl::IsOutOfRange(state.status())) return RevisionCompactedError(at, log.oldest());
    JUMELAGE_RETURN_IF_ERROR(state.status());
    store::v1::Change& change = *state->mutable_changes(0);
    if (current.revision <= at) {
      current.bytes = std::move(*change.mutable_resource());
      return std::optional<StoredResource>(std::move(current));
    }
    if (change.previous_revision() == 0) {
      // Of the base nobody knows what was before.
      if (current.revision < log.oldest()) return RevisionCompactedError(at, log.oldest());
      return std::nullopt;
    }
    current.revision = change.previous_revision();
  }
}

absl::StatusOr<PastStretch> ReadPastStretch(const Log& log, sqlite::Database& db,
                                            const TableBase& table, absl::string_view after,
                                            Revision at, int limit, const StillWanted& wanted) {
  PastStretch stretch;
  stretch.last = std::string(after);
  int64_t bytes = 0;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(std::vector<StoredResource> rows,
                              table.Scan(db, stretch.last, kScanBytes));
    if (rows.empty()) return stretch;
    for (StoredResource& row : rows) {
      if (static_cast<int>(stretch.resources.size()) == limit || bytes >= kStretchBytes) {
        stretch.more = true;
        return stretch;
      }
      stretch.last = row.name;
      JUMELAGE_ASSIGN_OR_RETURN(std::optional<StoredResource> past,
                                StateAt(log, std::move(row), at, wanted));
      if (!past) continue;
      bytes += static_cast<int64_t>(past->bytes.size());
      stretch.resources.push_back(*std::move(past));
    }
  }
}

absl::StatusOr<std::unique_ptr<PastRows>> PastRows::Begin(sqlite::Database* db,
                                                          const TableBase& table) {
  JUMELAGE_RETURN_IF_ERROR(db->Exec("SAVEPOINT past"));
  auto rows = absl::WrapUnique(new PastRows(db, table));
  JUMELAGE_RETURN_IF_ERROR(table.Create(*db, "temp"));
  return rows;
}

PastRows::~PastRows() {
  // What is left if this fails goes with the read transaction, which fails to end then.
  db_->Exec("ROLLBACK TO past; RELEASE past").IgnoreError();
}

absl::Status PastRows::Add(const StoredResource& resource) {
  store::v1::Change change;
  change.set_name(resource.name);
  change.set_resource(resource.bytes);
  return table_.Apply(*db_, resource.revision, change, {}).status();
}

}  // namespace jumelage
