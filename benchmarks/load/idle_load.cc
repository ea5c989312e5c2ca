#include "benchmarks/load/idle_load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>

#include "benchmarks/load/random.h"
#include "benchmarks/load/wire.h"
#include "common/base/clock.h"
#include "common/base/status_macros.h"

namespace jumelage::benchmarks {
namespace {

using SteadyClock = std::chrono::steady_clock;

absl::Status CallNow(Workload* workload, grpc::GenericStub* stub, grpc::CompletionQueue* queue,
                     Random* random, LoopResult* result) {
  const int64_t key = workload->Pick(random);
  const grpc::ByteBuffer request = workload->Request(key);
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  grpc::ByteBuffer response;
  grpc::Status status;
  const SteadyClock::time_point start = SteadyClock::now();
  const auto call = stub->PrepareUnaryCall(&context, workload->method(), request, queue);
  call->StartCall();
  call->Finish(&response, &status, nullptr);
  // This thread waits for the answer itself, so that no other thread of the client has to wake up.
  void* tag = nullptr;
  bool ok = false;
  queue->Next(&tag, &ok);
  const auto taken =
      std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start);
  if (!status.ok()) return CallError(workload->method(), status);
  ++result->calls;
  result->response_bytes += static_cast<int64_t>(response.Length());
  result->latencies_us.push_back(static_cast<uint32_t>(taken.count()));
  return workload->Check(key, response);
}

}  // namespace

absl::StatusOr<LoopResult> RunIdleLoad(Workload* workload, const std::string& target, int rounds,
                                       absl::Duration idle) {
  grpc::GenericStub stub(Connect(target));
  grpc::CompletionQueue queue;
  Random random(1);
  LoopResult result;
  LoopResult connecting;
  const SteadyClock::time_point start = SteadyClock::now();
  absl::Status status = CallNow(workload, &stub, &queue, &random, &connecting);
  for (int i = 0; i < rounds && status.ok(); ++i) {
    Clock::Real()->Sleep(idle);
    status = CallNow(workload, &stub, &queue, &random, &result);
  }
  queue.Shutdown();
  JUMELAGE_RETURN_IF_ERROR(status);
  result.seconds = std::chrono::duration<double>(SteadyClock::now() - start).count();
  return result;
}

}  // namespace jumelage::benchmarks
