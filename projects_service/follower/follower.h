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
#include "projects_service/follower/follower_options.h"
#include "projects_service/follower/follower_status.h"
#include "projects_service/follower/registry_position.h"
#include "projects_service/storage/followed.h"

namespace jumelage {

// Keeps the followed tables of the view up to date with the registry. The first time, it takes a
// snapshot. After that it continues from the position in the view. It waits longer after each
// failed connection. It takes a new snapshot if the last one was not completed, or if the registry
// no longer has the commits after the position. It also does so if the registry does not have the
// position: it has another log or another history of it, or has not reached the position. The loss
// of a position is logged, with what the copy had and the snapshot lacks. Each message is applied
// in one derivation of the store. The next message is read only after that derivation is done, so
// memory stays bounded. Changes that arrive twice or late are recognized by their revision and
// ignored.
//
// Runs on its own thread. The stub's channel must outlive the follower. Thread-safe.
class Follower {
 public:
  using Stub = registry::v1::WatchService::StubInterface;

  // `store` and `position` must outlive the follower.
  Follower(Store* store, std::unique_ptr<Stub> stub, RegistryPosition* position,
           FollowerOptions options = {});
  // Stops.
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  void Start();
  // Ends the stream and joins the thread. Idempotent. Must be called by one thread, before the
  // store stops.
  void Stop();

  FollowerStatus status() const;

 private:
  class Stream;

  void Loop();
  // Follows one stream from its beginning to its end, and returns the status with which it ended.
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
  // Logs what the copy had and the registry's snapshot lacks.
  void ReportLacking();
  void Heard(const registry::v1::WatchResponse& message);
  // Sets the stream that Stop cancels; null means none. Returns false if the follower was stopped.
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
  // The epoch that began last, and whether it began because the registry no longer has the position
  // that was followed. Then also the states that the copy had and the snapshot lacks, so far.
  int64_t epoch_ = 0;
  bool position_lost_ = false;
  LackingStates lacking_;
  // The error that ended the last stream. It is logged only if it differs from the previous one. OK
  // while a stream works.
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
