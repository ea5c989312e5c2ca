#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_BACKOFF_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_BACKOFF_H_

#include <functional>

#include "absl/time/time.h"

namespace jumelage {

struct BackoffOptions {
  absl::Duration first = absl::Milliseconds(100);
  absl::Duration most = absl::Seconds(5);
  double growth = 2;
  // Draws from [0, 1); the process's random numbers when null.
  std::function<double()> random;
};

// How long to wait before the next attempt: longer with each failure, by a random part of half, so
// that those who lost the same server do not come back together. Owned by one thread.
class Backoff {
 public:
  explicit Backoff(BackoffOptions options);

  // The wait after one more failure: between half and all of first · growth^(failures so far), at
  // most `most`.
  absl::Duration Next();
  // An attempt succeeded: the next failure counts as the first.
  void Reset() { current_ = options_.first; }

 private:
  BackoffOptions options_;
  absl::Duration current_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_BACKOFF_H_
