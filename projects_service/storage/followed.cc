#include "projects_service/storage/followed.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace jumelage {

const char kFollowedDdl[] = R"sql(
  CREATE TABLE followed(
    name TEXT PRIMARY KEY, revision INTEGER NOT NULL, epoch INTEGER NOT NULL,
    state INTEGER NOT NULL, display_name TEXT NOT NULL, merged_into TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
  CREATE INDEX followed_by_target ON followed(merged_into) WHERE merged_into <> '';
  CREATE TABLE follow_state(
    id INTEGER PRIMARY KEY CHECK(id = 1),
    epoch INTEGER NOT NULL, log_id TEXT NOT NULL, consistent_epoch INTEGER NOT NULL,
    position_log_id TEXT NOT NULL, position INTEGER NOT NULL, position_mark INTEGER NOT NULL) STRICT;
  INSERT INTO follow_state VALUES(1, 0, '', 0, '', 0, 0);
)sql";

// Ignores rows from before the consistent epoch: their resources count as removed (see
// FindFollowed).
const char kFollowedNamesOf[] =
    "(WITH RECURSIVE way(name) AS (SELECT ? UNION SELECT f.merged_into FROM way w, follow_state s "
    "JOIN followed f ON f.name = w.name "
    "WHERE f.merged_into <> '' AND f.epoch >= s.consistent_epoch), "
    "same(name) AS (SELECT name FROM way UNION SELECT f.name FROM same n, follow_state s "
    "JOIN followed f ON f.merged_into = n.name "
    "WHERE f.merged_into <> '' AND f.epoch >= s.consistent_epoch) SELECT name FROM same)";

namespace {

absl::Status WriteFollowState(sqlite::Database& db, const FollowState& state) {
  return db.Run(
      "UPDATE follow_state SET epoch = ?, log_id = ?, consistent_epoch = ?, position_log_id = ?, "
      "position = ?, position_mark = ?",
      {state.epoch, state.log_id, state.consistent_epoch, state.position.log_id,
       state.position.revision, static_cast<int64_t>(state.position.mark)});
}

// The age of a stored row.
struct RowAge {
  Revision revision = 0;
  int64_t epoch = 0;
  bool removed = false;
};

// Returns nullopt if there is no row for `name`.
absl::StatusOr<std::optional<RowAge>> FindAge(sqlite::Database& db, const std::string& name) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT revision, epoch, state FROM followed WHERE name = ?"));
  select.BindText(1, name);
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return RowAge{select.ColumnInt(0), select.ColumnInt(1),
                select.ColumnInt(2) == static_cast<int64_t>(FollowedState::kRemoved)};
}

// Whether the row counted until now, and is newer than a later state from the same log.
bool IsOfOtherHistory(const FollowState& state, const RowAge& row, Revision later) {
  return row.epoch >= state.consistent_epoch && !row.removed && row.revision > later &&
         state.position.log_id == state.log_id;
}

absl::Status ApplyChange(sqlite::Database& db, const FollowState& state,
                         const FollowedChange& change, LackingStates* newer) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<RowAge> row, FindAge(db, change.name));
  if (row && row->epoch == state.epoch) {
    if (row->revision >= change.revision) return absl::OkStatus();
  } else if (row && IsOfOtherHistory(state, *row, change.revision)) {
    newer->Add(change.name, row->revision);
  }
  return db.Run(
      "INSERT INTO followed(name, revision, epoch, state, display_name, merged_into) "
      "VALUES(?, ?, ?, ?, ?, ?) "
      "ON CONFLICT(name) DO UPDATE SET revision = excluded.revision, epoch = excluded.epoch, "
      "state = excluded.state, display_name = excluded.display_name, "
      "merged_into = excluded.merged_into",
      {change.name, change.revision, state.epoch, static_cast<int64_t>(change.state),
       change.display_name, change.merged_into});
}

absl::Status ApplyChanges(sqlite::Database& db, const FollowState& state,
                          const std::vector<FollowedChange>& changes, LackingStates* newer) {
  for (const FollowedChange& change : changes) {
    JUMELAGE_RETURN_IF_ERROR(ApplyChange(db, state, change, newer));
  }
  return absl::OkStatus();
}

