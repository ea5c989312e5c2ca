// Keeps a process from ending while gRPC shuts down.
//
// gRPC 1.51 shuts down when its last object is gone. Mostly that is a channel or a subchannel, let
// go inside gRPC, which then leaves the work to a detached thread: it ends gRPC's own threads and
// joins them, in a race with the end of the process. A process that won was seen by the thread
// sanitizer with a thread that had ended and was not joined, and destroys objects of static
// lifetime while that thread still uses gRPC.
//
// cc_grpc_library links this into every program that has stubs or services. The handler is
// registered before main, hence runs after all that main and what it calls have registered.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "grpc/grpc.h"

namespace {

// For what still works inside gRPC and lets go of it soon. Nobody lets go of what was leaked.
constexpr std::chrono::seconds kPatience(10);
constexpr std::chrono::milliseconds kPoll(1);

// Until gRPC has shut down, or at once where it was never used. gRPC tells it only to those who
// ask: it is initialized until its last thread was joined.
void AwaitShutdown() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (grpc_is_initialized() != 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      std::fputs("gRPC is still in use at the end of the process\n", stderr);
      return;
    }
    // gRPC tells nobody when it is done: it can only be asked.
    std::this_thread::sleep_for(kPoll);
  }
}

[[maybe_unused]] const bool kRegistered = std::atexit(&AwaitShutdown) == 0;

}  // namespace
