#include "common/server/calls_in_progress.h"

#include <utility>

#include "common/base/clock.h"

namespace jumelage {

// Lives as long as its call.
class CallsInProgress::Call : public grpc::experimental::Interceptor {
 public:
  explicit Call(std::shared_ptr<Counts> counts) : counts_(std::move(counts)) {
    MutexLock lock(&counts_->mu);
    counted_ = !counts_->awaited;
    if (counted_) ++counts_->in_progress;
  }

  ~Call() override {
    if (!counted_) return;
    MutexLock lock(&counts_->mu);
    if (--counts_->in_progress == 0) counts_->changed.SignalAll();
  }

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    methods->Proceed();
  }

 private:
  const std::shared_ptr<Counts> counts_;
  bool counted_ = false;
};

class CallsInProgress::Factory : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Factory(std::shared_ptr<Counts> counts) : counts_(std::move(counts)) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo*) override {
    // gRPC takes ownership.
    return new Call(counts_);
  }

 private:
  const std::shared_ptr<Counts> counts_;
};

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
CallsInProgress::NewFactory() {
  return std::make_unique<Factory>(counts_);
}

void CallsInProgress::AwaitEnd(absl::Duration timeout) {
  Clock& clock = *Clock::Real();
  const absl::Time deadline = clock.Now() + timeout;
  MutexLock lock(&counts_->mu);
  counts_->awaited = true;
  while (counts_->in_progress > 0 && clock.Now() < deadline) {
    counts_->changed.WaitFor(&counts_->mu, deadline - clock.Now());
  }
}

}  // namespace jumelage
