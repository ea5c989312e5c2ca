#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_BACKOFF_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_BACKOFF_H_

#include <functional>

#include "absl/time/time.h"

namespace jumelage {

struct BackoffOptions {
  absl::Duration first = absl::Milliseconds(100);
  absl::Duration most = absl::Seconds(5);
  double growth = 2;
  // Returns a random number in [0, 1). If null, the process's generator is used.
  std::function<double()> random;
};

// How long to wait before the next attempt. The wait grows with each failure, and half of it is
// random, so that clients that lost the same server do not all reconnect together. Owned by one
// thread.
class Backoff {
 public:
  explicit Backoff(BackoffOptions options);

  // Returns the wait after one more failure: between half and all of
  // first · growth^(failures so far), at most `most`.
  absl::Duration Next();
  // Call when an attempt succeeded: the next failure counts as the first.
  void Reset() { current_ = options_.first; }

 private:
  BackoffOptions options_;
  absl::Duration current_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_BACKOFF_H_
