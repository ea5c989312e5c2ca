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

// The columns that are kept of a resource.
FollowedChange ToFollowed(const registry::v1::City& city);
FollowedChange ToFollowed(const registry::v1::Organization& organization);
FollowedChange ToFollowed(const registry::v1::Agreement& agreement);
FollowedChange ToFollowed(const registry::v1::Twinning& twinning);
FollowedChange ToFollowed(const registry::v1::ResourceChange& change);

// Turns the messages of one watch stream into batches for the view. Holds back the parts of a
// commit until its last has come (W4), so that a position never lies within a commit. One per
// stream; owned by one thread.
class WatchAssembler {
 public:
  // `log_id` is the log that the stream has to be of; empty for a snapshot, which may be of any.
  WatchAssembler(int64_t epoch, std::string log_id) : epoch_(epoch), log_id_(std::move(log_id)) {}

  // FAILED_PRECONDITION: the message is of another log. INVALID_ARGUMENT: the first message names
  // no log.
  absl::StatusOr<FollowedBatch> Next(const registry::v1::WatchResponse& message);

 private:
  const int64_t epoch_;
  std::string log_id_;
  // Of a commit whose last part has not come.
  std::vector<FollowedChange> parts_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_WATCH_ASSEMBLER_H_
