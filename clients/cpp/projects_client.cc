#include "clients/cpp/projects_client.h"

#include <utility>

#include "grpcpp/client_context.h"

namespace jumelage::client {

namespace v1 = ::jumelage::projects::v1;

ProjectsClient::ProjectsClient(const std::shared_ptr<grpc::Channel>& channel,
                               const ClientOptions& options)
    : caller_(options),
      projects_(v1::ProjectService::NewStub(channel)),
      transfer_(v1::TransferService::NewStub(channel)),
      history_(v1::HistoryService::NewStub(channel)),
      watch_(v1::WatchService::NewStub(channel)) {}

absl::StatusOr<v1::Project> ProjectsClient::GetProject(const v1::GetProjectRequest& request) {
  return caller_.Query(*projects_, &v1::ProjectService::StubInterface::GetProject, request);
}

absl::StatusOr<v1::ListProjectsResponse> ProjectsClient::ListProjects(
    const v1::ListProjectsRequest& request) {
  return caller_.Query(*projects_, &v1::ProjectService::StubInterface::ListProjects, request);
}

absl::StatusOr<v1::BatchGetProjectsResponse> ProjectsClient::BatchGetProjects(
    const v1::BatchGetProjectsRequest& request) {
  return caller_.Query(*projects_, &v1::ProjectService::StubInterface::BatchGetProjects, request);
}

absl::StatusOr<v1::Project> ProjectsClient::CreateProject(v1::CreateProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::CreateProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::UpdateProject(v1::UpdateProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::UpdateProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::DeleteProject(v1::DeleteProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::DeleteProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::UndeleteProject(v1::UndeleteProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::UndeleteProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::StartProject(v1::StartProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::StartProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::FinaliseProject(v1::FinaliseProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::FinaliseProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::CloseProject(v1::CloseProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::CloseProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::CancelProject(v1::CancelProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::CancelProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::SuspendProject(v1::SuspendProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::SuspendProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::ResumeProject(v1::ResumeProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::ResumeProject,
                        std::move(request));
}

absl::StatusOr<v1::Project> ProjectsClient::CorrectProjectLedger(
    v1::CorrectProjectLedgerRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::CorrectProjectLedger,
                        std::move(request));
}

absl::StatusOr<v1::SearchProjectsResponse> ProjectsClient::SearchProjects(
    const v1::SearchProjectsRequest& request) {
  return caller_.Query(*projects_, &v1::ProjectService::StubInterface::SearchProjects, request);
}

absl::StatusOr<v1::Project> ProjectsClient::PurgeProject(v1::PurgeProjectRequest request) {
  return caller_.Mutate(*projects_, &v1::ProjectService::StubInterface::PurgeProject,
                        std::move(request));
}

absl::StatusOr<v1::ImportRecordsResponse> ProjectsClient::ImportRecords(
    const v1::ImportRecordsRequest& request) {
  return caller_.MutateIdempotently(*transfer_, &v1::TransferService::StubInterface::ImportRecords,
                                    request);
}

absl::Status ProjectsClient::ExportRecords(
    const v1::ExportRecordsRequest& request,
    absl::FunctionRef<absl::Status(const v1::ExportRecordsResponse&)> take) {
  return caller_.Stream<v1::ExportRecordsResponse>(
      [&](grpc::ClientContext* context) { return transfer_->ExportRecords(context, request); },
      take);
}

absl::StatusOr<v1::ListProjectRevisionsResponse> ProjectsClient::ListProjectRevisions(
    const v1::ListProjectRevisionsRequest& request) {
  return caller_.Query(*projects_, &v1::ProjectService::StubInterface::ListProjectRevisions,
                       request);
}

absl::StatusOr<v1::RedactTextsResponse> ProjectsClient::RedactTexts(
    v1::RedactTextsRequest request) {
  return caller_.Mutate(*history_, &v1::HistoryService::StubInterface::RedactTexts,
                        std::move(request));
}

absl::StatusOr<v1::CompactHistoryResponse> ProjectsClient::CompactHistory(
    v1::CompactHistoryRequest request) {
  return caller_.Mutate(*history_, &v1::HistoryService::StubInterface::CompactHistory,
                        std::move(request));
}

absl::Status ProjectsClient::Watch(const v1::WatchRequest& request,
                                   WatchListener<ProjectsWatch>* listener) {
  return Watcher<ProjectsWatch>(watch_.get(), caller_.options()).Run(request, listener);
}

}  // namespace jumelage::client
