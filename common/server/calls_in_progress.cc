#include "common/server/calls_in_progress.h"

#include <utility>

#include "common/base/clock.h"
#include "grpcpp/generic/async_generic_service.h"

namespace jumelage {

bool CallsInProgress::Counts::Begin() {
  ++in_progress;
  if (!awaited) return true;
  End();
  return false;
}

void CallsInProgress::Counts::End() {
  if (--in_progress > 0 || !awaited) return;
  MutexLock lock(&mu);
  ended.SignalAll();
}

// The context of one call. Lives as long as the call.
class CallsInProgress::Context : public grpc::CallbackServerContext {
 public:
  explicit Context(Counts* counts) : counts_(*counts), counted_(counts->Begin()) {}
  ~Context() override {
    if (counted_) counts_.End();
  }

 private:
  Counts& counts_;
  const bool counted_;
};

// Owned by the gRPC server, which is destroyed after its calls.
class CallsInProgress::Allocator : public grpc::ContextAllocator {
 public:
  explicit Allocator(std::shared_ptr<Counts> counts) : counts_(std::move(counts)) {}

  grpc::CallbackServerContext* NewCallbackServerContext() override {
    return new Context(counts_.get());
  }
  // gRPC releases generic contexts here too, so this must not assume a Context.
  void Release(grpc::CallbackServerContext* context) override { delete context; }
  // gRPC uses these contexts to refuse calls of unknown methods. They are not counted.
  grpc::GenericCallbackServerContext* NewGenericCallbackServerContext() override {
    return new grpc::GenericCallbackServerContext;
  }
  void Release(grpc::GenericCallbackServerContext* context) override { delete context; }

 private:
  const std::shared_ptr<Counts> counts_;
};

std::unique_ptr<grpc::ContextAllocator> CallsInProgress::NewAllocator() {
  return std::make_unique<Allocator>(counts_);
}

void CallsInProgress::AwaitEnd(absl::Duration timeout) {
  Clock& clock = *Clock::Real();
  const absl::Time deadline = clock.Now() + timeout;
  counts_->awaited = true;
  MutexLock lock(&counts_->mu);
  while (counts_->in_progress > 0 && clock.Now() < deadline) {
    counts_->ended.WaitFor(&counts_->mu, deadline - clock.Now());
  }
}

}  // namespace jumelage
