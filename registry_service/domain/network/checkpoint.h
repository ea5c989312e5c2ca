#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_CHECKPOINT_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_CHECKPOINT_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"

namespace jumelage {

// Whether a computation may go on: OK, or why it must end (cancelled, too late). Asked every
// millisecond or so, on the thread that computes.
using Checkpoint = std::function<absl::Status()>;

// Asks a checkpoint once in a while, so that loops can afford to tell of every step. Used by one
// thread; `checkpoint` outlives it.
class Pace {
 public:
  explicit Pace(const Checkpoint& checkpoint) : checkpoint_(checkpoint) {}

  // Another `steps` were done, each of a few nanoseconds.
  absl::Status Done(int64_t steps) {
    done_ += steps;
    if (done_ < kStepsBetween) return absl::OkStatus();
    done_ = 0;
    return checkpoint_();
  }

 private:
  static constexpr int64_t kStepsBetween = int64_t{1} << 18;

  const Checkpoint& checkpoint_;
  int64_t done_ = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_CHECKPOINT_H_
