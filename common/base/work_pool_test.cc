#include "common/base/work_pool.h"

#include <sys/resource.h>

#include <atomic>

#include "gtest/gtest.h"

namespace jumelage {
namespace {

// Blocks the threads that reach it until it is opened.
class Gate {
 public:
  void Pass() {
    MutexLock lock(&mu_);
    ++arrived_;
    changed_.SignalAll();
    while (!open_) changed_.Wait(&mu_);
  }
  void AwaitArrived(int count) {
    MutexLock lock(&mu_);
    while (arrived_ < count) changed_.Wait(&mu_);
  }
  void Open() {
    MutexLock lock(&mu_);
    open_ = true;
    changed_.SignalAll();
  }

 private:
  Mutex mu_;
  CondVar changed_;
  int arrived_ ABSL_GUARDED_BY(mu_) = 0;
  bool open_ ABSL_GUARDED_BY(mu_) = false;
};

TEST(WorkPoolTest, RefusesWorkWhenFullAndRunsWhatItAccepted) {
  Gate gate;
  std::atomic<int> ran{0};
  {
    WorkPool pool(2, 3);
    const auto work = [&] {
      gate.Pass();
      ++ran;
    };
    ASSERT_TRUE(pool.Add(work));
    ASSERT_TRUE(pool.Add(work));
    gate.AwaitArrived(2);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(pool.Add(work));
    EXPECT_FALSE(pool.Add(work));
    gate.Open();
  }
  EXPECT_EQ(ran, 5) << "queued work ran before the pool was destroyed";
}

TEST(WorkPoolTest, RunsAtALowerPriorityThanOtherThreads) {
  int inside = 0;
  {
    WorkPool pool(1, 1);
    pool.Add([&] { inside = getpriority(PRIO_PROCESS, 0); });
  }
  const int outside = getpriority(PRIO_PROCESS, 0);
  EXPECT_TRUE(inside > outside || outside == 19) << inside << " against " << outside;
}

}  // namespace
}  // namespace jumelage
