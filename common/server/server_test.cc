#include "common/server/server.h"

#include <chrono>
#include <functional>
#include <future>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/server/test_service.grpc.pb.h"
#include "common/testing/held_port.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using testing::Probe;
using testing::ProbeService;

constexpr char kServiceName[] = "jumelage.testing.ProbeService";
// Long enough for any machine. Nothing waits this long unless something is broken.
constexpr absl::Duration kPatience = absl::Seconds(30);

class TailReactor : public grpc::ServerWriteReactor<Probe> {
 public:
  explicit TailReactor(const Probe& probe) : probe_(probe) { StartWrite(&probe_); }
  void OnDone() override { delete this; }

 private:
  const Probe probe_;
};

class ProbeServiceImpl final : public ProbeService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const Probe* request,
                                 Probe* response) override {
    *response = *request;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerUnaryReactor* Hang(grpc::CallbackServerContext* context, const Probe*,
                                 Probe*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    MutexLock lock(&mu_);
    hanging_.insert(reactor);
    changed_.SignalAll();
    return reactor;
  }

  grpc::ServerWriteReactor<Probe>* Tail(grpc::CallbackServerContext*,
                                        const Probe* request) override {
    auto* reactor = new TailReactor(*request);
    MutexLock lock(&mu_);
    tails_.insert(reactor);
    return reactor;
  }

  // Waits until a call to Hang is in progress. Returns false if there is none within kPatience.
  bool AwaitHanging() {
    const absl::Time deadline = Clock::Real()->Now() + kPatience;
    MutexLock lock(&mu_);
    while (hanging_.empty() && Clock::Real()->Now() < deadline) {
      changed_.WaitFor(&mu_, deadline - Clock::Real()->Now());
    }
    return !hanging_.empty();
  }

  void ReleaseHanging() {
    MutexLock lock(&mu_);
    for (grpc::ServerUnaryReactor* reactor : hanging_) reactor->Finish(grpc::Status::OK);
    hanging_.clear();
  }

  void EndTails() {
    MutexLock lock(&mu_);
    for (TailReactor* reactor : tails_) {
      reactor->Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "draining"));
    }
    tails_.clear();
  }

 private:
  Mutex mu_;
  CondVar changed_;
  std::set<grpc::ServerUnaryReactor*> hanging_ ABSL_GUARDED_BY(mu_);
  std::set<TailReactor*> tails_ ABSL_GUARDED_BY(mu_);
};

class ServerTest : public ::testing::Test {
 protected:
  void StartServer(ServerOptions options = {}) {
    options.services = {{kServiceName, &service_}};
    auto server = Server::Start(std::move(options));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    stub_ = ProbeService::NewStub(channel_);
  }

  static void SetDeadline(grpc::ClientContext* context) {
    context->set_deadline(absl::ToChronoTime(Clock::Real()->Now() + kPatience));
  }

  // Calls `method` with a serialized message and returns the serialized answer. The packaged gRPC
  // has no generated code for its own services.
  grpc::Status CallRaw(const std::string& method, const std::string& request,
                       std::string* response) {
    grpc::ClientContext context;
    SetDeadline(&context);
    const grpc::Slice slice(request);
    const grpc::ByteBuffer request_buffer(&slice, 1);
    grpc::ByteBuffer response_buffer;
    std::promise<grpc::Status> ended;
    grpc::GenericStub(channel_).UnaryCall(
        &context, method, grpc::StubOptions(), &request_buffer, &response_buffer,
        [&ended](grpc::Status status) { ended.set_value(status); });
    const grpc::Status status = ended.get_future().get();
    grpc::Slice dumped;
    if (status.ok() && response_buffer.DumpToSingleSlice(&dumped).ok()) {
      response->assign(reinterpret_cast<const char*>(dumped.begin()), dumped.size());
    }
    return status;
  }

  // Returns the health of `service`. In grpc.health.v1, field 1 of the request names the service,
  // and field 1 of the answer is the state.
  std::string Health(const std::string& service) {
    std::string request;
    if (!service.empty()) {
      request = absl::StrCat("\x0a", std::string(1, static_cast<char>(service.size())), service);
    }
    std::string response;
    const grpc::Status status = CallRaw("/grpc.health.v1.Health/Check", request, &response);
    if (!status.ok()) return absl::StrCat("error ", status.error_code());
    if (response == "\x08\x01") return "SERVING";
    if (response == "\x08\x02") return "NOT_SERVING";
    return "unexpected answer";
  }

