#include "projects_service/main/app.h"

#include <utility>

#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/resource/admission.h"
#include "common/server/server.h"
#include "common/watch/feed.h"
#include "grpcpp/channel.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"
#include "projects_service/follower/follower.h"
#include "projects_service/follower/reference_resolver.h"
#include "projects_service/follower/registry_lookup.h"
#include "projects_service/follower/registry_position.h"
#include "projects_service/service/history_service.h"
#include "projects_service/service/metadata.h"
#include "projects_service/service/project_service.h"
#include "projects_service/service/references.h"
#include "projects_service/service/transfer_service.h"
#include "projects_service/service/watch_service.h"
#include "projects_service/storage/projects.h"

namespace jumelage {

class ProjectsApp::Parts {
 public:
  ~Parts();
  absl::Status Open(ProjectsAppOptions options);
  void Stop();

  const Server& server() const { return *server_; }
  FollowerStatus follower_status() const { return follower_->status(); }
  Store& store() { return *store_; }

 private:
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

absl::Status ProjectsApp::Parts::Open(ProjectsAppOptions options) {
  feed_ = std::make_unique<Feed>(kWatchMemoryBytes);
  options.data.service = "projects";
  options.store.on_published = [this](absl::Span<const SharedCommit> commits) {
    feed_->Publish(commits);
  };
  JUMELAGE_ASSIGN_OR_RETURN(
      store_, OpenEmbeddedStore(options.data, &storage_.schema(), std::move(options.store)));
  channel_ = DialRegistry(options.registry);
  lookup_ = std::make_unique<RegistryLookup>(channel_);
  resolver_ = std::make_unique<ReferenceResolver>(store_.get(), lookup_.get());
  follower_ =
      std::make_unique<Follower>(store_.get(), registry::v1::WatchService::NewStub(channel_),
                                 &position_, std::move(options.follower));
  const Handler::MetadataHook hook = RegistryPositionHook(&position_);
  references_ = std::make_unique<RegistryReferences>(resolver_.get());
  admission_ = std::make_unique<Admission>(&storage_.schema(), references_.get());
  projects_ = std::make_unique<ProjectService>(store_.get(), &storage_, admission_.get(), hook);
  transfer_ = std::make_unique<ProjectTransferService>(store_.get(), &projects_->methods(), hook);
  history_ = std::make_unique<ProjectHistoryService>(store_.get(), hook);
  watch_ = std::make_unique<ProjectsWatchService>(store_.get(), feed_.get(), hook);

  ServerOptions server;
  server.listen = options.listen;
  server.allow_insecure_remote = options.allow_insecure_remote;
  server.services = {{projects::v1::ProjectService::service_full_name(), projects_.get()},
                     {projects::v1::TransferService::service_full_name(), transfer_.get()},
                     {projects::v1::HistoryService::service_full_name(), history_.get()},
                     {projects::v1::WatchService::service_full_name(), watch_.get()}};
  server.on_drain = {[this] {
    store_->Drain();
    watch_->Drain();
    transfer_->Drain();
  }};
  JUMELAGE_ASSIGN_OR_RETURN(server_, Server::Start(std::move(server)));
  follower_->Start();
  // The store has replayed its log, so the service is ready. It doesn't wait for the registry.
  server_->SetServing(true);
  return absl::OkStatus();
}

ProjectsApp::Parts::~Parts() { Stop(); }

void ProjectsApp::Parts::Stop() {
  if (server_ != nullptr) server_->Stop();
  if (follower_ != nullptr) follower_->Stop();
  if (store_ != nullptr) store_->Stop();
}

ProjectsApp::ProjectsApp() : parts_(std::make_unique<Parts>()) {}

absl::StatusOr<std::unique_ptr<ProjectsApp>> ProjectsApp::Start(ProjectsAppOptions options) {
  if (options.registry.empty()) {
    return absl::InvalidArgumentError("the registry's address is required: --registry HOST:PORT");
  }
  std::unique_ptr<ProjectsApp> app(new ProjectsApp);
  JUMELAGE_RETURN_IF_ERROR(app->parts_->Open(std::move(options)));
  return app;
}

ProjectsApp::~ProjectsApp() = default;

std::string ProjectsApp::address() const { return parts_->server().address(); }

FollowerStatus ProjectsApp::follower_status() const { return parts_->follower_status(); }

Store& ProjectsApp::store() { return parts_->store(); }

void ProjectsApp::Stop() { parts_->Stop(); }

}  // namespace jumelage
