// Keeps a process from ending while gRPC shuts down.
//
// gRPC 1.51 shuts down when its last object is released, usually a channel or a subchannel inside
// gRPC. It then starts a detached thread that ends and joins gRPC's own threads. This races with
// the end of the process. If the process ends first, the thread sanitizer reports a thread that
// ended and was not joined, and objects of static lifetime are destroyed while that thread still
// uses gRPC.
//
// cc_grpc_library links this into every program that has stubs or services. The handler is
// registered before main, so it runs after all handlers that are registered during main.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "grpc/grpc.h"

namespace {

// This is long enough for work inside gRPC to end. There must be a limit, because a leaked object
// is never released.
constexpr std::chrono::seconds kPatience(10);
constexpr std::chrono::milliseconds kPoll(1);

// Waits until gRPC has shut down. Returns immediately if gRPC was never used. gRPC counts as
// initialized until its last thread is joined.
void AwaitShutdown() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (grpc_is_initialized() != 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      std::fputs("gRPC is still in use at the end of the process\n", stderr);
      return;
    }
    // gRPC has no notification for this.
    std::this_thread::sleep_for(kPoll);
  }
}

[[maybe_unused]] const bool kRegistered = std::atexit(&AwaitShutdown) == 0;

}  // namespace
