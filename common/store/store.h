#ifndef JUMELAGE_COMMON_STORE_STORE_H_
#define JUMELAGE_COMMON_STORE_STORE_H_

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/base/limits.h"
#include "common/base/mutex.h"
#include "common/base/timer_queue.h"
#include "common/log/log.h"
#include "common/store/compactor.h"
#include "common/store/publication.h"
#include "common/store/read_pool.h"
#include "common/store/resource_cache.h"
#include "common/store/transaction.h"
#include "common/store/worker.h"
#include "common/view/view.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// Commits are shared between the writer, watchers and whoever else follows; nobody changes one.
using SharedCommit = std::shared_ptr<const store::v1::Commit>;

struct MutationResult {
  // OK, or the error of the body or of the store: OVERLOADED, STORAGE_FULL, STORAGE_UNAVAILABLE,
  // COMMIT_OUTCOME_UNKNOWN, REQUEST_ID_REUSED, SHUTTING_DOWN, DEADLINE_EXCEEDED.
  absl::Status status;
  // What the first call with this request_id answered, serialized; the body did not run. Null
  // otherwise.
  std::unique_ptr<std::string> replayed;
  // Published when the result is given; holds what the result rests on.
  Revision revision = 0;
};

// One call that may change resources.
struct Mutation {
  std::string principal;
  // The RPC's full name: "jumelage.registry.v1.CityService/CreateCity".
  std::string method;
  // Empty, or a UUID4 (G4); the fingerprint is of the request that it came with.
  std::string request_id;
  uint64_t request_fingerprint = 0;
  // Runs everything and keeps nothing (G6).
  bool validate_only = false;
  // In real time, whatever clock the store has: callers' deadlines are.
  absl::Time deadline = absl::InfiniteFuture();
  // Validates against the state that it will change, and writes. Runs on the writer's thread; must
  // not block; may run again when the batch that it was in came to nothing.
  std::function<absl::Status(Transaction&)> body;
  // The serialized answer after a successful body; asked for only when request_id is set.
  std::function<std::string()> answer;
  // Runs once, on any thread, the writer's included: must be short and must not block.
  std::function<void(MutationResult)> done;
};

// Writes to tables of the view that are not of this log (what a follower keeps), in order with
// everything else.
struct Derivation {
  std::function<absl::Status(sqlite::Database&)> body;
  // Runs once: OK when readers of the view see it.
  std::function<void(absl::Status)> done;
};

// What a caller sees of a failure of storage, below a handler or a stream: an error with a reason
// is meant for him, a full disk is STORAGE_FULL, what passes or is being mended
// STORAGE_UNAVAILABLE, and a deadline or a cancellation stays what it is. Others are of the inside
// (INTERNAL).
absl::Status ErrorForCaller(const absl::Status& status);

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
  // For so long after a reader of the view came, others are expected: each batch is shown as soon
  // as it is answered.
  absl::Duration readers_expected = absl::Seconds(1);
  // How long history is kept, by commit time.
  absl::Duration keep_history = absl::InfiniteDuration();
  // Called by the writer with each batch, in order, after it was published.
  std::function<void(absl::Span<const SharedCommit>)> on_published;
};

// The one owner of writing (G1, G2): a thread takes all mutations that wait, runs one after the
// other in one transaction of the view, has the log make the batch durable, publishes, and only
// then lets any result go. Reads come from the cache or from a pool of threads over the view, and
// wait there until the view shows what is published.
// Thread-safe.
//
// Lock order: none. No two of the store's locks are ever held together, and none during I/O.
class Store {
 public:
  Store(std::unique_ptr<Log> log, std::unique_ptr<View> view, StoreOptions options);
  // Stops.
  ~Store();

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
  ResourceCache& cache() { return cache_; }
  Publication& publication() { return publication_; }
  TimerQueue& timers() { return timers_; }
  Clock* clock() const { return options_.clock; }
  const ViewSchema& schema() const { return view_->schema(); }
  // Whether writing has stopped until the log and the view can be used again.
  bool recovering() const { return recovering_.load(std::memory_order_relaxed); }

