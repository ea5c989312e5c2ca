#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_STATUS_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_STATUS_H_

#include <optional>

#include "absl/time/time.h"
#include "common/rpc/position.h"

namespace jumelage {

struct FollowerStatus {
  // Whether the view holds a consistent copy of the registry, however old.
  bool consistent = false;
  // Whether the open stream has reached the registry's latest revision at least once.
  bool caught_up = false;
  // The position up to which the registry has been followed. Absent before the first consistent
  // copy.
  std::optional<Position> position;
  // The time since the copy was last known to be current. While the stream is caught up, this is at
  // most about one second, the time between two progress messages. Infinite until a stream has
  // caught up.
  absl::Duration lag = absl::InfiniteDuration();
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_STATUS_H_
