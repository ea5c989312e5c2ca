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

// What the log takes in one step, and the items that it came from.
struct Batch {
  std::vector<WriteItem> items;
  // What the first commit continues: what the view had applied when the batch began.
  ViewPosition base;
  // No commit is before it: the time of the last one.
  absl::Time time = absl::InfinitePast();
  // Whether what follows is undone by a savepoint of its own: since a change failed after it had
  // written, and the others had to be made again from their commits; or since there is something
  // among them that is in no commit.
  bool guarded = false;
  std::vector<store::v1::Commit> commits;
  int64_t bytes = 0;
  // What the commits take out of the cache, their own changes put aside.
  std::vector<std::string> uncached;
  std::optional<Redaction> redaction;
  // The view has something to keep even without a commit of the log.
  bool derived = false;
  // Why it came to nothing, if it did: another appender was first, or nobody knows whether it did.
  bool lost_race = false;
  bool outcome_unknown = false;

  Revision last() const { return base.revision + static_cast<Revision>(commits.size()); }
};

// Runs batches: each item in the order in which it came, in one batch of the view, until it is
// full; then the log takes it, and the view keeps it. The writer's; what it is given outlives it.
class BatchRunner {
 public:
  BatchRunner(Log* log, View* view, Clock* clock, IdSource* ids)
      : log_(*log), view_(*view), clock_(*clock), ids_(*ids) {}

  // Runs items from the front of `waiting`, which go to `batch`, at least one; no commit is before
  // `not_before`. OK: what the items' results say is durable, and so is what they rest on (G1).
  // Otherwise the failure is one of the whole batch: nothing of it is in the view, nor, unless the
  // outcome is unknown, in the log.
  absl::Status Run(std::deque<WriteItem>* waiting, absl::Time not_before, Batch* batch);

 private:
  absl::Status Fill(std::deque<WriteItem>* waiting, Batch* batch);
  absl::Status RunMutation(WriteItem* item, Batch* batch);
  absl::Status RunDerivation(WriteItem* item, Batch* batch);
  absl::Status RunBody(WriteItem* item, Batch* batch);
  // Whether the request was done before; its answer is then the item's.
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
