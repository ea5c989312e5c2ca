#ifndef JUMELAGE_COMMON_BASE_CLOCK_H_
#define JUMELAGE_COMMON_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace jumelage {

// The time of day, injected wherever it is read so that tests can set it. Implementations are
// thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() = 0;
  // Blocks the calling thread for `duration`.
  virtual void Sleep(absl::Duration duration) = 0;

  // The system's clock. Never destroyed.
  static Clock* Real();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_CLOCK_H_
