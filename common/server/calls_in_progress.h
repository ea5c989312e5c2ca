#ifndef JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_
#define JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_

#include <cstdint>
#include <memory>

#include "absl/base/thread_annotations.h"
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

  struct Counts {
    Mutex mu;
    CondVar changed;
    // The calls that began before AwaitEnd.
    int64_t in_progress ABSL_GUARDED_BY(mu) = 0;
    bool awaited ABSL_GUARDED_BY(mu) = false;
  };

  const std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_
