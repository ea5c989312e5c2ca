#ifndef JUMELAGE_COMMON_STORE_BATCH_H_
#define JUMELAGE_COMMON_STORE_BATCH_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/log/log.h"
#include "common/store/mutation.h"
#include "common/view/view.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// The commits that are appended to the log in one step, and the items that they come from.
struct Batch {
  std::vector<WriteItem> items;
  // The position before the first commit: what the view had applied when the batch began.
  ViewPosition base;
  // The next commit's time is not earlier than this.
  absl::Time time = absl::InfinitePast();
  // Whether each following mutation gets a savepoint. Set once a mutation has failed after writing
  // without one, because undoing that mutation's writes meant replaying the rest of the batch from
  // its commits. Also set once the batch contains a derivation, which is in no commit and can't be
  // replayed.
  bool guarded = false;
  std::vector<store::v1::Commit> commits;
  int64_t bytes = 0;
  // The names that the commits remove from the cache (Transaction::Uncache).
  std::vector<std::string> uncached;
  std::optional<Redaction> redaction;
  // Whether the view has changes from derivations, which it must keep even if the batch adds no
  // commit to the log.
  bool derived = false;
  // Why appending the batch failed: another appender was first, or it is unknown whether the log
  // has the batch. Both are false if it failed for another reason.
  bool lost_race = false;
  bool outcome_unknown = false;

  Revision last() const { return base.revision + static_cast<Revision>(commits.size()); }
};

// Runs batches. It runs items in order, in one batch of the view, until no items are left, the
// batch is full, or an item redacts texts. Then it appends the commits to the log, and the view
// keeps them. Used on the writer's thread only. `log`, `view`, `clock` and `ids` must outlive this
// object.
class BatchRunner {
 public:
  BatchRunner(Log* log, View* view, Clock* clock, IdSource* ids)
      : log_(*log), view_(*view), clock_(*clock), ids_(*ids) {}

  // Moves at least one item from the front of `waiting`, which must not be empty, to `batch`, and
  // runs the moved items. No commit gets a time before `not_before`. If this returns OK, the
  // mutations' results are durable, and so is everything that they depend on (G1); derivations are
  // shown. Otherwise the whole batch failed: no part of it is in the view, nor in the log unless
  // the outcome is unknown.
  absl::Status Run(std::deque<WriteItem>* waiting, absl::Time not_before, Batch* batch);

 private:
  absl::Status Fill(std::deque<WriteItem>* waiting, Batch* batch);
  absl::Status RunMutation(WriteItem* item, Batch* batch);
  absl::Status RunDerivation(WriteItem* item, Batch* batch);
  absl::Status RunBody(WriteItem* item, Batch* batch);
  // Returns true if the item's request id was used before, and its commit is neither older than
  // kRequestIdLifetime nor compacted. The item's result is then the recorded answer, or
  // REQUEST_ID_REUSED if that request was a different one.
  absl::StatusOr<bool> Replay(WriteItem* item, const Batch& batch);
  store::v1::Commit NewCommit(const Mutation& mutation, Batch* batch);
  absl::Status Finish(Batch* batch, View::Batch* applied);

  Log& log_;
  View& view_;
  Clock& clock_;
  IdSource& ids_;
  absl::Time last_prune_ = absl::InfinitePast();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_BATCH_H_
