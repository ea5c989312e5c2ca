#include "common/store/history.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

// How many bytes of a table are read at a time, and the size of its states at which a stretch ends.
constexpr int64_t kScanBytes = int64_t{1} << 20;
constexpr int64_t kStretchBytes = int64_t{4} << 20;

}  // namespace

absl::Status CheckReadable(const Log& log, Revision at, Revision head) {
  if (at > head) return RevisionInFutureError(at, head);
  const Revision oldest = log.oldest();
  return at < oldest ? RevisionCompactedError(at, oldest) : absl::OkStatus();
}

absl::StatusOr<StateReader::State> StateReader::Read(absl::string_view name, Revision revision) {
  if (commit_.revision() != revision) {
    auto commits = log_.Read(revision - 1, {/*max_commits=*/1, /*max_bytes=*/1});
    if (absl::IsOutOfRange(commits.status())) {
      // A compaction removes a commit and adds its changes to the base in the same step.
      JUMELAGE_ASSIGN_OR_RETURN(std::optional<store::v1::Commit> kept, log_.FindBase(name));
      if (kept && kept->revision() == revision) return State{*std::move(kept), /*of_base=*/true};
      return commits.status();
    }
    JUMELAGE_RETURN_IF_ERROR(commits.status());
    commit_.Clear();
    if (!commits->empty()) commit_ = std::move(commits->front());
  }
  for (const store::v1::Change& change : commit_.changes()) {
    if (change.name() != name) continue;
    State state;
    state.commit.set_revision(revision);
    *state.commit.mutable_time() = commit_.time();
    state.commit.set_principal(commit_.principal());
    state.commit.set_method(commit_.method());
    state.commit.set_redact_revision(commit_.redact_revision());
    *state.commit.add_changes() = change;
    return state;
  }
  return absl::DataLossError(absl::StrCat("revision ", revision, " does not change ", name));
}

absl::StatusOr<std::optional<StoredResource>> StateAt(StateReader& reader, StoredResource current,
                                                      Revision at, const StillWanted& wanted) {
  if (current.revision <= at) return std::optional<StoredResource>(std::move(current));
  for (;;) {
    JUMELAGE_RETURN_IF_ERROR(wanted());
    absl::StatusOr<StateReader::State> state = reader.Read(current.name, current.revision);
    // The commit was compacted while this function was reading.
    if (absl::IsOutOfRange(state.status()))
      return RevisionCompactedError(at, reader.log().oldest());
    JUMELAGE_RETURN_IF_ERROR(state.status());
    store::v1::Change& change = *state->commit.mutable_changes(0);
    if (current.revision <= at) {
      current.bytes = std::move(*change.mutable_resource());
      return std::optional<StoredResource>(std::move(current));
    }
    // The base has no earlier states.
    if (state->of_base) return RevisionCompactedError(at, reader.log().oldest());
    if (change.previous_revision() == 0) return std::nullopt;
    current.revision = change.previous_revision();
  }
}

absl::StatusOr<PastStretch> ReadPastStretch(StateReader& reader, sqlite::Database& db,
                                            const TableBase& table, absl::string_view prefix,
                                            absl::string_view after, Revision at, int limit,
                                            const StillWanted& wanted) {
  PastStretch stretch;
  stretch.last = std::string(after);
  int64_t bytes = 0;
  int looked_at = 0;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(std::vector<StoredResource> rows,
                              table.Scan(db, stretch.last, kScanBytes));
    if (rows.empty()) return stretch;
    for (StoredResource& row : rows) {
      if (!absl::StartsWith(row.name, prefix)) return stretch;
      // Each stretch advances by at least one resource.
      if (static_cast<int>(stretch.resources.size()) == limit || bytes >= kStretchBytes ||
          looked_at == kMaxPastStretch || (looked_at > 0 && reader.tired())) {
        stretch.more = true;
        return stretch;
      }
      ++looked_at;
      stretch.last = row.name;
      JUMELAGE_ASSIGN_OR_RETURN(std::optional<StoredResource> past,
                                StateAt(reader, std::move(row), at, wanted));
      if (!past) continue;
      bytes += static_cast<int64_t>(past->bytes.size());
      stretch.resources.push_back(*std::move(past));
    }
  }
}

absl::StatusOr<std::unique_ptr<PastRows>> PastRows::Begin(sqlite::Database* db,
                                                          const TableBase& table) {
  JUMELAGE_RETURN_IF_ERROR(db->Exec("SAVEPOINT past"));
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  auto rows = absl::WrapUnique(new PastRows(db, table));
  JUMELAGE_RETURN_IF_ERROR(table.Create(*db, "temp"));
  return rows;
}

PastRows::~PastRows() {
  // If this fails, the read transaction cannot end properly either. The connection is then closed,
  // which also drops the temporary tables.
  db_->Exec("ROLLBACK TO past; RELEASE past").IgnoreError();
}

absl::Status PastRows::Add(const StoredResource& resource) {
  store::v1::Change change;
  change.set_name(resource.name);
  change.set_resource(resource.bytes);
  return table_.Apply(*db_, resource.revision, change, {}).status();
}

}  // namespace jumelage
