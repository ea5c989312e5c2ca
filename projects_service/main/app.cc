#include "projects_service/main/app.h"

#include <utility>

#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"
#include "projects_service/service/metadata.h"

namespace jumelage {

absl::StatusOr<std::unique_ptr<ProjectsApp>> ProjectsApp::Start(ProjectsAppOptions options) {
  if (options.registry.empty()) {
    return absl::InvalidArgumentError("the registry's address is required: --registry HOST:PORT");
  }
  std::unique_ptr<ProjectsApp> app(new ProjectsApp);
  JUMELAGE_RETURN_IF_ERROR(app->Open(std::move(options)));
  return app;
}

absl::Status ProjectsApp::Open(ProjectsAppOptions options) {
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
    watch_->Drain();
    transfer_->Drain();
  }};
  JUMELAGE_ASSIGN_OR_RETURN(server_, Server::Start(std::move(server)));
  follower_->Start();
  // The store has replayed its log, so the service is ready. It doesn't wait for the registry.
  server_->SetServing(true);
  return absl::OkStatus();
}

ProjectsApp::~ProjectsApp() { Stop(); }

void ProjectsApp::Stop() {
  if (server_ != nullptr) server_->Stop();
  if (follower_ != nullptr) follower_->Stop();
  if (store_ != nullptr) store_->Stop();
}

}  // namespace jumelage
