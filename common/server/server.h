#ifndef JUMELAGE_COMMON_SERVER_SERVER_H_
#define JUMELAGE_COMMON_SERVER_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/host_port.h"
#include "common/base/limits.h"
#include "common/base/mutex.h"
#include "common/server/calls_in_progress.h"
#include "common/server/keep_awake.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server.h"

namespace jumelage {

// The exit code of a process that ended itself because calls did not end (EX_SOFTWARE in
// sysexits.h). Acknowledged changes are durable even then (G1).
inline constexpr int kStuckExitCode = 70;

struct ServedService {
  // Such as "jumelage.registry.v1.CityService".
  std::string full_name;
  // Must outlive the server.
  grpc::Service* service;
};

struct ServerOptions {
  // "HOST:PORT". Port 0 picks any free port.
  std::string listen = "127.0.0.1:0";
  // Permits an address that other machines can reach, although there is no authentication and no
  // encryption.
  bool allow_insecure_remote = false;
  std::vector<ServedService> services;
  // The largest message that is accepted or sent. The transport refuses larger ones
  // (RESOURCE_EXHAUSTED).
  int max_message_bytes = kMaxMessageBytes;
  // How long Stop waits for calls in progress before it cancels them.
  absl::Duration drain_timeout = kDrainTimeout;
  // Called once when stopping begins. Each function must end the streams of its service, make the
  // service refuse new calls, and return quickly. New calls still reach the services until the
  // calls in progress have ended, because gRPC itself would refuse them with CANCELLED and no
  // reason.
  std::vector<std::function<void()>> on_drain;
  // Called if calls do not end although they were cancelled, because gRPC would wait for them
  // forever. The default function logs a line and ends the process with kStuckExitCode. Tests
  // replace it.
  std::function<void()> on_stuck;
};

// Runs a gRPC server, and is the only place that sets up gRPC 1.51. Serves the services with
// reflection, channelz and the standard health service. Health is NOT_SERVING, for "" and for each
// service by name, until SetServing(true) is called.
//
// Owned by main; thread-safe. Destroying it stops it.
class Server {
 public:
  // Listens and serves. The message of an error is one line for the user who started the process:
  //  - INVALID_ARGUMENT: `listen` is malformed, its host is unknown, or no address of the host can
  //    be used.
  //  - FAILED_PRECONDITION: `listen` is not loopback, and allow_insecure_remote is not set.
  //  - ALREADY_EXISTS: another process is already listening there.
  //  - PERMISSION_DENIED: the system does not permit it.
  //  - UNAVAILABLE: gRPC could not start for another reason, which it has logged.
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return address_.port; }
  // "HOST:PORT" with the actual port: a target for clients on this machine.
  std::string address() const { return FormatHostPort(address_); }

  // Sets the health of "" and of each service. Has no effect once stopping has begun.
  void SetServing(bool serving);

  // Stops the server. Health becomes NOT_SERVING, and the on_drain hooks run. Calls in progress
  // have drain_timeout to end. Then the connections are closed, which cancels the calls that
  // remain. Returns when the last call has ended. A second call waits for the first.
  void Stop();

 private:
  Server(ServerOptions options, HostPort address);

  absl::Status StartGrpc();
  void SetHealth(bool serving);

  const ServerOptions options_;
  HostPort address_;
  CallsInProgress calls_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<KeepAwake> keep_awake_;

  // Held while stopping. Acquired before mu_.
  Mutex stop_mu_ ABSL_ACQUIRED_BEFORE(mu_);
  Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_SERVER_H_
