#include "benchmarks/load/closed_loop.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "benchmarks/load/random.h"
#include "benchmarks/load/wire.h"
#include "common/base/status_macros.h"

namespace jumelage::benchmarks {
namespace {

using SteadyClock = std::chrono::steady_clock;

// One answer in this many is parsed and checked.
constexpr int kCheckedOneIn = 64;

// State that all workers share.
struct Shared {
  Workload* workload;
  SteadyClock::time_point count_from;
  SteadyClock::time_point end;
  // The number of calls that may still begin, if the number of calls is fixed.
  std::atomic<int64_t> left;
  bool by_number;
  std::atomic<bool> failed{false};
};

// A thread's part of the loop: its calls in flight, on its own completion queue.
class Worker {
 public:
  Worker(Shared* shared, std::vector<std::shared_ptr<grpc::Channel>> channels, int in_flight,
         uint64_t seed)
      : shared_(*shared), random_(seed), slots_(in_flight) {
    for (auto& channel : channels) stubs_.push_back(std::make_unique<grpc::GenericStub>(channel));
    for (size_t i = 0; i < slots_.size(); ++i) slots_[i].stub = stubs_[i % stubs_.size()].get();
  }

  void Run() {
    for (Slot& slot : slots_) Begin(&slot);
    void* tag = nullptr;
    bool ok = false;
    while (running_ > 0 && queue_.Next(&tag, &ok)) {
      auto* const slot = static_cast<Slot*>(tag);
      --running_;
      End(slot);
      Begin(slot);
    }
    queue_.Shutdown();
    while (queue_.Next(&tag, &ok)) continue;
  }

  const absl::Status& status() const { return status_; }
  LoopResult& result() { return result_; }
  SteadyClock::time_point last_end() const { return last_end_; }

 private:
  struct Slot {
    grpc::GenericStub* stub;
    int64_t key;
    SteadyClock::time_point start;
    std::optional<grpc::ClientContext> context;
    grpc::ByteBuffer response;
    grpc::Status status;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> call;
  };

  void Begin(Slot* slot) {
    if (shared_.failed.load(std::memory_order_relaxed)) return;
    if (shared_.by_number ? shared_.left.fetch_sub(1) <= 0 : SteadyClock::now() >= shared_.end) {
      return;
    }
    slot->key = shared_.workload->Pick(&random_);
    const grpc::ByteBuffer request = shared_.workload->Request(slot->key);
    // Must come before the context is replaced: the reader is in the memory of the call, which the
    // context holds.
    slot->call.reset();
    slot->context.emplace();
    slot->response.Clear();
    slot->start = SteadyClock::now();
    slot->call =
        slot->stub->PrepareUnaryCall(&*slot->context, shared_.workload->method(), request, &queue_);
    slot->call->StartCall();
    slot->call->Finish(&slot->response, &slot->status, slot);
    ++running_;
  }

  void End(Slot* slot) {
    const SteadyClock::time_point now = SteadyClock::now();
    if (!slot->status.ok()) return Fail(CallError(shared_.workload->method(), slot->status));
    if (now >= shared_.count_from && (shared_.by_number || now < shared_.end)) {
      ++result_.calls;
      result_.response_bytes += static_cast<int64_t>(slot->response.Length());
      const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(now - slot->start);
      result_.latencies_us.push_back(static_cast<uint32_t>(taken.count()));
      last_end_ = now;
    }
    if (ended_++ % kCheckedOneIn != 0) return;
    absl::Status right = shared_.workload->Check(slot->key, slot->response);
    if (!right.ok()) Fail(std::move(right));
  }

  void Fail(absl::Status status) {
    shared_.failed.store(true, std::memory_order_relaxed);
    if (status_.ok()) status_ = std::move(status);
  }

  Shared& shared_;
  Random random_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<Slot> slots_;
  int running_ = 0;
  int64_t ended_ = 0;
  absl::Status status_;
  LoopResult result_;
  SteadyClock::time_point last_end_;
};

// Waits until the channel is connected, so that no call's latency includes the time taken to
// connect. Returns UNAVAILABLE after 10 seconds.
absl::Status AwaitConnection(grpc::Channel* channel) {
  if (channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10))) {
    return absl::OkStatus();
  }
  return absl::UnavailableError("the server can't be reached");
}

}  // namespace

absl::StatusOr<LoopResult> RunClosedLoop(Workload* workload, const LoopOptions& options) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < std::min(options.channels, options.in_flight); ++i) {
    channels.push_back(Connect(options.target));
    JUMELAGE_RETURN_IF_ERROR(AwaitConnection(channels.back().get()));
  }
  Shared shared{workload, {}, {}, {options.calls}, options.calls > 0};
  const SteadyClock::time_point start = SteadyClock::now();
  shared.count_from =
      shared.by_number ? start : start + absl::ToChronoMicroseconds(options.warm_up);
  shared.end = start + absl::ToChronoMicroseconds(options.warm_up + options.measured);

  const int threads = std::min({options.threads, options.in_flight});
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < threads; ++i) {
    std::vector<std::shared_ptr<grpc::Channel>> own;
    for (size_t c = i % channels.size(); c < channels.size(); c += threads) {
      own.push_back(channels[c]);
    }
    const int in_flight = options.in_flight / threads + (i < options.in_flight % threads ? 1 : 0);
    workers.push_back(std::make_unique<Worker>(&shared, std::move(own), in_flight,
                                               options.seed * 1000 + static_cast<uint64_t>(i)));
  }
  std::vector<std::thread> running;
  for (const auto& worker : workers) running.emplace_back([&worker] { worker->Run(); });
  for (std::thread& thread : running) thread.join();

  LoopResult result;
  SteadyClock::time_point last = shared.end;
  if (shared.by_number) last = start;
  for (const auto& worker : workers) {
    JUMELAGE_RETURN_IF_ERROR(worker->status());
    LoopResult& part = worker->result();
    result.calls += part.calls;
    result.response_bytes += part.response_bytes;
    result.latencies_us.insert(result.latencies_us.end(), part.latencies_us.begin(),
                               part.latencies_us.end());
    if (shared.by_number) last = std::max(last, worker->last_end());
  }
  result.seconds = std::chrono::duration<double>(last - shared.count_from).count();
  if (result.calls == 0)
    return absl::DeadlineExceededError("no call ended within the measured time");
  return result;
}

}  // namespace jumelage::benchmarks