  // Stops the server while a call is in progress, and runs `meanwhile` after draining has begun.
  // The call must end without an error.
  void StopDuringACall(const std::function<void()>& meanwhile) {
    ServerOptions options;
    options.drain_timeout = kPatience;
    std::promise<void> draining;
    options.on_drain = {[&draining] { draining.set_value(); }};
    StartServer(options);
    std::thread caller([this] {
      grpc::ClientContext context;
      SetDeadline(&context);
      Probe response;
      EXPECT_TRUE(stub_->Hang(&context, Probe(), &response).ok());
    });
    ASSERT_TRUE(service_.AwaitHanging());
    std::thread stopper([this] { server_->Stop(); });
    draining.get_future().wait();
    meanwhile();
    service_.ReleaseHanging();
    stopper.join();
    caller.join();
  }

  grpc::Status Echo(const std::string& text) {
    grpc::ClientContext context;
    SetDeadline(&context);
    Probe request, response;
    request.set_text(text);
    const grpc::Status status = stub_->Echo(&context, request, &response);
    EXPECT_EQ(response.text(), status.ok() ? text : "");
    return status;
  }

  ProbeServiceImpl service_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<ProbeService::Stub> stub_;
};

TEST_F(ServerTest, ServesOnThePortThatItReports) {
  StartServer();
  EXPECT_GT(server_->port(), 0);
  EXPECT_EQ(server_->address(), absl::StrCat("127.0.0.1:", server_->port()));
  EXPECT_TRUE(Echo("Belfort").ok());
}

TEST_F(ServerTest, HealthIsNotServingUntilSet) {
  StartServer();
  EXPECT_EQ(Health(""), "NOT_SERVING");
  EXPECT_EQ(Health(kServiceName), "NOT_SERVING");
  server_->SetServing(true);
  EXPECT_EQ(Health(""), "SERVING");
  EXPECT_EQ(Health(kServiceName), "SERVING");
  EXPECT_EQ(Health("no.such.Service"), "error 5");
  server_->SetServing(false);
  EXPECT_EQ(Health(""), "NOT_SERVING");
  EXPECT_EQ(Health(kServiceName), "NOT_SERVING");
}

