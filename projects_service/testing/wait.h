#ifndef JUMELAGE_PROJECTS_SERVICE_TESTING_WAIT_H_
#define JUMELAGE_PROJECTS_SERVICE_TESTING_WAIT_H_

#include "absl/time/time.h"
#include "common/base/clock.h"

namespace jumelage {

// Waits until `condition` is true, checking it every millisecond. Returns false if it is still
// false after `most`.
template <typename Condition>
bool Eventually(Condition condition, absl::Duration most = absl::Seconds(60)) {
  const absl::Time until = Clock::Real()->Now() + most;
  while (!condition()) {
    if (Clock::Real()->Now() > until) return false;
    Clock::Real()->Sleep(absl::Milliseconds(1));
  }
  return true;
}

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_TESTING_WAIT_H_
