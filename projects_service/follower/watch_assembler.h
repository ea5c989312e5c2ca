#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_WATCH_ASSEMBLER_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_WATCH_ASSEMBLER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/organization.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/registry/v1/watch_service.pb.h"
#include "projects_service/storage/followed.h"

namespace jumelage {

// Return the columns of a resource that the view keeps. A change that contains no resource has the
// state kRemoved.
FollowedChange ToFollowed(const registry::v1::City& city);
FollowedChange ToFollowed(const registry::v1::Organization& organization);
FollowedChange ToFollowed(const registry::v1::Agreement& agreement);
FollowedChange ToFollowed(const registry::v1::Twinning& twinning);
FollowedChange ToFollowed(const registry::v1::ResourceChange& change);

// Turns the messages of one watch stream into batches for the view. Holds back the parts of a
// commit until the last part has arrived (W4), so that no batch ends within a commit. Create one
// per stream. Owned by one thread.
class WatchAssembler {
 public:
  // `log_id` is the log that the messages must come from. Empty for a snapshot, which may come from
  // any log.
  WatchAssembler(int64_t epoch, std::string log_id) : epoch_(epoch), log_id_(std::move(log_id)) {}

  // Returns, as a batch, the changes that `message` completes. Returns FAILED_PRECONDITION if the
  // message comes from a different log, and INVALID_ARGUMENT if neither the constructor nor the
  // first message gives a log id.
  absl::StatusOr<FollowedBatch> Next(const registry::v1::WatchResponse& message);

 private:
  const int64_t epoch_;
  std::string log_id_;
  // The parts of a commit whose last part has not arrived yet.
  std::vector<FollowedChange> parts_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_WATCH_ASSEMBLER_H_
