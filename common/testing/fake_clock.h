#ifndef JUMELAGE_COMMON_TESTING_FAKE_CLOCK_H_
#define JUMELAGE_COMMON_TESTING_FAKE_CLOCK_H_

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"

namespace jumelage {

// A clock that only moves when it is set or advanced. Sleep advances it immediately. Thread-safe.
class FakeClock : public Clock {
 public:
  // Starts at 2026-01-01T00:00:00Z by default.
  explicit FakeClock(absl::Time now = absl::FromUnixSeconds(1767225600)) : now_(now) {}

  absl::Time Now() override {
    MutexLock lock(&mu_);
    return now_;
  }
  void Sleep(absl::Duration duration) override { Advance(duration); }

  void Set(absl::Time now) {
    MutexLock lock(&mu_);
    now_ = now;
  }
  void Advance(absl::Duration duration) {
    MutexLock lock(&mu_);
    now_ += duration;
  }

 private:
  Mutex mu_;
  absl::Time now_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_FAKE_CLOCK_H_
