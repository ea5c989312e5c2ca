#include "common/server/calls_in_progress.h"

#include <utility>

#include "common/base/clock.h"

namespace jumelage {

// Lives as long as its call.
class CallsInProgress::Call : public grpc::experimental::Interceptor {
 public:
  explicit Call(std::shared_ptr<Counts> counts) : counts_(std::move(counts)) {
    ++counts_->in_progress;
    counted_ = !counts_->awaited;
    if (!counted_) Discount();
  }

  ~Call() override {
    if (counted_) Discount();
  }

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    methods->Proceed();
  }

 private:
  void Discount() {
    if (--counts_->in_progress > 0 || !counts_->awaited) return;
    MutexLock lock(&counts_->mu);
    counts_->ended.SignalAll();
  }

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
  counts_->awaited = true;
  MutexLock lock(&counts_->mu);
  while (counts_->in_progress > 0 && clock.Now() < deadline) {
    counts_->ended.WaitFor(&counts_->mu, deadline - clock.Now());
  }
}

}  // namespace jumelage
