#ifndef JUMELAGE_COMMON_BASE_STILL_WANTED_H_
#define JUMELAGE_COMMON_BASE_STILL_WANTED_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"

namespace jumelage {

// Whether what takes its time may go on: OK, or why it must end (cancelled, too late). Asked before
// each step or every millisecond or so, on the thread that does the work.
using StillWanted = std::function<absl::Status()>;

// Asks once in a while, so that loops can afford to tell of every step. Used by one thread;
// `still_wanted` outlives it.
class Pace {
 public:
  explicit Pace(const StillWanted& still_wanted) : still_wanted_(still_wanted) {}

  // Another `steps` were done, each of a few nanoseconds.
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
