#ifndef JUMELAGE_COMMON_STORE_READ_POOL_H_
#define JUMELAGE_COMMON_STORE_READ_POOL_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "common/store/publication.h"
#include "common/store/resource_cache.h"
#include "common/view/view.h"

namespace jumelage {

// One consistent state of the view, at a published revision. Valid during the call that gets it, on
// its thread.
struct Snapshot {
  sqlite::Database& db;
  Revision revision;
  // ResourceCache::outdatings() before it began.
  int64_t outdatings = 0;
};

// The threads that read the view, each with its own connection. gRPC's few callback threads never
// touch a disk: they queue reads here. Thread-safe.
class ReadPool {
 public:
  // Gets the snapshot, or UNAVAILABLE if there is none. Runs once, on a thread of the pool.
  using Read = std::function<void(absl::StatusOr<Snapshot>)>;

  // `view`, `publication` and `cache` outlive the pool. If a read finds the view damaged, the pool
  // calls Distrust on it.
  ReadPool(View* view, Publication* publication, const ResourceCache* cache, int threads,
           int max_waiting);
  // Stops.
  ~ReadPool();
  ReadPool(const ReadPool&) = delete;
  ReadPool& operator=(const ReadPool&) = delete;

  // Queues a read. Returns false, and never runs `read`, if too many wait or the pool has stopped.
  bool Add(Read read);
  // Refuses new reads, finishes the waiting ones, and joins. Idempotent; called by one thread.
  void Stop();

 private:
  // A connection, and the generation of the view in which it was opened.
  struct Connection {
    std::unique_ptr<sqlite::Database> db;
    int64_t generation = -1;
  };
  struct Waiting {
    Read read;
    // How many reads were added before it.
    int64_t before;
  };
  void Loop();
  // Takes the read that has waited longest. Returns false once the pool has stopped and none wait.
  // `*added` becomes the number of reads added so far.
  bool Take(Read* read, int64_t* added);
  // The same without waiting, for a read among the first `added`.
  bool TakeNext(int64_t added, Read* read);
  // Runs the read, and as many of the first `added` as its snapshot's time allows, since beginning
  // and ending a snapshot costs as much as a short read. A read stays in the queue until a thread
  // is free for it.
  void Run(Connection& connection, Read read, int64_t added);
  absl::StatusOr<Snapshot> Begin(Connection& connection);

  View* const view_;
  Publication* const publication_;
  const ResourceCache& cache_;
  const int max_waiting_;
  Mutex mu_;
  CondVar added_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<Waiting> waiting_ ABSL_GUARDED_BY(mu_);
  int64_t added_reads_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<std::thread> threads_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_READ_POOL_H_
