#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_OPTIONS_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_OPTIONS_H_

#include "absl/time/time.h"
#include "common/base/clock.h"
#include "projects_service/follower/backoff.h"

namespace jumelage {

struct FollowerOptions {
  BackoffOptions backoff;
  // A stream is cancelled if no message arrives for this long. The registry sends at least one
  // every second (W6), so the connection must be dead.
  absl::Duration stall_timeout = absl::Seconds(10);
  // Used to measure the lag.
  Clock* clock = Clock::Real();
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWER_OPTIONS_H_
