#ifndef JUMELAGE_COMMON_STORE_STORE_H_
#define JUMELAGE_COMMON_STORE_STORE_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/base/limits.h"
#include "common/base/timer_queue.h"
#include "common/log/log.h"
#include "common/log/position.h"
#include "common/store/answers.h"
#include "common/store/batch.h"
#include "common/store/commit_marks.h"
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
  // 0 means the machine's number of cores, but at least 2 and at most 16.
  int reader_threads = 0;
  int max_waiting_reads = kMaxWaitingReads;
  int max_waiting_writes = kMaxWaitingWrites;
  int64_t cache_bytes = kCacheBytes;
  // The wait between attempts to recover after a storage failure.
  absl::Duration recovery_interval = absl::Milliseconds(100);
  // How long history is kept, by commit time.
  absl::Duration keep_history = absl::InfiniteDuration();
  // Called on the writer's thread with commits that have just been published, in order, including
  // other appenders' commits.
  std::function<void(absl::Span<const SharedCommit>)> on_published;
};

// The only component that writes (G1, G2). Its writer thread takes all waiting mutations and runs
// them one after another, in batches of the view. It makes each batch durable in the log, publishes
// it, and only then gives the results to the callers. Reads are served from the cache, or by a pool
// of threads that read the view and wait until it shows what is published.
//
// Others may append to the log (Log::others_append). The store takes their commits over when the
// log reports them, or when another appender wins a race against a batch; the items of that batch
// then run again (docs/adr/0023). Reads and refusals reflect only the commits that have been taken
// over.
//
//   Writer        the queue, and the thread that runs the next three
//   BatchRunner   runs items as a batch of commits
//   Recovery      brings the view and the publication up to date with the log
//   Housekeeping  compacts and scrubs between batches
//   Maintainer    a second thread, which makes checkpoints and queues compactions by age
//   Publisher     the cache, the published revision, the followers
//   Answers       gives callers their results
//   ReadPool      reads the view
//
// Thread-safe.
//
// Lock order: the lock of the writer's queue, then that of the compactor's list; and, separately,
// Publication's lock, then that of the timers. No other two locks of the classes above are held
// together, and none of them is held during I/O.
class Store : private Writer::Work {
 public:
  Store(std::unique_ptr<Log> log, std::unique_ptr<View> view, StoreOptions options);
  // Calls Stop.
  ~Store() override;

  // Queues a mutation or a derivation. `done` always runs, even if the queue refuses it.
  void Mutate(Mutation mutation);
  void Derive(Derivation derivation);
  // Queues a read of the view. `read` always runs, never on the calling thread. It gets OVERLOADED
  // if too many reads are waiting or the store has stopped.
  void Read(const ReadPool::Read& read);

  // Returns the position after the published commit with `revision`. It is without a mark if the
  // log does not keep the commit, or can't be read. Reads the log if the commit is not one of the
  // latest.
  Position PositionAt(Revision revision) const;
  // The same without reading the log: the position is without a mark if the commit is not one of
  // the latest.
  Position RecentPositionAt(Revision revision) const;
  // Calls `then` with whether `position` is in this log's history: whether the commit with its
  // revision, which must be published, is the one that it names. Positions without a mark, and
  // commits that are no longer kept, count as in it. Calls `then` immediately, or after reading the
  // log on another thread; with an error if that fails.
  void CheckHistory(const Position& position,
                    const std::function<void(absl::StatusOr<bool>)>& then);

  // Queues a compaction of history. `done`, which must not be null, always runs. It gets OVERLOADED
  // if too many compactions are waiting, or SHUTTING_DOWN after Stop; in both cases it runs on the
  // calling thread.
  void Compact(Compaction compaction);
  HistoryPins& history_pins() { return compactor_.pins(); }

  // Makes the handlers refuse calls that arrive from now on (SHUTTING_DOWN). The store still does
  // the work of calls in progress. Call it when the server begins to stop. Thread-safe.
  void Drain() { draining_.store(true, std::memory_order_relaxed); }
  bool draining() const { return draining_.load(std::memory_order_relaxed); }

  // Refuses new work, finishes the waiting mutations and reads, refuses the waiting compactions,
  // and joins the threads except those of Answers and the timers. Idempotent, but not thread-safe.
  void Stop();

  const Log& log() const { return *log_; }
  ResourceCache& cache() { return publisher_.cache(); }
  Publication& publication() { return publisher_.publication(); }
  TimerQueue& timers() { return timers_; }
  Clock* clock() const { return options_.clock; }
  const ViewSchema& schema() const { return view_->schema(); }
  // Whether writing has stopped until the log and the view are usable again.
  bool recovering() const { return recovery_.recovering(); }

 private:
  absl::Duration Patience() override;
  void Run(std::deque<WriteItem>* items) override;
  void End() override;

  void Enqueue(WriteItem item);
  // Runs a batch from the front of `items`, and tries again after each lost race, at most
  // kMaxBatchTries times in all.
  void RunBatch(std::deque<WriteItem>* items);
  // Publishes and answers a durable batch.
  void Conclude(Batch batch);
  // Answers a batch that failed.
  void Refuse(Batch batch, const absl::Status& status);

  // Returns the mark of a commit, or 0 if the log does not keep it.
  absl::StatusOr<CommitMark> ReadMark(Revision revision) const;

  const StoreOptions options_;
  std::atomic<bool> draining_{false};
  const std::unique_ptr<Log> log_;
  const std::unique_ptr<View> view_;
  TimerQueue timers_;
  Publisher publisher_;
  Compactor compactor_;
  std::unique_ptr<ReadPool> readers_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Maintainer> maintainer_;
  // Destroyed before the members above: handing out its last results may lead to new calls, which
  // those members must still be there to refuse.
  Answers answers_;
  Recovery recovery_;
  BatchRunner runner_;
  Housekeeping housekeeping_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_STORE_H_
