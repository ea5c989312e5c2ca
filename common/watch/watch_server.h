#ifndef JUMELAGE_COMMON_WATCH_WATCH_SERVER_H_
#define JUMELAGE_COMMON_WATCH_WATCH_SERVER_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/byte_buffer.h>

#include <atomic>
#include <memory>
#include <string>

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

// Serves the watches of one service: starts their streams, wakes them when something was published,
// has them send their position, and ends them when the server drains. What it keeps for a stream is
// bounded: one message in flight. Thread-safe.
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

 private:
  friend class WatchStream;

  void WakeAll(bool progress);
  void ScheduleProgress();
  void Remove(WatchStream* stream);

  const Handler* const handler_;
  Feed* const feed_;
  const WatchCodec* const codec_;
  const WatchServerOptions options_;

  mutable Mutex mu_;
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  TimerQueue::Id progress_timer_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<WatchStream*, std::shared_ptr<WatchStream>> streams_ ABSL_GUARDED_BY(mu_);
  // One wake that waits serves everything published until it runs.
  std::atomic<bool> wake_queued_{false};
  // Destroyed first: no wake runs after.
  std::unique_ptr<Worker> waker_;
};

// Reads a WatchRequest of a service's contract: its start, log and filter. `collections` maps
// resource types
// ("registry.jumelage/City") to collections ("cities").
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
