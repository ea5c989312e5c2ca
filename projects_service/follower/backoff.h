#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_BACKOFF_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_BACKOFF_H_

#include <functional>

#include "absl/time/time.h"

namespace jumelage {

struct BackoffOptions {
  absl::Duration first = absl::Milliseconds(100);
  absl::Duration most = absl::Seconds(5);
  double growth = 2;
  // Returns a random number in [0, 1). If null, the Backoff uses its own randomly seeded generator.
  std::function<double()> random;
};

// Computes how long to wait before the next attempt. The wait grows with each failure, and half of
// it is random, so that clients that lost the same server do not all reconnect at the same time.
// Owned by one thread.
class Backoff {
 public:
  explicit Backoff(BackoffOptions options);

  // Returns how long to wait after one more failure: a random time between 50 and 100 % of
  // min(first · growth^(earlier failures), most). Only failures since the last Reset count.
  absl::Duration Next();
  // Call this after an attempt succeeded. The next failure then counts as the first.
  void Reset() { current_ = options_.first; }

 private:
  BackoffOptions options_;
  absl::Duration current_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_BACKOFF_H_
