#ifndef JUMELAGE_PROJECTS_SERVICE_MAIN_APP_H_
#define JUMELAGE_PROJECTS_SERVICE_MAIN_APP_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/store/embedded_store.h"
#include "common/store/store.h"
#include "projects_service/follower/follower_options.h"
#include "projects_service/follower/follower_status.h"

namespace jumelage {

struct ProjectsAppOptions {
  // "HOST:PORT". Port 0 chooses a free port.
  std::string listen = "127.0.0.1:0";
  bool allow_insecure_remote = false;
  // The registry's "HOST:PORT". Required.
  std::string registry;
  DataOptions data;
  StoreOptions store;
  FollowerOptions follower;
};

// The whole service in one object: data directory, follower and gRPC server. It serves as soon as
// its own log is replayed, whether or not the registry is running. While the registry is down,
// reads work, and so do changes that refer only to resources already in the followed copy.
class ProjectsApp {
 public:
  // Opens the data directory, starts to follow the registry, and serves. Returns INVALID_ARGUMENT
  // if no registry is given; may return errors from OpenEmbeddedStore and Server::Start. The error
  // message is one line for the operator.
  static absl::StatusOr<std::unique_ptr<ProjectsApp>> Start(ProjectsAppOptions options);
  // Stops.
  ~ProjectsApp();

  // Returns the address that the service listens on, as "HOST:PORT".
  std::string address() const;
  // How far the registry has been followed.
  FollowerStatus follower_status() const;
  Store& store();

  // Ends the calls in progress (see Server::Stop), then stops the follower, then the store.
  // Idempotent. Must be called by one thread.
  void Stop();

 private:
  // The services, the follower and what they use. Their headers take long to compile, and users of
  // ProjectsApp don't need them.
  class Parts;

  ProjectsApp();

  const std::unique_ptr<Parts> parts_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_MAIN_APP_H_
