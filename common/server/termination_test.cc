#include "common/server/termination.h"

#include <signal.h>
#include <unistd.h>

#include <thread>

#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(TerminationSignalsTest, WaitReturnsTheSignal) {
  for (const int signal : {SIGTERM, SIGINT}) {
    TerminationSignals signals;
    std::thread sender([signal] { kill(getpid(), signal); });
    EXPECT_EQ(signals.Wait(), signal);
    sender.join();
  }
}

TEST(TerminationSignalsTest, ASignalBeforeWaitIsNotLost) {
  TerminationSignals signals;
  kill(getpid(), SIGTERM);
  EXPECT_EQ(signals.Wait(), SIGTERM);
}

TEST(TerminationSignalsDeathTest, ASecondSignalEndsTheProcess) {
  EXPECT_EXIT(
      {
        TerminationSignals signals;
        kill(getpid(), SIGINT);
        signals.Wait();
        kill(getpid(), SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace jumelage
