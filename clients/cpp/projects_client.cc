#include "clients/cpp/projects_client.h"

#include <utility>

namespace jumelage::client {

namespace v1 = ::jumelage::projects::v1;

ProjectsClient::ProjectsClient(const std::shared_ptr<grpc::Channel>& channel,
                               const ClientOptions& options)
    : caller_(options),
      projects_(v1::ProjectService::NewStub(channel)),
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

absl::Status ProjectsClient::Watch(const v1::WatchRequest& request,
                                   WatchListener<ProjectsWatch>* listener) {
  return Watcher<ProjectsWatch>(watch_.get(), caller_.options()).Run(request, listener);
}

}  // namespace jumelage::client
