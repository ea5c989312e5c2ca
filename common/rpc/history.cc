#include "common/rpc/history.h"

#include "absl/time/time.h"
#include "common/base/clock.h"

namespace jumelage {

StillWanted WantedBy(const grpc::CallbackServerContext* context) {
  return [context]() -> absl::Status {
    if (context->IsCancelled()) return absl::CancelledError("the caller went away");
    if (absl::FromChrono(context->deadline()) < Clock::Real()->Now()) {
      return absl::DeadlineExceededError("the deadline passed before everything was read");
    }
    return absl::OkStatus();
  };
}

}  // namespace jumelage
