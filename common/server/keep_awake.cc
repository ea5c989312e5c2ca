#include "common/server/keep_awake.h"

#include <chrono>
#include <utility>

#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/stub_options.h"

namespace jumelage {
namespace {

// Well below the second after which the threads begin to sleep.
constexpr absl::Duration kInterval = absl::Milliseconds(250);
// The health service answers in microseconds. The timeout matters only if the process was
// suspended.
constexpr std::chrono::seconds kCallTimeout(1);
constexpr char kMethod[] = "/grpc.health.v1.Health/Check";

}  // namespace

KeepAwake::KeepAwake(std::shared_ptr<grpc::Channel> channel)
    : channel_(std::move(channel)), thread_([this] { Run(); }) {}

KeepAwake::~KeepAwake() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    changed_.SignalAll();
  }
  thread_.join();
}

void KeepAwake::Run() {
  while (true) {
    {
      MutexLock lock(&mu_);
      if (!stopping_) changed_.WaitFor(&mu_, kInterval);
      if (stopping_) return;
    }
    CallOnce();
  }
}

void KeepAwake::CallOnce() {
  grpc::GenericStub stub(channel_);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
  // An empty message asks for the health of the server as a whole. The answer does not matter.
  grpc::Slice empty;
  const grpc::ByteBuffer request(&empty, 1);
  grpc::ByteBuffer response;
  {
    MutexLock lock(&mu_);
    call_ended_ = false;
  }
  stub.UnaryCall(&context, kMethod, grpc::StubOptions(), &request, &response,
                 [this](const grpc::Status&) {
                   MutexLock lock(&mu_);
                   call_ended_ = true;
                   changed_.SignalAll();
                 });
  MutexLock lock(&mu_);
  while (!call_ended_) changed_.Wait(&mu_);
}

}  // namespace jumelage