absl::Status AdoptLog(sqlite::Database& db, const std::string& log_id, FollowState* state) {
  if (log_id.empty() || state->log_id == log_id) return absl::OkStatus();
  if (!state->log_id.empty()) {
    // So far, the rows of this epoch are answers about single resources, from the previous log.
    JUMELAGE_RETURN_IF_ERROR(db.Run("DELETE FROM followed WHERE epoch = ?", {state->epoch}));
  }
  state->log_id = log_id;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FollowState> ReadFollowState(sqlite::Database& db) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT epoch, log_id, consistent_epoch, position_log_id, position, position_mark "
                 "FROM follow_state"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return absl::DataLossError("the view has no follow_state row");
  FollowState state;
  state.epoch = select.ColumnInt(0);
  state.log_id = std::string(select.ColumnText(1));
  state.consistent_epoch = select.ColumnInt(2);
  state.position = {std::string(select.ColumnText(3)), select.ColumnInt(4),
                    static_cast<CommitMark>(select.ColumnInt(5))};
  return state;
}

absl::StatusOr<int64_t> BeginEpoch(sqlite::Database& db, int64_t last) {
  JUMELAGE_ASSIGN_OR_RETURN(FollowState state, ReadFollowState(db));
  state.epoch = std::max(state.epoch, last) + 1;
  JUMELAGE_RETURN_IF_ERROR(WriteFollowState(db, state));
  return state.epoch;
}

void LackingStates::Add(absl::string_view name, Revision revision) {
  ++count;
  if (names.size() < kMaxNames) names.push_back(absl::StrCat(name, " at ", revision));
}

void LackingStates::Add(const LackingStates& others) {
  count += others.count;
  for (const std::string& name : others.names) {
    if (names.size() < kMaxNames) names.push_back(name);
  }
}

absl::StatusOr<LackingStates> FindLacking(sqlite::Database& db, int64_t epoch) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT f.name, f.revision FROM followed f, follow_state s "
                 "WHERE f.epoch >= s.consistent_epoch AND f.epoch < ? AND f.state <> ? "
                 "ORDER BY f.name"));
  select.BindInt(1, epoch).BindInt(2, static_cast<int64_t>(FollowedState::kRemoved));
  LackingStates lacking;
  while (true) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return lacking;
    lacking.Add(select.ColumnText(0), select.ColumnInt(1));
  }
}

absl::Status ApplyFollowed(sqlite::Database& db, const FollowedBatch& batch, LackingStates* newer) {
  JUMELAGE_ASSIGN_OR_RETURN(FollowState state, ReadFollowState(db));
  if (state.epoch != batch.epoch) return absl::AbortedError("the view is in another epoch");
  JUMELAGE_RETURN_IF_ERROR(AdoptLog(db, batch.log_id, &state));
  JUMELAGE_RETURN_IF_ERROR(ApplyChanges(db, state, batch.changes, newer));
  const Position position{state.log_id, batch.position, batch.mark};
  if (batch.consistent) {
    state.consistent_epoch = state.epoch;
    state.position = position;
  } else if (state.resumable() &&
             (position.revision > state.position.revision ||
              (position.revision == state.position.revision && state.position.mark == 0))) {
    state.position = position;
  }
  return WriteFollowState(db, state);
}

absl::Status ApplyAnswers(sqlite::Database& db, const std::string& log_id,
                          const std::vector<FollowedChange>& answers) {
  JUMELAGE_ASSIGN_OR_RETURN(FollowState state, ReadFollowState(db));
  if (state.log_id.empty()) JUMELAGE_RETURN_IF_ERROR(AdoptLog(db, log_id, &state));
  if (state.log_id != log_id) return absl::OkStatus();
  // The follower finds and reports another history.
  LackingStates newer;
  JUMELAGE_RETURN_IF_ERROR(ApplyChanges(db, state, answers, &newer));
  return WriteFollowState(db, state);
}

absl::StatusOr<std::optional<FollowedResource>> FindFollowed(sqlite::Database& db,
                                                             absl::string_view name) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare(
          "SELECT CASE WHEN f.epoch < s.consistent_epoch THEN ?2 ELSE f.state END, "
          "f.display_name, f.merged_into FROM followed f, follow_state s WHERE f.name = ?1"));
  select.BindText(1, name).BindInt(2, static_cast<int64_t>(FollowedState::kRemoved));
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return FollowedResource{static_cast<FollowedState>(select.ColumnInt(0)),
                          std::string(select.ColumnText(1)), std::string(select.ColumnText(2))};
}

absl::StatusOr<std::string> EndOfRedirects(sqlite::Database& db, absl::string_view merged_into) {
  std::string end(merged_into);
  // Until a snapshot is consistent, its rows may be from different revisions, and redirects may
  // form a cycle.
  std::set<std::string> passed;
  while (passed.insert(end).second) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<FollowedResource> next, FindFollowed(db, end));
    if (!next || next->state != FollowedState::kRedirected) break;
    end = next->merged_into;
  }
  return end;
}

}  // namespace jumelage
