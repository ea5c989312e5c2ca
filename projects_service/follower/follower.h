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
  // A stream that brings nothing for so long is given up: the registry says something every second
  // (W6), so the connection must be dead.
  absl::Duration stall_timeout = absl::Seconds(10);
  // Tells the age of what was last heard.
  Clock* clock = Clock::Real();
};

struct FollowerStatus {
  // Whether the view holds a consistent copy of the registry, of whatever age.
  bool consistent = false;
  // Whether the stream that is open has told all that there was to tell when it last spoke.
  bool caught_up = false;
  // How far the registry was followed; absent before the first consistent copy.
  std::optional<Position> position;
  // The time since the copy was last known to be current: while the stream is caught up that is
  // about the second between two bookmarks. Infinite before it was first caught up.
  absl::Duration lag = absl::InfiniteDuration();
};

// Keeps the followed tables of the view in step with the registry: asks for a snapshot first, then
// goes on from the position that the view holds, reconnects with growing waits, and begins anew
// with a snapshot when the registry's log is another one or no longer reaches back to the position.
// Each message is one derivation of the store, and the next is not read before the view has it, so
// that memory stays bounded. What the registry sends twice or late is ignored by revision.
//
// Runs on a thread of its own. The stub's channel belongs to whoever made it and must outlive this.
// Thread-safe.
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
  // One stream from its beginning to its end.
  absl::Status FollowOnce();
  // How the next stream is asked for, and what it is held to.
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
  // Makes `stream` the one that Stop cancels, or none; false when it was stopped already.
  bool SetStream(Stream* stream);
  // Waits for `duration` or until it is stopped; false when stopped.
  bool Wait(absl::Duration duration);

  Store* const store_;
  const std::unique_ptr<Stub> stub_;
  RegistryPosition* const position_;
  const FollowerOptions options_;

  // The follower's thread's own.
  Backoff backoff_;
  bool from_snapshot_ = false;
  // Why the last stream ended, which is logged once; OK while one goes.
  absl::Status trouble_;

  mutable Mutex mu_;
  CondVar stopped_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  // The stream that is open; cancelled by Stop.
  Stream* stream_ ABSL_GUARDED_BY(mu_) = nullptr;
  bool consistent_ ABSL_GUARDED_BY(mu_) = false;
  bool caught_up_ ABSL_GUARDED_BY(mu_) = false;
  // When the registry last said that there was nothing more to tell.
  absl::Time current_at_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();

  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_H_
