#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "grpc/grpc.h"
#include "gtest/gtest.h"

namespace {

constexpr int kEndedTooEarly = 3;

// Before every other static initializer: the handler is then the last to run.
[[gnu::constructor(101)]] void ExamineTheEnd() {
  std::atexit([] {
    if (grpc_is_initialized() != 0) std::_Exit(kEndedTooEarly);
  });
}

std::atomic<bool> ending = false;

// As when gRPC's own thread is the last to let go: that the process ends is what it waits for.
void EndWhileAThreadHoldsGrpc() {
  grpc_init();
  std::thread([] {
    while (!ending) std::this_thread::yield();
    // Nothing is waited for: this is the time for which gRPC stays held, and any will do.
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    grpc_shutdown();
  }).detach();
  std::atexit([] { ending = true; });
  std::exit(0);
}

TEST(AwaitShutdownDeathTest, AProcessEndsOnlyOnceGrpcHasShutDown) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(EndWhileAThreadHoldsGrpc(), testing::ExitedWithCode(0), "");
}

}  // namespace