 private:
  struct Item {
    Mutation mutation;
    Derivation derivation;  // instead, when it has a body
    MutationResult result;
    // It takes texts out of the log, or did so when it ran first.
    bool redacts = false;
    bool is_derivation() const { return derivation.body != nullptr; }
  };
  struct Batch {
    std::vector<Item> items;
    // Whether what follows is undone by a savepoint of its own: since a change failed after it had
    // written, and the others had to be made again from their commits; or since there is something
    // among them that is in no commit.
    bool guarded = false;
    std::vector<store::v1::Commit> commits;
    int64_t bytes = 0;
    // What the commits take out of the cache, their own changes put aside.
    std::vector<std::string> uncached;
    std::optional<Redaction> redaction;
    // The view has something to commit even without a commit of the log.
    bool derived = false;
  };

  void Enqueue(Item item);
  void WriterLoop();
  void WakeWriter() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Returns early when there is work.
  void StayAwake();
  bool TakeItems(std::deque<Item>* taken);
  void RunItems(std::deque<Item>* taken);
  // Runs items from the front of `waiting` until the batch is full. A failure is one of the whole
  // batch.
  absl::Status FillBatch(std::deque<Item>* waiting, Batch* batch);
  absl::Status RunMutation(Item* item, Batch* batch);
  absl::Status RunDerivation(Item* item, Batch* batch);
  absl::Status RunBody(Item* item, Batch* batch);
  absl::StatusOr<bool> Replay(Item* item, const Batch& batch);
  store::v1::Commit NewCommit(const Mutation& mutation, const Batch& batch);
  absl::Status CommitBatch(Batch* batch, View::Batch* transaction);
  // Whether what was applied need not be shown yet: no readers wait or are expected, and it is not
  // too much.
  bool MayShowLater();
  void ShowView();
  void FillCache(const Batch& batch);
  void PublishBatch(std::vector<store::v1::Commit> commits);
  // Gives the results, here or on the thread that does nothing else.
  static void Tell(std::vector<Item>* items, Revision revision);
  void Answer(std::vector<Item> items);
  void Refuse(std::vector<Item> items, const absl::Status& status);
  void FinishRedactions(std::vector<Item>* items);
  absl::Status Scrub();
  void RunCompaction();
  void StopWriting();
  bool TryRecover();
  void MaintainLoop();

  const StoreOptions options_;
  const std::unique_ptr<Log> log_;
  const std::unique_ptr<View> view_;
  ResourceCache cache_;
  TimerQueue timers_;
  Publication publication_;
  Compactor compactor_;

  Mutex mu_;
  CondVar changed_;  // the writer waits for it
  CondVar stopped_;  // the maintainer does
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<Item> queue_ ABSL_GUARDED_BY(mu_);
  // Since the writer last looked; for it to see without the lock.
  std::atomic<bool> work_came_{false};

  std::atomic<bool> recovering_{false};
  // The writer's: why storage could not be used, and when it last pruned.
  absl::Status trouble_;
  absl::Time last_commit_time_ = absl::InfinitePast();
  absl::Time last_prune_ = absl::InfinitePast();
  // How many snapshots readers had asked for when it last looked, and when one was new.
  int64_t snapshots_ = 0;
  absl::Time last_snapshot_ = absl::InfinitePast();
  absl::Time last_scrub_ = absl::InfinitePast();
  // What the log kept when it was last made anew: without compactions since, nothing is gained.
  Revision scrubbed_to_ = 1;

  // Destroyed (joined) in reverse order: readers, then answers.
  Worker answers_;
  std::unique_ptr<ReadPool> readers_;
  std::thread writer_;
  std::thread maintainer_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_STORE_H_
