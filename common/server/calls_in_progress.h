#ifndef JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_
#define JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_

#include <atomic>
#include <cstdint>
#include <memory>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "grpcpp/support/server_interceptor.h"

namespace jumelage {

// Counts the calls of a gRPC server, so that the server can wait for them before it shuts gRPC
// down. Thread-safe. Calls may outlive it.
class CallsInProgress {
 public:
  // Returns the interceptor factory that counts. The server must be built with it.
  std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> NewFactory();

  // Waits until the calls that have begun so far have ended, but no longer than `timeout`.
  void AwaitEnd(absl::Duration timeout);

 private:
  class Factory;
  class Call;

  // Every call changes the counts, so they are atomic, and `mu` is used only while AwaitEnd waits.
  struct Counts {
    // The calls that began before AwaitEnd. A call is counted before it reads `awaited`, so that
    // AwaitEnd, which reads the count after it has set `awaited`, misses none.
    std::atomic<int64_t> in_progress{0};
    std::atomic<bool> awaited{false};
    Mutex mu;
    CondVar ended;
  };

  const std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_
