#ifndef JUMELAGE_COMMON_WATCH_WATCH_SERVER_H_
#define JUMELAGE_COMMON_WATCH_WATCH_SERVER_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/byte_buffer.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "common/base/limits.h"
#include "common/base/mutex.h"
#include "common/base/violations.h"
#include "common/rpc/handler.h"
#include "common/store/store.h"
#include "common/store/worker.h"
#include "common/watch/codec.h"
#include "common/watch/feed.h"

namespace jumelage {

// Where a watch begins and what it is about.
struct WatchStart {
  // The current state first; otherwise what came after `after`.
  bool snapshot = false;
  Revision after = 0;
  // The log that `after` belongs to; empty when the caller did not say.
  std::string log_id;
  WatchFilter filter;
};

struct WatchServerOptions {
  int max_watchers = kMaxWatchers;
  int64_t max_message_bytes = kMaxWatchMessageBytes;
  absl::Duration progress_interval = kWatchProgressInterval;
};

class WatchStream;

// Serves the watches of one service: starts their streams, wakes them when something was published
// that concerns them, has them send their position, and ends them when the server drains. What it
// keeps for a stream is bounded: one message in flight. Thread-safe.
//
// A stream that has told everything sleeps (Sleep), and is woken by a round of the server that
// finds a commit for it, or by the time to tell its position. A round knows of each sleeping stream
// how far there was nothing for it, and tells it so when it wakes it. Who is writing, held up by
// the client's flow control perhaps, or fetching, is not woken: it looks for itself when it is
// done.
//
// Locks are taken in this order: a stream's, then mu_.
class WatchServer {
 public:
  // `handler`, its store, `feed` and `codec` outlive this.
  WatchServer(const Handler* handler, Feed* feed, const WatchCodec* codec,
              WatchServerOptions options = {});
  // Drains. Streams that have not been told by gRPC that they are done stay alive by themselves.
  ~WatchServer();

  // The reactor of a new call; `start` may be an error, which then ends it.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Start(grpc::CallbackServerContext* context,
                                                    absl::StatusOr<WatchStart> start);

  // Ends every stream with SHUTTING_DOWN, and each that comes later. Idempotent.
  void Drain();

  int watchers() const;
  // How often a stream was woken.
  int64_t wakes() const { return wakes_.load(std::memory_order_relaxed); }

 private:
  friend class WatchStream;

  // A stream, and how it sleeps.
  struct Entry {
    std::shared_ptr<WatchStream> stream;
    bool sleeps = false;
    // It is to be woken by whatever comes.
    bool restless = false;
    // Up to here there is nothing for it.
    Revision passed = 0;
  };
  // One that slept when a round began.
  struct Sleeper {
    std::shared_ptr<WatchStream> stream;
    bool woken = false;
    Revision passed = 0;
  };

  // By a stream, under its lock: has told everything up to `position`, and its position in the
  // round `progress_seen`, and sleeps. False where there is more to tell by now.
  bool Sleep(WatchStream* stream, Revision position, int64_t progress_seen);
  // The same where it has come to `position` and not further: the next round wakes it.
  void SleepUntilNextRound(WatchStream* stream, Revision position);
  void SleepLocked(WatchStream* stream, Revision position, bool restless)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Counts the times when every stream is to tell its position.
  int64_t progress_round() const { return progress_round_.load(std::memory_order_relaxed); }

  // By the waker. `everybody`: wakes also those for whom there is nothing.
  void RunRound(bool everybody);
  std::vector<Sleeper> FindSleepers() const;
  // Marks those to be woken, and how far there is nothing for the others.
  void FindConcerned(std::vector<Sleeper>* sleepers) const;
  bool AnybodySleeps() const;
  void ScheduleProgress();
  void Remove(WatchStream* stream);

  const Handler* const handler_;
  Feed* const feed_;
  const WatchCodec* const codec_;
  const WatchServerOptions options_;

  mutable Mutex mu_;
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  TimerQueue::Id progress_timer_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<WatchStream*, Entry> streams_ ABSL_GUARDED_BY(mu_);
  int sleepers_ ABSL_GUARDED_BY(mu_) = 0;
  std::atomic<int64_t> progress_round_{0};
  std::atomic<int64_t> wakes_{0};
  // One round that waits serves everything published until it runs.
  std::atomic<bool> round_queued_{false};
  // Destroyed first: no round runs after.
  std::unique_ptr<Worker> waker_;
};

// Reads a WatchRequest of a service's contract: its start, log and filter. `collections` maps
// resource types ("projects.jumelage/Result") to the last segments of their names' collections
// ("results").
template <typename WatchRequest>
absl::StatusOr<WatchStart> ParseWatchRequest(
    const WatchRequest& request, const absl::flat_hash_map<std::string, std::string>& collections) {
  Violations violations;
  WatchStart start;
  start.log_id = request.log_id();
  if (request.has_snapshot()) {
    start.snapshot = true;
  } else if (!request.has_after_revision()) {
    violations.Add("start", "is required: after_revision or snapshot");
  } else if (request.after_revision() < 0) {
    violations.Add("after_revision", "must not be negative");
  } else {
    start.after = request.after_revision();
  }
  for (int i = 0; i < request.resource_types_size(); ++i) {
    const auto collection = collections.find(request.resource_types(i));
    const std::string field = absl::StrCat("resource_types[", i, "]");
    if (collection == collections.end()) {
      violations.Add(field, "is no type of resource of this service");
    } else if (!start.filter.collections.insert(collection->second).second) {
      violations.Add(field, "is given twice");
    }
  }
  if (request.names_size() > kMaxWatchNames) {
    violations.Add("names", absl::StrCat("has more than ", kMaxWatchNames, " entries"));
  }
  for (const std::string& name : request.names()) start.filter.names.insert(name);
  absl::Status valid = violations.ToStatus();
  if (!valid.ok()) return valid;
  return start;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_WATCH_WATCH_SERVER_H_
