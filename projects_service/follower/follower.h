#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/rpc/position.h"
#include "common/store/store.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"
#include "projects_service/follower/backoff.h"
#include "projects_service/follower/registry_position.h"
#include "projects_service/storage/followed.h"

namespace jumelage {

struct FollowerOptions {
  BackoffOptions backoff;
  // A stream without a message for this long is cancelled. The registry sends one every second
  // (W6), so the connection must be dead.
  absl::Duration stall_timeout = absl::Seconds(10);
  // Measures the lag.
  Clock* clock = Clock::Real();
};

struct FollowerStatus {
  // Whether the view holds a consistent copy of the registry, of whatever age.
  bool consistent = false;
  // Whether the last message of the open stream left nothing more to send.
  bool caught_up = false;
  // How far the registry was followed. Absent before the first consistent copy.
  std::optional<Position> position;
  // The time since the copy was last known to be current. While the stream is caught up, at most
  // about the second between two bookmarks. Infinite before it first caught up.
  absl::Duration lag = absl::InfiniteDuration();
};

// Keeps the followed tables of the view in step with the registry. It starts with a snapshot and
// continues from the position in the view. It reconnects with growing waits. If the registry has
// another log, or its log no longer reaches back to the position, it takes a new snapshot.
// Each message is one derivation of the store. The next is read only when that is done, so memory
// stays bounded. Repeated and late changes are ignored by revision.
//
// Runs on its own thread. The stub's channel must outlive this. Thread-safe.
class Follower {
 public:
  using Stub = registry::v1::WatchService::StubInterface;

  // `store` and `position` outlive this.
  Follower(Store* store, std::unique_ptr<Stub> stub, RegistryPosition* position,
           FollowerOptions options = {});
  // Stops.
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  void Start();
  // Ends the stream and joins. Idempotent; called by one thread, before the store stops.
  void Stop();

  FollowerStatus status() const;

 private:
  class Stream;

  void Loop();
  // Follows one stream from its beginning to its end.
  absl::Status FollowOnce();
  // The request of the next stream, and the epoch and log that its messages must belong to.
  struct Plan {
    registry::v1::WatchRequest request;
    int64_t epoch = 0;
    // Empty for a snapshot.
    std::string log_id;
  };
  absl::StatusOr<Plan> MakePlan();
  absl::Status Pump(Stream* stream, const Plan& plan);
  absl::Status Apply(const FollowedBatch& batch);
  void Heard(const registry::v1::WatchResponse& message);
  // Sets the stream that Stop cancels, null for none. Returns false if the follower was stopped.
  bool SetStream(Stream* stream);
  // Waits for `duration` or until the follower is stopped. Returns false if it was stopped.
  bool Wait(absl::Duration duration);

  Store* const store_;
  const std::unique_ptr<Stub> stub_;
  RegistryPosition* const position_;
  const FollowerOptions options_;

  // Used by the follower's thread only.
  Backoff backoff_;
  bool from_snapshot_ = false;
  // Why the last stream ended, logged once. OK while a stream works.
  absl::Status trouble_;

  mutable Mutex mu_;
  CondVar stopped_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  // The open stream, which Stop cancels.
  Stream* stream_ ABSL_GUARDED_BY(mu_) = nullptr;
  bool consistent_ ABSL_GUARDED_BY(mu_) = false;
  bool caught_up_ ABSL_GUARDED_BY(mu_) = false;
  // When the registry last reported that there was nothing more to send.
  absl::Time current_at_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();

  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_H_
