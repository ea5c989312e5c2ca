#ifndef JUMELAGE_COMMON_TESTING_AWAIT_H_
#define JUMELAGE_COMMON_TESTING_AWAIT_H_

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "common/base/clock.h"

namespace jumelage {

// Polls until `done` returns true, then returns true. Returns false if that takes longer than
// `patience`. Use it only for conditions that have no notification to wait for.
inline bool Await(absl::FunctionRef<bool()> done, absl::Duration patience = absl::Seconds(30)) {
  const absl::Time deadline = Clock::Real()->Now() + patience;
  while (!done()) {
    if (Clock::Real()->Now() > deadline) return false;
    Clock::Real()->Sleep(absl::Milliseconds(2));
  }
  return true;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_AWAIT_H_
