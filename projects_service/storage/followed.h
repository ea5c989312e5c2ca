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

// What the view keeps of the registry: a few columns of each of its resources, and how far it was
// followed. It is no part of this service's log: a view that is made anew begins without it and
// follows again.
//
// The registry is followed in epochs. Each snapshot that is asked for begins one; the rows that it
// brings, and every later change, carry its number. Once the snapshot is consistent, rows of an
// earlier epoch are what it did not contain: they count as removed, without a write. Revisions are
// compared within one log alone: a row that is older than the first epoch of the followed log
// yields to whatever comes.
extern const char kFollowedDdl[];

enum class FollowedState { kLive = 1, kDeleted = 2, kRemoved = 3, kRedirected = 4 };

// A registry resource as it became with a revision.
struct FollowedChange {
  std::string name;
  Revision revision = 0;
  FollowedState state = FollowedState::kLive;
  // Empty where the resource has none.
  std::string display_name;
  // What it was merged into; empty unless redirected.
  std::string merged_into = "";
};

// A registry resource as far as it was followed.
struct FollowedResource {
  FollowedState state = FollowedState::kLive;
  std::string display_name;
  // What it was merged into, which may be redirected in its turn; empty unless redirected.
  std::string merged_into;
};

struct FollowState {
  // The last snapshot that was asked for; 0 before the first.
  int64_t epoch = 0;
  // The log that rows of this epoch come from, empty until it is known, and the first epoch that
  // followed it.
  std::string log_id;
  int64_t log_epoch = 0;
  // The last epoch whose snapshot became consistent, and the position that the rows equal since; 0
  // and empty before.
  int64_t consistent_epoch = 0;
  std::string position_log_id;
  Revision position = 0;

  // Whether following can go on from the position.
  bool resumable() const { return consistent_epoch > 0 && consistent_epoch == epoch; }
};

absl::StatusOr<FollowState> ReadFollowState(sqlite::Database& db);

// Begins an epoch and returns its number. The rows stay what they are until its snapshot is
// consistent.
absl::StatusOr<int64_t> BeginEpoch(sqlite::Database& db);

// What one message of the registry's watch brings.
struct FollowedBatch {
  int64_t epoch = 0;
  std::string log_id;
  std::vector<FollowedChange> changes;
  // The revision up to which commits are complete with this batch; 0 when it tells none.
  Revision position = 0;
  // Whether the epoch's snapshot is consistent at `position`.
  bool consistent = false;
};

// Takes a batch over; changes that are not newer than what is there are ignored. ABORTED when the
// view is in another epoch: it was made anew, and following has to begin again.
absl::Status ApplyFollowed(sqlite::Database& db, const FollowedBatch& batch);

// Takes over what the registry answered to questions about single resources, from the log `log_id`.
// Does nothing when another log is followed: which of the two is the newer is not known before the
// follower finds out.
absl::Status ApplyAnswers(sqlite::Database& db, const std::string& log_id,
                          const std::vector<FollowedChange>& answers);

// The resource as followed; nullopt when nothing is known of it.
absl::StatusOr<std::optional<FollowedResource>> FindFollowed(sqlite::Database& db,
                                                             absl::string_view name);

// Where redirects lead from `merged_into`: the last resource that is followed, over any number of
// steps.
absl::StatusOr<std::string> EndOfRedirects(sqlite::Database& db, absl::string_view merged_into);

// A subquery of every name that, as followed, stands for the same resource as the one parameter
// does: it, those on its way, and those that lead to one of them.
extern const char kFollowedNamesOf[];

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_STORAGE_FOLLOWED_H_
