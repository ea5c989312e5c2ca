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

// One consistent state of the view, at a published revision. Valid only during the call that
// receives it, and only on the thread of that call.
struct Snapshot {
  sqlite::Database& db;
  Revision revision;
  // The value of ResourceCache::outdatings() before the snapshot began.
  int64_t outdatings = 0;
};

// The threads that read the view, each with its own connection. gRPC's few callback threads never
// access the disk: they queue reads here instead. Thread-safe.
class ReadPool {
 public:
  // A function that gets the snapshot, or STORAGE_UNAVAILABLE if there is none. The pool runs it
  // once, on one of its threads.
  using Read = std::function<void(absl::StatusOr<Snapshot>)>;

  // `view`, `publication` and `cache` must outlive the pool. If a read finds the view damaged, the
  // pool calls Distrust on it.
  ReadPool(View* view, Publication* publication, const ResourceCache* cache, int threads,
           int max_waiting);
  // Calls Stop.
  ~ReadPool();
  ReadPool(const ReadPool&) = delete;
  ReadPool& operator=(const ReadPool&) = delete;

  // Queues a read. Returns false, and never runs `read`, if too many reads are waiting or the pool
  // has stopped.
  bool Add(Read read);
  // Refuses new reads, finishes the waiting ones, and joins the threads. Idempotent, but not
  // thread-safe.
  void Stop();

 private:
  // A connection, and the generation of the view in which it was opened.
  struct Connection {
    std::unique_ptr<sqlite::Database> db;
    int64_t generation = -1;
  };
  struct Waiting {
    Read read;
    // How many reads were added before this one.
    int64_t before;
  };
  void Loop();
  // Waits for a read and takes the one that has waited longest. Returns false once the pool has
  // stopped and no reads are left. Sets `*added` to the number of reads added so far.
  bool Take(Read* read, int64_t* added);
  // Like Take, but does not wait, and only takes a read that is among the first `added` reads.
  bool TakeNext(int64_t added, Read* read);
  // Runs `read`, and then, for as long as its snapshot may be used, more of the first `added`
  // reads, since beginning and ending a snapshot costs as much as a short read. A read stays in the
  // queue until a thread is free for it.
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
