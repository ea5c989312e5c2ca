#ifndef JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_
#define JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_

#include <atomic>
#include <cstdint>
#include <memory>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "grpcpp/server_context.h"

namespace jumelage {

// Counts the calls of the callback methods of a gRPC server, so that the server can wait for them
// before it shuts gRPC down. It counts contexts, of which gRPC allocates one for each call anyway:
// an interceptor would add a tenth to the work of a GetCity. Thread-safe. Calls may outlive it.
class CallsInProgress {
 public:
  // Returns the allocator that counts. The server must be built with it.
  std::unique_ptr<grpc::ContextAllocator> NewAllocator();

  // Waits until the calls that have begun so far have ended, but no longer than `timeout`.
  void AwaitEnd(absl::Duration timeout);

 private:
  class Allocator;
  class Context;

  // Every call changes the counts, so they are atomic, and `mu` is used only while AwaitEnd waits.
  struct Counts {
    // The calls that began before AwaitEnd. A call is counted before it reads `awaited`, so that
    // AwaitEnd, which reads the count after it has set `awaited`, misses none.
    std::atomic<int64_t> in_progress{0};
    std::atomic<bool> awaited{false};
    Mutex mu;
    CondVar ended;

    // Returns whether the call is counted.
    bool Begin();
    void End();
  };

  const std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_
