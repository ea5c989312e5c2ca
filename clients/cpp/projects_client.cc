#include "clients/cpp/projects_client.h"

#include <utility>

#include "clients/cpp/caller.h"
#include "clients/cpp/watcher.h"
#include "grpcpp/client_context.h"
#include "jumelage/projects/v1/history_service.grpc.pb.h"
#include "jumelage/projects/v1/project_service.grpc.pb.h"
#include "jumelage/projects/v1/transfer_service.grpc.pb.h"
#include "jumelage/projects/v1/watch_service.grpc.pb.h"

namespace jumelage::client {

namespace v1 = ::jumelage::projects::v1;

struct ProjectsClient::Calls {
  Calls(const std::shared_ptr<grpc::Channel>& channel, const ClientOptions& options)
      : caller(options),
        projects(v1::ProjectService::NewStub(channel)),
        transfer(v1::TransferService::NewStub(channel)),
        history(v1::HistoryService::NewStub(channel)),
        watch(v1::WatchService::NewStub(channel)) {}

  Caller caller;
  const std::unique_ptr<v1::ProjectService::StubInterface> projects;
  const std::unique_ptr<v1::TransferService::StubInterface> transfer;
  const std::unique_ptr<v1::HistoryService::StubInterface> history;
  const std::unique_ptr<v1::WatchService::StubInterface> watch;
};

ProjectsClient::ProjectsClient(const std::shared_ptr<grpc::Channel>& channel,
                               const ClientOptions& options)
    : calls_(std::make_unique<Calls>(channel, options)) {}

ProjectsClient::~ProjectsClient() = default;

absl::StatusOr<v1::Project> ProjectsClient::GetProject(const v1::GetProjectRequest& request) {
  return calls_->caller.Query(*calls_->projects, &v1::ProjectService::StubInterface::GetProject,
                              request);
}

absl::StatusOr<v1::ListProjectsResponse> ProjectsClient::ListProjects(
    const v1::ListProjectsRequest& request) {
  return calls_->caller.Query(*calls_->projects, &v1::ProjectService::StubInterface::ListProjects,
                              request);
}

absl::StatusOr<v1::BatchGetProjectsResponse> ProjectsClient::BatchGetProjects(
    const v1::BatchGetProjectsRequest& request) {
  return calls_->caller.Query(*calls_->projects,
                              &v1::ProjectService::StubInterface::BatchGetProjects, request);
}

absl::StatusOr<v1::Project> ProjectsClient::CreateProject(v1::CreateProjectRequest request) {
  return calls_->caller.Mutate(*calls_->projects, &v1::ProjectService::StubInterface::CreateProject,
                               std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::UpdateProject(v1::UpdateProjectRequest request) {
  return calls_->caller.Mutate(*calls_->projects, &v1::ProjectService::StubInterface::UpdateProject,
                               std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::DeleteProject(v1::DeleteProjectRequest request) {
  return calls_->caller.Mutate(*calls_->projects, &v1::ProjectService::StubInterface::DeleteProject,
                               std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::UndeleteProject(v1::UndeleteProjectRequest request) {
  return calls_->caller.Mutate(
      *calls_->projects, &v1::ProjectService::StubInterface::UndeleteProject, std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::StartProject(v1::StartProjectRequest request) {
  return calls_->caller.Mutate(*calls_->projects, &v1::ProjectService::StubInterface::StartProject,
                               std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::FinaliseProject(v1::FinaliseProjectRequest request) {
  return calls_->caller.Mutate(
      *calls_->projects, &v1::ProjectService::StubInterface::FinaliseProject, std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::CloseProject(v1::CloseProjectRequest request) {
  return calls_->caller.Mutate(*calls_->projects, &v1::ProjectService::StubInterface::CloseProject,
                               std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::CancelProject(v1::CancelProjectRequest request) {
  return calls_->caller.Mutate(*calls_->projects, &v1::ProjectService::StubInterface::CancelProject,
                               std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::SuspendProject(v1::SuspendProjectRequest request) {
  return calls_->caller.Mutate(
      *calls_->projects, &v1::ProjectService::StubInterface::SuspendProject, std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::ResumeProject(v1::ResumeProjectRequest request) {
  return calls_->caller.Mutate(*calls_->projects, &v1::ProjectService::StubInterface::ResumeProject,
                               std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::CorrectProjectLedger(
    v1::CorrectProjectLedgerRequest request) {
  return calls_->caller.Mutate(*calls_->projects,
                               &v1::ProjectService::StubInterface::CorrectProjectLedger,
                               std::move(request));
}

absl::StatusOr<v1::SearchProjectsResponse> ProjectsClient::SearchProjects(
    const v1::SearchProjectsRequest& request) {
  return calls_->caller.Query(*calls_->projects, &v1::ProjectService::StubInterface::SearchProjects,
                              request);
}

absl::StatusOr<v1::Project> ProjectsClient::PurgeProject(v1::PurgeProjectRequest request) {
  return calls_->caller.Mutate(*calls_->projects, &v1::ProjectService::StubInterface::PurgeProject,
                               std::move(request));
}

absl::StatusOr<v1::ImportRecordsResponse> ProjectsClient::ImportRecords(
    const v1::ImportRecordsRequest& request) {
  return calls_->caller.MutateIdempotently(
      *calls_->transfer, &v1::TransferService::StubInterface::ImportRecords, request);
}

absl::Status ProjectsClient::ExportRecords(
    const v1::ExportRecordsRequest& request,
    absl::FunctionRef<absl::Status(const v1::ExportRecordsResponse&)> take) {
  return calls_->caller.Stream<v1::ExportRecordsResponse>(
      [&](grpc::ClientContext* context) {
        return calls_->transfer->ExportRecords(context, request);
      },
      take);
}

absl::StatusOr<v1::ListProjectRevisionsResponse> ProjectsClient::ListProjectRevisions(
    const v1::ListProjectRevisionsRequest& request) {
  return calls_->caller.Query(*calls_->projects,
                              &v1::ProjectService::StubInterface::ListProjectRevisions, request);
}

absl::StatusOr<v1::RedactTextsResponse> ProjectsClient::RedactTexts(
    v1::RedactTextsRequest request) {
  return calls_->caller.Mutate(*calls_->history, &v1::HistoryService::StubInterface::RedactTexts,
                               std::move(request));
}

absl::StatusOr<v1::CompactHistoryResponse> ProjectsClient::CompactHistory(
    v1::CompactHistoryRequest request) {
  return calls_->caller.Mutate(*calls_->history, &v1::HistoryService::StubInterface::CompactHistory,
                               std::move(request));
}

absl::Status ProjectsClient::Watch(const v1::WatchRequest& request,
                                   WatchListener<ProjectsWatch>* listener) {
  return Watcher<ProjectsWatch, v1::WatchService::StubInterface>(calls_->watch.get(),
                                                                 calls_->caller.options())
      .Run(request, listener);
}

absl::optional<Position> ProjectsClient::written() const { return calls_->caller.written(); }

}  // namespace jumelage::client
