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

// The commits that the log takes in one step, and the items that they came from.
struct Batch {
  std::vector<WriteItem> items;
  // The position before the first commit: what the view had applied when the batch began.
  ViewPosition base;
  // The time of the last commit. The next one is not earlier.
  absl::Time time = absl::InfinitePast();
  // Whether the following mutations each get a savepoint. Set after a mutation failed once it had
  // written, so that the others had to be replayed from their commits, or when the batch contains
  // something that is in no commit.
  bool guarded = false;
  std::vector<store::v1::Commit> commits;
  int64_t bytes = 0;
  // The names that the commits remove from the cache, apart from their own changes'.
  std::vector<std::string> uncached;
  std::optional<Redaction> redaction;
  // The view has changes to keep even if the batch adds no commit to the log.
  bool derived = false;
  // Why the batch failed: another appender was first, or it is unknown whether the log has it.
  bool lost_race = false;
  bool outcome_unknown = false;

  Revision last() const { return base.revision + static_cast<Revision>(commits.size()); }
};

// Runs batches: the items in order, in one batch of the view, until it is full. Then the log takes
// the commits, and the view keeps them. The writer's thread only. The constructor's arguments
// outlive this.
class BatchRunner {
 public:
  BatchRunner(Log* log, View* view, Clock* clock, IdSource* ids)
      : log_(*log), view_(*view), clock_(*clock), ids_(*ids) {}

  // Moves items from the front of `waiting` to `batch`, at least one, and runs them. No commit gets
  // a time before `not_before`. If OK, the items' results are durable, and so is everything that
  // they depend on (G1). Otherwise the complete batch failed: nothing of it is in the view, nor in
  // the log unless the outcome is unknown.
  absl::Status Run(std::deque<WriteItem>* waiting, absl::Time not_before, Batch* batch);

 private:
  absl::Status Fill(std::deque<WriteItem>* waiting, Batch* batch);
  absl::Status RunMutation(WriteItem* item, Batch* batch);
  absl::Status RunDerivation(WriteItem* item, Batch* batch);
  absl::Status RunBody(WriteItem* item, Batch* batch);
  // Whether the request was done before. If so, the item gets its answer.
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
