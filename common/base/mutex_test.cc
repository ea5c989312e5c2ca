#include "common/base/mutex.h"

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

struct Counter {
  Mutex mu;
  CondVar changed;
  int value ABSL_GUARDED_BY(mu) = 0;
};

TEST(MutexTest, ExcludesOtherThreads) {
  Counter counter;
  const auto count = [&counter] {
    for (int i = 0; i < 10000; ++i) {
      MutexLock lock(&counter.mu);
      ++counter.value;
    }
  };
  std::thread other(count);
  count();
  other.join();
  MutexLock lock(&counter.mu);
  EXPECT_EQ(counter.value, 20000);
}

TEST(CondVarTest, WaitReturnsWhenSignalled) {
  Counter counter;
  std::thread other([&counter] {
    MutexLock lock(&counter.mu);
    counter.value = 1;
    counter.changed.Signal();
  });
  {
    MutexLock lock(&counter.mu);
    while (counter.value == 0) counter.changed.Wait(&counter.mu);
    EXPECT_EQ(counter.value, 1);
  }
  other.join();
}

TEST(CondVarTest, WaitForEndsWithoutASignal) {
  Counter counter;
  MutexLock lock(&counter.mu);
  // Spurious wakeups are allowed. Only the end of the wait is guaranteed.
  while (counter.changed.WaitFor(&counter.mu, absl::Milliseconds(5))) {
  }
  EXPECT_FALSE(counter.changed.WaitFor(&counter.mu, -absl::Seconds(1)));
}

TEST(CondVarTest, WaitForTakesAnInfiniteDuration) {
  Counter counter;
  std::thread other([&counter] {
    MutexLock lock(&counter.mu);
    counter.value = 1;
    counter.changed.SignalAll();
  });
  {
    MutexLock lock(&counter.mu);
    while (counter.value == 0) {
      EXPECT_TRUE(counter.changed.WaitFor(&counter.mu, absl::InfiniteDuration()));
    }
  }
  other.join();
}

}  // namespace
}  // namespace jumelage