TEST_F(ServerTest, ReflectionListsTheServices) {
  StartServer();
  // ServerReflectionRequest.list_services, field 7.
  std::string response;
  const grpc::Status status =
      CallRaw("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
              std::string("\x3a\x01*"), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  for (const char* name : {kServiceName, "grpc.health.v1.Health", "grpc.channelz.v1.Channelz",
                           "grpc.reflection.v1alpha.ServerReflection"}) {
    EXPECT_TRUE(absl::StrContains(response, name)) << name;
  }
}

TEST_F(ServerTest, ChannelzListsTheServer) {
  StartServer();
  std::string response;
  const grpc::Status status = CallRaw("/grpc.channelz.v1.Channelz/GetServers", "", &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(response.empty());
}

TEST_F(ServerTest, UnknownMethodsAreUnimplemented) {
  StartServer();
  std::string response;
  for (const char* method : {"/nothing.Nothing/Get", "/grpc.reflection.v1.ServerReflection/X"}) {
    EXPECT_EQ(CallRaw(method, "", &response).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  }
  EXPECT_TRUE(Echo("afterwards").ok());
}

TEST_F(ServerTest, ATakenPortIsOneClearLine) {
  StartServer();
  ServerOptions options;
  options.listen = server_->address();
  const absl::Status status = Server::Start(options).status();
  EXPECT_EQ(status,
            absl::AlreadyExistsError(absl::StrCat("cannot listen on ", server_->address(),
                                                  ": the port is taken by another process")));
}

TEST_F(ServerTest, APortIsFreeAgainAfterStop) {
  const HeldPort port;
  ServerOptions options;
  options.listen = port.address();
  StartServer(options);
  ASSERT_TRUE(Echo("first").ok());
  server_->Stop();
  StartServer(options);
  EXPECT_TRUE(Echo("second").ok());
}

TEST_F(ServerTest, RefusesAddressesBeyondLoopbackUnlessAllowed) {
  ServerOptions options;
  options.listen = "0.0.0.0:0";
  const absl::Status refused = Server::Start(options).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(absl::StrContains(refused.message(), "--insecure")) << refused;
  options.allow_insecure_remote = true;
  EXPECT_TRUE(Server::Start(options).ok());
}

TEST_F(ServerTest, BadAddressesAreRefused) {
  for (const char* listen : {"", "localhost", "no-such-host.invalid:0"}) {
    ServerOptions options;
    options.listen = listen;
    EXPECT_EQ(Server::Start(options).status().code(), absl::StatusCode::kInvalidArgument) << listen;
  }
}

TEST_F(ServerTest, TheTransportRefusesLargeMessages) {
  StartServer();
  EXPECT_TRUE(Echo(std::string((4 << 20) - 100, 'x')).ok());
  EXPECT_EQ(Echo(std::string(5 << 20, 'x')).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(ServerTest, DrainingEndsStreamsThroughTheirHook) {
  ServerOptions options;
  options.on_drain = {[this] {
    EXPECT_EQ(Health(""), "NOT_SERVING");
    service_.EndTails();
  }};
  StartServer(options);
  server_->SetServing(true);
  grpc::ClientContext context;
  SetDeadline(&context);
  Probe request, received;
  request.set_text("Belfort");
  const auto stream = stub_->Tail(&context, request);
  ASSERT_TRUE(stream->Read(&received));

  const absl::Time before = Clock::Real()->Now();
  server_->Stop();
  EXPECT_LT(Clock::Real()->Now() - before, options.drain_timeout);
  EXPECT_FALSE(stream->Read(&received));
  EXPECT_EQ(stream->Finish().error_message(), "draining");
}

TEST_F(ServerTest, DrainingLetsCallsInProgressEnd) {
  StopDuringACall([] {});
}

// gRPC would refuse the call with CANCELLED and no reason.
TEST_F(ServerTest, DrainingLeavesItToTheServicesToRefuseNewCalls) {
  StopDuringACall([this] {
    EXPECT_TRUE(Echo("on the open connection").ok());
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    EXPECT_EQ(Health(""), "NOT_SERVING");
  });
}

TEST_F(ServerTest, AnIdleClientDoesNotDelayStopping) {
  ServerOptions options;
  options.drain_timeout = kPatience;
  StartServer(options);
  ASSERT_TRUE(Echo("Belfort").ok());
  const absl::Time before = Clock::Real()->Now();
  server_->Stop();
  EXPECT_LT(Clock::Real()->Now() - before, kPatience / 2);
}

// A client that watches the server's health never ends its call.
TEST_F(ServerTest, AHealthWatcherDoesNotDelayStoppingForLong) {
  ServerOptions options;
  options.drain_timeout = absl::Milliseconds(200);
  // A busy machine may take longer than on_stuck allows.
  options.on_stuck = [] {};
  StartServer(options);
  grpc::ClientContext context;
  SetDeadline(&context);
  const grpc::Slice slice;
  grpc::ByteBuffer request(&slice, 1), response;
  std::promise<void> ended;
  grpc::GenericStub(channel_).UnaryCall(&context, "/grpc.health.v1.Health/Watch",
                                        grpc::StubOptions(), &request, &response,
                                        [&ended](const grpc::Status&) { ended.set_value(); });
  // This call is made after the watch, on the same connection. Once it is answered, the server must
  // have received the watch too.
  ASSERT_EQ(Health(""), "NOT_SERVING");
  const absl::Time before = Clock::Real()->Now();
  server_->Stop();
  EXPECT_LT(Clock::Real()->Now() - before, kPatience / 2);
  // A unary call can't read to the end of a stream, so it does not see that the server has ended
  // it.
  context.TryCancel();
  ended.get_future().wait();
}

TEST_F(ServerTest, ACallThatNeverEndsIsReportedAsStuck) {
  ServerOptions options;
  options.drain_timeout = absl::Milliseconds(50);
  int stuck = 0;
  options.on_stuck = [this, &stuck] {
    ++stuck;
    service_.ReleaseHanging();
  };
  StartServer(options);
  std::thread caller([this] {
    grpc::ClientContext context;
    SetDeadline(&context);
    Probe response;
    EXPECT_FALSE(stub_->Hang(&context, Probe(), &response).ok());
  });
  ASSERT_TRUE(service_.AwaitHanging());
  server_->Stop();
  EXPECT_EQ(stuck, 1);
  caller.join();
}

TEST_F(ServerTest, StoppingTwiceHasTheEffectOfOnce) {
  ServerOptions options;
  int drained = 0;
  options.on_drain = {[&drained] { ++drained; }};
  StartServer(options);
  server_->Stop();
  server_->Stop();
  server_->SetServing(true);
  EXPECT_EQ(drained, 1);
  EXPECT_EQ(Health(""), "error 14");
}

}  // namespace
}  // namespace jumelage
