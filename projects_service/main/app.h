#ifndef JUMELAGE_PROJECTS_SERVICE_MAIN_APP_H_
#define JUMELAGE_PROJECTS_SERVICE_MAIN_APP_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/resource/admission.h"
#include "common/server/server.h"
#include "common/store/embedded_store.h"
#include "common/store/store.h"
#include "common/watch/feed.h"
#include "projects_service/follower/follower.h"
#include "projects_service/follower/reference_resolver.h"
#include "projects_service/follower/registry_lookup.h"
#include "projects_service/follower/registry_position.h"
#include "projects_service/service/history_service.h"
#include "projects_service/service/project_service.h"
#include "projects_service/service/references.h"
#include "projects_service/service/transfer_service.h"
#include "projects_service/service/watch_service.h"
#include "projects_service/storage/projects.h"

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
  std::string address() const { return server_->address(); }
  const Follower& follower() const { return *follower_; }
  Store& store() { return *store_; }

  // Ends the calls in progress (see Server::Stop), then stops the follower, then the store.
  // Idempotent. Must be called by one thread.
  void Stop();

 private:
  ProjectsApp() = default;
  absl::Status Open(ProjectsAppOptions options);

  const ProjectStorage storage_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<Store> store_;
  // Declared before the members that make calls through it, so it is released after them, on the
  // thread that destroys the app.
  std::shared_ptr<grpc::Channel> channel_;
  RegistryPosition position_;
  std::unique_ptr<RegistryLookup> lookup_;
  std::unique_ptr<ReferenceResolver> resolver_;
  std::unique_ptr<Follower> follower_;
  std::unique_ptr<RegistryReferences> references_;
  std::unique_ptr<Admission> admission_;
  std::unique_ptr<ProjectService> projects_;
  std::unique_ptr<ProjectTransferService> transfer_;
  std::unique_ptr<ProjectHistoryService> history_;
  std::unique_ptr<ProjectsWatchService> watch_;
  std::unique_ptr<Server> server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_MAIN_APP_H_
