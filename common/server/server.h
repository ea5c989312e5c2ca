#ifndef JUMELAGE_COMMON_SERVER_SERVER_H_
#define JUMELAGE_COMMON_SERVER_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/mutex.h"
#include "common/server/keep_awake.h"
#include "common/server/listen_address.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server.h"

namespace jumelage {

// The exit code of a process that had to be ended because calls did not let go of it (EX_SOFTWARE
// of sysexits.h). What was acknowledged is durable all the same (G1).
inline constexpr int kStuckExitCode = 70;

struct ServedService {
  // "jumelage.registry.v1.CityService".
  std::string full_name;
  // Outlives the server.
  grpc::Service* service;
};

struct ServerOptions {
  // "HOST:PORT"; port 0 takes any that is free.
  std::string listen = "127.0.0.1:0";
  // Permits an address that other machines can reach, although nobody is authenticated and nothing
  // is encrypted.
  bool allow_insecure_remote = false;
  std::vector<ServedService> services;
  // The largest message taken or sent; the transport refuses larger ones (RESOURCE_EXHAUSTED).
  int max_message_bytes = kMaxMessageBytes;
  // How long stopping waits for calls in progress before it cancels them.
  absl::Duration drain_timeout = kDrainTimeout;
  // Called once when stopping begins: each ends the streams of its service, refuses new ones from
  // then on, and returns soon.
  std::vector<std::function<void()>> on_drain;
  // Called when calls did not end although they were cancelled: gRPC then waits for ever. Tests
  // replace it; by default it writes a line to the log and ends the process with kStuckExitCode.
  std::function<void()> on_stuck;
};

// The one place that runs gRPC servers: it knows how gRPC 1.51 must be set up. Serves the services
// with reflection, channelz and the standard health service; says NOT_SERVING, for "" and for each
// service by name, until told otherwise.
//
// Owned by main; thread-safe. Destroying it stops it.
class Server {
 public:
  // Listens and serves. The message of an error is one line for whoever started the process:
  //  - INVALID_ARGUMENT: `listen` is no address to listen on.
  //  - FAILED_PRECONDITION: it is not loopback, and allow_insecure_remote is not set.
  //  - ALREADY_EXISTS: another process listens there. PERMISSION_DENIED: the system does not permit
  //  it.
  //  - UNAVAILABLE: gRPC could not start for another reason, which it has logged.
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return address_.port; }
  // "HOST:PORT" with the port that it got: a target for clients on this machine.
  std::string address() const { return FormatListenAddress(address_); }

  // What the health service says of "" and of each service. No effect once stopping has begun.
  void SetServing(bool serving);

  // Stops: health says NOT_SERVING, the on_drain hooks run, no new call is accepted, calls in
  // progress get drain_timeout to end and are cancelled then. Returns when the last call has ended.
  // A second call waits for the first.
  void Stop();

 private:
  Server(ServerOptions options, ListenAddress address);

  absl::Status StartGrpc();
  void SetHealth(bool serving);

  const ServerOptions options_;
  ListenAddress address_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<KeepAwake> keep_awake_;

  // Held for as long as stopping takes. Before mu_.
  Mutex stop_mu_ ABSL_ACQUIRED_BEFORE(mu_);
  Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_SERVER_H_
