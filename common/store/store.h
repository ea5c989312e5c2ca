#ifndef JUMELAGE_COMMON_STORE_STORE_H_
#define JUMELAGE_COMMON_STORE_STORE_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/base/limits.h"
#include "common/base/timer_queue.h"
#include "common/log/log.h"
#include "common/store/answers.h"
#include "common/store/batch.h"
#include "common/store/compactor.h"
#include "common/store/error_for_caller.h"
#include "common/store/housekeeping.h"
#include "common/store/mutation.h"
#include "common/store/publisher.h"
#include "common/store/read_pool.h"
#include "common/store/recovery.h"
#include "common/store/writer.h"
#include "common/view/view.h"

namespace jumelage {

struct StoreOptions {
  Clock* clock = Clock::Real();
  IdSource* ids = IdSource::Real();
  // 0: as many as the machine has cores, between 2 and 16.
  int reader_threads = 0;
  int max_waiting_reads = kMaxWaitingReads;
  int max_waiting_writes = kMaxWaitingWrites;
  int64_t cache_bytes = kCacheBytes;
  // Waits between attempts to write again after storage failed.
  absl::Duration recovery_interval = absl::Milliseconds(100);
  // How long history is kept, by commit time.
  absl::Duration keep_history = absl::InfiniteDuration();
  // Called by the writer with each batch, in order, after it was published.
  std::function<void(absl::Span<const SharedCommit>)> on_published;
};

// The one owner of writing (G1, G2): a thread takes all mutations that wait, runs one after the
// other in one batch of the view, has the log make it durable, publishes, and only then lets any
// result go. Reads come from the cache or from a pool of threads over the view, and wait there
// until the view shows what is published.
//
// Others may append to the log (Log::others_append). What they append is taken over when the log
// tells of it, or when one of them was first with a batch, whose items are then run again
// (docs/adr/0023). What is read and refused here is as of what was taken over.
//
//   Writer        the queue and the thread that runs
//   BatchRunner   items as a batch of commits, and
//   Recovery      what brings view and publication up to the log, and
//   Housekeeping  compaction and scrubs, between batches; beside it Maintainer.
//   Publisher     the cache, the published revision, those who follow
//   Answers       tells callers
//   ReadPool      reads the view
//
// Thread-safe.
//
// Lock order: the writer's queue, then the compactor's list. No other two of the store's locks are
// ever held together, and none during I/O.
class Store : private Writer::Work {
 public:
  Store(std::unique_ptr<Log> log, std::unique_ptr<View> view, StoreOptions options);
  // Stops.
  ~Store() override;

  // Queues a mutation. `done` always runs, also when it is refused at once.
  void Mutate(Mutation mutation);
  void Derive(Derivation derivation);
  // Queues a read of the view. `read` always runs, with OVERLOADED when too many wait.
  void Read(const ReadPool::Read& read);

  // Queues that history be compacted. `done` always runs, with OVERLOADED when too many wait.
  void Compact(Compaction compaction);
  HistoryPins& history_pins() { return compactor_.pins(); }

  // Refuses new work, answers what waits, and joins the threads. Idempotent; called by one thread.
  void Stop();

  const Log& log() const { return *log_; }
  ResourceCache& cache() { return publisher_.cache(); }
  Publication& publication() { return publisher_.publication(); }
  TimerQueue& timers() { return timers_; }
  Clock* clock() const { return options_.clock; }
  const ViewSchema& schema() const { return view_->schema(); }
  // Whether writing has stopped until the log and the view can be used again.
  bool recovering() const { return recovery_.recovering(); }

 private:
  absl::Duration Patience() override;
  void Run(std::deque<WriteItem>* items) override;
  void End() override;

  void Enqueue(WriteItem item);
  // Runs a batch from the front of `items`, as often as it takes.
  void RunBatch(std::deque<WriteItem>* items);
  // The batch is durable.
  void Conclude(Batch batch);
  // It came to nothing.
  void Refuse(Batch batch, const absl::Status& status);

  const StoreOptions options_;
  const std::unique_ptr<Log> log_;
  const std::unique_ptr<View> view_;
  TimerQueue timers_;
  Publisher publisher_;
  Compactor compactor_;
  std::unique_ptr<ReadPool> readers_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Maintainer> maintainer_;
  // What it tells last may ask for more, which is refused: those who are asked outlive it.
  Answers answers_;
  Recovery recovery_;
  BatchRunner runner_;
  Housekeeping housekeeping_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_STORE_H_
