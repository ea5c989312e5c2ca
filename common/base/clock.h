#ifndef JUMELAGE_COMMON_BASE_CLOCK_H_
#define JUMELAGE_COMMON_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace jumelage {

// A source of the current time. It is injected wherever the time is read, so that tests can set it.
// Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() = 0;
  // Blocks the calling thread until this clock has advanced by `duration`.
  virtual void Sleep(absl::Duration duration) = 0;

  // Returns the system's clock, which is never destroyed.
  static Clock* Real();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_CLOCK_H_
