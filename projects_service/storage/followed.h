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
#include "common/sqlite/database.h"

namespace jumelage {

// The view's copy of the registry: a few columns of each resource, and how far it was followed. The
// copy is not part of this service's log: a rebuilt view starts without it and follows again.
//
// The registry is followed in epochs. Each requested snapshot begins one. The snapshot's rows, and
// every later change, have the epoch's number. Once the snapshot is consistent, rows of earlier
// epochs are those that it did not contain: they count as removed, without a write. Revisions are
// compared only within one log: any change replaces a row from before the first epoch of the
// followed log.
extern const char kFollowedDdl[];

enum class FollowedState { kLive = 1, kDeleted = 2, kRemoved = 3, kRedirected = 4 };

// The state of a registry resource after a revision.
struct FollowedChange {
  std::string name;
  Revision revision = 0;
  FollowedState state = FollowedState::kLive;
  // Empty if the resource has none.
  std::string display_name;
  // The resource that it was merged into. Empty unless redirected.
  std::string merged_into = "";
};

// A registry resource in the followed copy.
struct FollowedResource {
  FollowedState state = FollowedState::kLive;
  std::string display_name;
  // The resource that it was merged into, which may be a redirect too. Empty unless redirected.
  std::string merged_into;
};

struct FollowState {
  // The epoch of the last requested snapshot. 0 before the first.
  int64_t epoch = 0;
  // The log that rows of this epoch come from (empty until it is known), and the first epoch that
  // followed it.
  std::string log_id;
  int64_t log_epoch = 0;
  // The last epoch whose snapshot became consistent, and the position of the rows since then. 0 and
  // empty before.
  int64_t consistent_epoch = 0;
  std::string position_log_id;
  Revision position = 0;

  // Whether following can continue from the position.
  bool resumable() const { return consistent_epoch > 0 && consistent_epoch == epoch; }
};

absl::StatusOr<FollowState> ReadFollowState(sqlite::Database& db);

// Begins an epoch and returns its number. The rows stay unchanged until its snapshot is consistent.
absl::StatusOr<int64_t> BeginEpoch(sqlite::Database& db);

// The content of one message of the registry's watch.
struct FollowedBatch {
  int64_t epoch = 0;
  std::string log_id;
  std::vector<FollowedChange> changes;
  // The revision up to which commits are complete with this batch. 0 if the message has none.
  Revision position = 0;
  // Whether the epoch's snapshot is consistent at `position`.
  bool consistent = false;
};

// Writes a batch into the view. Ignores changes that are not newer than the existing rows. ABORTED:
// the view is in another epoch, because it was rebuilt; start following again.
absl::Status ApplyFollowed(sqlite::Database& db, const FollowedBatch& batch);

// Writes the registry's answers to questions about single resources, from the log `log_id`, into
// the view. Does nothing if another log is followed: only the follower can find out which is newer.
absl::Status ApplyAnswers(sqlite::Database& db, const std::string& log_id,
                          const std::vector<FollowedChange>& answers);

// Returns the followed resource, or nullopt if it is unknown.
absl::StatusOr<std::optional<FollowedResource>> FindFollowed(sqlite::Database& db,
                                                             absl::string_view name);

// Follows redirects from `merged_into`, any number of steps, and returns the last known resource.
absl::StatusOr<std::string> EndOfRedirects(sqlite::Database& db, absl::string_view merged_into);

// A subquery of all names of the same resource as its one parameter, by the followed redirects: the
// name itself, those that it leads to, and those that lead to one of them.
extern const char kFollowedNamesOf[];

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_STORAGE_FOLLOWED_H_
