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
#include "common/log/position.h"
#include "common/rpc/handler.h"
#include "common/store/store.h"
#include "common/store/worker.h"
#include "common/watch/codec.h"
#include "common/watch/feed.h"

namespace jumelage {

// Where a watch begins and what it delivers.
struct WatchStart {
  // Whether the watch begins with the current state. Otherwise it begins with the commits after
  // `after`.
  bool snapshot = false;
  // The log id is empty if the request does not name a log.
  Position after;
  WatchFilter filter;
};

struct WatchServerOptions {
  int max_watchers = kMaxWatchers;
  int64_t max_message_bytes = kMaxWatchMessageBytes;
  absl::Duration progress_interval = kWatchProgressInterval;
};

class WatchStream;

// Serves the watches of one service. Starts their streams, wakes them when a commit that concerns
// them is published, makes them send their position, and ends them when the server drains. Each
// stream has at most one message in flight. Thread-safe.
//
// A stream that has sent everything goes to sleep (Sleep). A round of the server wakes it if there
// is a commit for it, or if it is time to send its position. For each sleeping stream, rounds
// record the revision up to which there is nothing to send, and pass it to the stream when they
// wake it. A stream that is fetching or writing (perhaps held up by the client's flow control) is
// not woken. It checks for more to send when it is done.
//
// Lock order: the mutex of a stream or the lock of the feed's listener, then mu_, then the lock of
// the store's timers.
class WatchServer {
 public:
  // `handler`, its store, `feed` and `codec` must outlive the server.
  WatchServer(const Handler* handler, Feed* feed, const WatchCodec* codec,
              WatchServerOptions options = {});
  // Drains. The gRPC server must have stopped, so that gRPC no longer uses any stream.
  ~WatchServer();

  // Returns the reactor of a new call. The call ends immediately with the error in `start`, with
  // SHUTTING_DOWN after Drain, or with OVERLOADED if there are already max_watchers streams. It may
  // also end with the errors of Handler::AwaitMinPosition, POSITION_OF_OTHER_LOG,
  // REVISION_IN_FUTURE or REVISION_COMPACTED.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Start(grpc::CallbackServerContext* context,
                                                    absl::StatusOr<WatchStart> start);

  // Ends every stream with SHUTTING_DOWN, including streams that start later. Idempotent.
  void Drain();

  int watchers() const;
  // How many times streams have been woken.
  int64_t wakes() const { return wakes_.load(std::memory_order_relaxed); }

 private:
  friend class WatchStream;

  // A stream, and whether it is asleep.
  struct Entry {
    std::shared_ptr<WatchStream> stream;
    bool sleeps = false;
    // Whether the next round wakes the stream even if there is nothing to send.
    bool restless = false;
    // There is nothing to send up to this revision.
    Revision passed = 0;
  };
  // A stream that was asleep when a round began.
  struct Sleeper {
    std::shared_ptr<WatchStream> stream;
    bool woken = false;
    Revision passed = 0;
  };

  // Puts a stream to sleep. Called by the stream, with its mutex locked, when it has sent
  // everything up to `position`. `progress_seen` is the last progress round that it has taken part
  // in. Returns false, without putting the stream to sleep, if a commit after `position` is already
  // published or a newer progress round has begun.
  bool Sleep(WatchStream* stream, Revision position, int64_t progress_seen);
  // The same for a stream that has more to send after `position`, but has to wait: the next round
  // wakes it.
  void SleepUntilNextRound(WatchStream* stream, Revision position);
  void SleepLocked(WatchStream* stream, Revision position, bool restless)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The number of the current progress round. Each stream sends its position once per progress
  // round, except before the marker at the end of its snapshot.
  int64_t progress_round() const { return progress_round_.load(std::memory_order_relaxed); }

  // Runs one round. Called by the waker. `everybody`: also wakes the streams that have nothing to
  // send.
  void RunRound(bool everybody);
  std::vector<Sleeper> FindSleepers() const;
  // Marks the streams to wake. For the other streams, records the revision up to which there is
  // nothing to send.
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
  // One queued round covers everything that is published until it runs.
  std::atomic<bool> round_queued_{false};
  // Destroyed first, so that no round runs while the other members are destroyed.
  std::unique_ptr<Worker> waker_;
};

// Reads a WatchRequest of a service's contract: its start, log and filter. `collections` maps
// resource types ("projects.jumelage/Result") to the last segments of their collections
// ("results"). Returns FIELD_INVALID (INVALID_ARGUMENT) with all violations if the request is
// invalid.
template <typename WatchRequest>
absl::StatusOr<WatchStart> ParseWatchRequest(
    const WatchRequest& request, const absl::flat_hash_map<std::string, std::string>& collections) {
  Violations violations;
  WatchStart start;
  start.after.log_id = request.log_id();
  if (request.has_snapshot()) {
    start.snapshot = true;
  } else if (request.has_after_position()) {
    const absl::StatusOr<Position> after =
        ParsePosition(request.after_position(), "after_position");
    if (!after.ok()) {
      violations.Add("after_position", kPositionForm);
    } else if (!request.log_id().empty() && request.log_id() != after->log_id) {
      violations.Add("log_id", "differs from the log in after_position");
    } else {
      start.after = *after;
    }
  } else if (!request.has_after_revision()) {
    violations.Add("start", "is required: after_position, after_revision or snapshot");
  } else if (request.after_revision() < 0) {
    violations.Add("after_revision", "must not be negative");
  } else {
    start.after.revision = request.after_revision();
  }
  for (int i = 0; i < request.resource_types_size(); ++i) {
    const auto collection = collections.find(request.resource_types(i));
    const std::string field = absl::StrCat("resource_types[", i, "]");
    if (collection == collections.end()) {
      violations.Add(field, "is not a resource type of this service");
    } else if (!start.filter.collections.insert(collection->second).second) {
      violations.Add(field, "occurs twice");
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
