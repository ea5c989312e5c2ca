#include "common/base/timer_queue.h"

#include <atomic>
#include <memory>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;

// Lets one thread wait for another.
class Gate {
 public:
  void Open() {
    MutexLock lock(&mu_);
    open_ = true;
    opened_.SignalAll();
  }
  void Await() {
    MutexLock lock(&mu_);
    while (!open_) opened_.Wait(&mu_);
  }

 private:
  Mutex mu_;
  CondVar opened_;
  bool open_ = false;
};

TEST(TimerQueueTest, RunsFunctionsInTheOrderOfTheirTimes) {
  std::vector<int> ran;
  Gate added, last;
  TimerQueue timers;
  // All functions are already due, at times hours apart, and the first one waits until all of them
  // are queued, so their order is the same on any machine.
  timers.After(-absl::Hours(4), [&] { added.Await(); });
  timers.After(-absl::Hours(1), [&] {
    ran.push_back(3);
    last.Open();
  });
  timers.After(-absl::Hours(3), [&] { ran.push_back(1); });
  timers.After(-absl::Hours(2), [&] { ran.push_back(2); });
  added.Open();
  last.Await();
  EXPECT_THAT(ran, ElementsAre(1, 2, 3));
}

TEST(TimerQueueTest, RunsNothingBeforeItsTime) {
  Gate ran;
  TimerQueue timers;
  const absl::Time due = absl::Now() + absl::Milliseconds(10);
  timers.After(absl::Milliseconds(10), [&] {
    EXPECT_GE(absl::Now(), due);
    ran.Open();
  });
  ran.Await();
}

TEST(TimerQueueTest, NeverRunsACancelledFunction) {
  bool ran = false;
  Gate cancelled, last;
  TimerQueue timers;
  timers.After(-absl::Hours(1), [&] { cancelled.Await(); });
  const TimerQueue::Id id = timers.After(absl::ZeroDuration(), [&] { ran = true; });
  EXPECT_TRUE(timers.Cancel(id));
  EXPECT_FALSE(timers.Cancel(id));
  timers.After(absl::ZeroDuration(), [&] { last.Open(); });
  cancelled.Open();
  last.Await();
  EXPECT_FALSE(ran);
}

TEST(TimerQueueTest, CancelWaitsForARunningFunction) {
  Gate started;
  std::atomic<bool> done{false};
  TimerQueue timers;
  const TimerQueue::Id id = timers.After(absl::ZeroDuration(), [&] {
    started.Open();
    const absl::Time until = absl::Now() + absl::Milliseconds(20);
    while (absl::Now() < until) {
    }
    done = true;
  });
  started.Await();
  EXPECT_FALSE(timers.Cancel(id));
  EXPECT_TRUE(done);
}

TEST(TimerQueueTest, AFunctionMayCancelItself) {
  Gate ran;
  TimerQueue timers;
  TimerQueue::Id id;
  Gate known;
  id = timers.After(absl::Milliseconds(1), [&] {
    known.Await();
    EXPECT_FALSE(timers.Cancel(id));
    ran.Open();
  });
  known.Open();
  ran.Await();
}

TEST(TimerQueueTest, DropsWaitingFunctionsWhenDestroyed) {
  auto held = std::make_shared<int>(0);
  {
    TimerQueue timers;
    timers.After(absl::Hours(1), [held] {});
    EXPECT_EQ(held.use_count(), 2);
  }
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace jumelage
