#include "common/server/server.h"

#include <cstdlib>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/base/clock.h"
#include "common/base/logging.h"
#include "common/base/status_macros.h"
#include "common/server/listen_address.h"
#include "google/protobuf/message.h"
#include "grpc/grpc.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/support/log.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace jumelage {
namespace {

// A peer that is silent for this long is pinged. If it does not answer within the timeout, it is
// disconnected. gRPC's default is two hours, and a stream to a vanished watcher would live that
// long.
constexpr int kKeepaliveTimeMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
// The shortest permitted interval between a client's pings. By default, gRPC drops clients that
// ping more often than every five minutes.
constexpr int kMinClientPingIntervalMs = 10'000;

// How long cancelled calls have to end after the drain timeout. Calls that remain after this time
// are stuck.
constexpr absl::Duration kStuckAfter = absl::Seconds(2);

// Writes gRPC's own messages to the program's log.
void LogFromGrpc(gpr_log_func_args* args) {
  const Severity severity = args->severity == GPR_LOG_SEVERITY_ERROR  ? Severity::kError
                            : args->severity == GPR_LOG_SEVERITY_INFO ? Severity::kInfo
                                                                      : Severity::kDebug;
  LogLine(severity, args->message,
          {{"component", "grpc"}, {"source", absl::StrCat(args->file, ":", args->line)}});
}

// Sets up gRPC for the process, once.
void SetUpGrpc() {
  static const bool done = [] {
    // Debian's Abseil checks for deadlocks whenever gRPC locks a mutex, and takes a process-wide
    // lock to do so.
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
    gpr_set_log_function(&LogFromGrpc);
    grpc::EnableDefaultHealthCheckService(true);
    // This lets reflection describe the health service.
    google::protobuf::LinkMessageReflection<grpc::health::v1::HealthCheckRequest>();
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::channelz::experimental::InitChannelzService();
    return true;
  }();
  (void)done;
}

void EndStuckProcess() {
  LogLine(Severity::kError, "calls did not end although they were cancelled; ending the process",
          {{"exit_code", kStuckExitCode}});
  std::_Exit(kStuckExitCode);
}

// Calls `on_stuck` unless destroyed within `timeout`.
class Watchdog {
 public:
  Watchdog(absl::Duration timeout, const std::function<void()>& on_stuck)
      : thread_([this, timeout, &on_stuck] {
          Clock& clock = *Clock::Real();
          const absl::Time deadline = clock.Now() + timeout;
          MutexLock lock(&mu_);
          while (!called_off_ && clock.Now() < deadline) {
            changed_.WaitFor(&mu_, deadline - clock.Now());
          }
          if (!called_off_) on_stuck();
        }) {}

  ~Watchdog() {
    {
      MutexLock lock(&mu_);
      called_off_ = true;
      changed_.SignalAll();
    }
    thread_.join();
  }

 private:
  Mutex mu_;
  CondVar changed_;
  bool called_off_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ServerOptions options) {
  JUMELAGE_ASSIGN_OR_RETURN(HostPort address, ParseHostPort(options.listen, 0));
  JUMELAGE_ASSIGN_OR_RETURN(const bool loopback, IsLoopback(address));
  if (!loopback && !options.allow_insecure_remote) {
    return absl::FailedPreconditionError(
        absl::StrCat("refusing to listen on ", options.listen,
                     ", which other machines can reach, without encryption: use a loopback address,"
                     " or --insecure if the network is trusted"));
  }
  JUMELAGE_RETURN_IF_ERROR(CheckCanListen(address));
  if (!options.on_stuck) options.on_stuck = &EndStuckProcess;
  // The constructor is private, so make_unique cannot call it.
  std::unique_ptr<Server> server(new Server(std::move(options), std::move(address)));
  JUMELAGE_RETURN_IF_ERROR(server->StartGrpc());
  return server;
}

Server::Server(ServerOptions options, HostPort address)
    : options_(std::move(options)), address_(std::move(address)) {}

Server::~Server() { Stop(); }

absl::Status Server::StartGrpc() {
  SetUpGrpc();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(address(), grpc::InsecureServerCredentials(), &port);
  // Without this, a second server could bind the same port and would silently take half of the
  // calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinClientPingIntervalMs);
  builder.SetMaxReceiveMessageSize(options_.max_message_bytes);
  builder.SetMaxSendMessageSize(options_.max_message_bytes);
  // Reflection and channelz are synchronous services; all others use the callback API. Two threads
  // are plenty for people who inspect the server.
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 2);
  for (const ServedService& served : options_.services) builder.RegisterService(served.service);
  builder.SetContextAllocator(calls_.NewAllocator());

  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) {
    return absl::UnavailableError(absl::StrCat("cannot serve on ", address()));
  }
  address_.port = port;
  // gRPC's health service starts with SERVING.
  SetHealth(false);
  keep_awake_ = std::make_unique<KeepAwake>(server_->InProcessChannel(grpc::ChannelArguments()));
  return absl::OkStatus();
}

void Server::SetHealth(bool serving) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health->SetServingStatus("", serving);
  for (const ServedService& served : options_.services) {
    health->SetServingStatus(served.full_name, serving);
  }
}

void Server::SetServing(bool serving) {
  MutexLock lock(&mu_);
  if (!stopping_) SetHealth(serving);
}

void Server::Stop() {
  MutexLock stop_lock(&stop_mu_);
  if (server_ == nullptr) return;
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    SetHealth(false);
  }
  const Watchdog watchdog(options_.drain_timeout + kStuckAfter, options_.on_stuck);
  for (const std::function<void()>& end_streams : options_.on_drain) end_streams();
  keep_awake_.reset();
  // A client that watches the server's health never ends its call.
  calls_.AwaitEnd(options_.drain_timeout);
  // With a later deadline, this would wait for idle clients to notice that they should disconnect,
  // and refuse their calls without a reason meanwhile.
  server_->Shutdown(absl::ToChronoTime(Clock::Real()->Now()));
  server_->Wait();
  server_.reset();
}

}  // namespace jumelage
