#ifndef JUMELAGE_PROJECTS_SERVICE_STORAGE_FOLLOWED_H_
#define JUMELAGE_PROJECTS_SERVICE_STORAGE_FOLLOWED_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/log/log.h"
#include "common/log/position.h"
#include "common/sqlite/database.h"

namespace jumelage {

// The SQL of the view's copy of the registry: a few columns of each resource, and the position up
// to which the registry has been followed. The copy is not part of this service's log, so a rebuilt
// view starts without it, and the registry is followed again from a snapshot.
//
// The registry is followed in epochs. Each requested snapshot begins an epoch. The rows of the
// snapshot and of every later change have the epoch's number. Once the snapshot is consistent, the
// rows of earlier epochs are the resources that it did not contain; they count as removed, although
// nothing is written. Revisions are compared only within an epoch: a snapshot replaces every row of
// earlier epochs, since the registry may have been put back to an earlier state and may have made
// other changes since.
extern const char kFollowedDdl[];

enum class FollowedState { kLive = 1, kDeleted = 2, kRemoved = 3, kRedirected = 4 };

// The state of a registry resource as of a revision.
struct FollowedChange {
  std::string name;
  Revision revision = 0;
  FollowedState state = FollowedState::kLive;
  // Empty if the resource has no display name.
  std::string display_name;
  // The resource that this one was merged into. Empty unless `state` is kRedirected.
  std::string merged_into = "";
};

// A registry resource in the followed copy.
struct FollowedResource {
  FollowedState state = FollowedState::kLive;
  std::string display_name;
  // The resource that this one was merged into; it may be a redirect too. Empty unless `state` is
  // kRedirected.
  std::string merged_into;
};

// How far the registry has been followed.
struct FollowState {
  // The epoch of the last requested snapshot. 0 before the first snapshot.
  int64_t epoch = 0;
  // The log that the rows of `epoch` come from. Empty until it is known.
  std::string log_id;
  // The last epoch whose snapshot became consistent, and the position that the rows have reached
  // since then. 0 and empty before the first consistent snapshot.
  int64_t consistent_epoch = 0;
  Position position;

  // Returns whether the registry can be followed from the position, without a new snapshot.
  bool resumable() const { return consistent_epoch > 0 && consistent_epoch == epoch; }
};

absl::StatusOr<FollowState> ReadFollowState(sqlite::Database& db);

// Begins an epoch and returns its number, which is higher than `last`. Rows of earlier epochs still
// count until the snapshot of the new epoch is consistent.
absl::StatusOr<int64_t> BeginEpoch(sqlite::Database& db, int64_t last);

// The content of one message of the registry's watch.
struct FollowedBatch {
  int64_t epoch = 0;
  std::string log_id;
  std::vector<FollowedChange> changes;
  // The registry's revision up to which the copy is complete once this batch is applied, and the
  // mark of that commit. 0 if the message has no position.
  Revision position = 0;
  CommitMark mark = 0;
  // Whether the epoch's snapshot is consistent at `position`.
  bool consistent = false;
};

// States of the copy that a snapshot lacks.
struct LackingStates {
  static constexpr size_t kMaxNames = 20;

  int64_t count = 0;
  // The names and revisions of the first kMaxNames ("cities/belfort at 42").
  std::vector<std::string> names;

  void Add(absl::string_view name, Revision revision);
  void Add(const LackingStates& others);
};

// Writes a batch into the view and updates the position. Ignores changes that are not newer than
// existing rows of the same epoch. Adds to `newer` the rows of earlier epochs from the same log
// that are newer than the change that replaces them: they are from another history of the log.
// Returns ABORTED if the view is in a different epoch, for example because it was rebuilt.
// Following must then start again.
absl::Status ApplyFollowed(sqlite::Database& db, const FollowedBatch& batch, LackingStates* newer);

// Returns the resources of the last consistent copy that are not in the snapshot of `epoch`, which
// has arrived completely but is not consistent yet.
absl::StatusOr<LackingStates> FindLacking(sqlite::Database& db, int64_t epoch);

// Writes the registry's answers about single resources into the view. The answers come from the log
// `log_id`. Does nothing if the followed log is known and different, because only the follower can
// find out which log is newer. Ignores answers that are not newer than existing rows.
absl::Status ApplyAnswers(sqlite::Database& db, const std::string& log_id,
                          const std::vector<FollowedChange>& answers);

// Returns the followed resource `name`, or nullopt if the copy does not contain it. A row of an
// epoch before the last consistent one is returned as removed.
absl::StatusOr<std::optional<FollowedResource>> FindFollowed(sqlite::Database& db,
                                                             absl::string_view name);

// Follows redirects from the resource `merged_into`, over any number of steps, and returns the name
// at which they end. If they form a cycle, returns a name in the cycle.
absl::StatusOr<std::string> EndOfRedirects(sqlite::Database& db, absl::string_view merged_into);

// A subquery whose only parameter is a resource name. It selects all names of that resource, using
// the followed redirects: the name itself, the names that it leads to, and all names that lead to
// one of these.
extern const char kFollowedNamesOf[];

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_STORAGE_FOLLOWED_H_
