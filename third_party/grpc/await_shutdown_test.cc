#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "grpc/grpc.h"
#include "gtest/gtest.h"

namespace {

constexpr int kEndedTooEarly = 3;

// Runs before every other static initializer, so that its handler runs last.
[[gnu::constructor(101)]] void ExamineTheEnd() {
  std::atexit([] {
    if (grpc_is_initialized() != 0) std::_Exit(kEndedTooEarly);
  });
}

std::atomic<bool> ending = false;

// Simulates a thread that is the last user of gRPC and releases it only when the process is ending.
void EndWhileAThreadHoldsGrpc() {
  grpc_init();
  std::thread([] {
    while (!ending) std::this_thread::yield();
    // The sleep waits for nothing. It just keeps gRPC in use for some time.
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
