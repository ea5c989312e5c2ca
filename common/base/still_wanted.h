#ifndef JUMELAGE_COMMON_BASE_STILL_WANTED_H_
#define JUMELAGE_COMMON_BASE_STILL_WANTED_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"

namespace jumelage {

// Returns OK if long work may continue, or the reason why it must stop (cancelled, deadline
// exceeded). Called before each step, or about every millisecond, on the thread that does the work.
using StillWanted = std::function<absl::Status()>;

// Calls a StillWanted only once in many steps, so that loops can afford to report every step. Must
// be used by a single thread. `still_wanted` must outlive the Pace.
class Pace {
 public:
  explicit Pace(const StillWanted& still_wanted) : still_wanted_(still_wanted) {}

  // Reports `steps` more steps of a few nanoseconds each. Returns the result of the StillWanted if
  // it was called, otherwise OK.
  absl::Status Done(int64_t steps) {
    done_ += steps;
    if (done_ < kStepsBetween) return absl::OkStatus();
    done_ = 0;
    return still_wanted_();
  }

 private:
  static constexpr int64_t kStepsBetween = int64_t{1} << 18;

  const StillWanted& still_wanted_;
  int64_t done_ = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_STILL_WANTED_H_
