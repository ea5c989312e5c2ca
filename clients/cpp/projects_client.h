#ifndef JUMELAGE_CLIENTS_CPP_PROJECTS_CLIENT_H_
#define JUMELAGE_CLIENTS_CPP_PROJECTS_CLIENT_H_

#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "clients/cpp/client_options.h"
#include "clients/cpp/watch_listener.h"
#include "common/rpc/position.h"
#include "grpcpp/channel.h"
#include "jumelage/projects/v1/history_service.pb.h"
#include "jumelage/projects/v1/project_service.pb.h"
#include "jumelage/projects/v1/transfer_service.pb.h"
#include "jumelage/projects/v1/watch_service.pb.h"

namespace jumelage::client {

// The messages of the projects service's Watch method.
struct ProjectsWatch {
  using Request = jumelage::projects::v1::WatchRequest;
  using Response = jumelage::projects::v1::WatchResponse;
  using Commit = jumelage::projects::v1::Commit;
  using SnapshotPage = jumelage::projects::v1::SnapshotPage;
  using ResourceChange = jumelage::projects::v1::ResourceChange;
};

// A client of the projects service. Thread-safe; keeps the channel open.
//
// Each method calls the service method of the same name, with the deadline, retries, request ids
// and positions of Caller unless its comment says otherwise. The protos document requests and
// errors. The client repeats none of the service's checks.
class ProjectsClient {
 public:
  ProjectsClient(const std::shared_ptr<grpc::Channel>& channel, const ClientOptions& options);
  ~ProjectsClient();

  // Projects: records and life-cycle steps.
  absl::StatusOr<jumelage::projects::v1::Project> GetProject(
      const jumelage::projects::v1::GetProjectRequest& request);
  absl::StatusOr<jumelage::projects::v1::ListProjectsResponse> ListProjects(
      const jumelage::projects::v1::ListProjectsRequest& request);
  absl::StatusOr<jumelage::projects::v1::BatchGetProjectsResponse> BatchGetProjects(
      const jumelage::projects::v1::BatchGetProjectsRequest& request);
  absl::StatusOr<jumelage::projects::v1::Project> CreateProject(
      jumelage::projects::v1::CreateProjectRequest request);
  absl::StatusOr<jumelage::projects::v1::Project> UpdateProject(
      jumelage::projects::v1::UpdateProjectRequest request);
  absl::StatusOr<jumelage::projects::v1::Project> DeleteProject(
      jumelage::projects::v1::DeleteProjectRequest request);
  absl::StatusOr<jumelage::projects::v1::Project> UndeleteProject(
      jumelage::projects::v1::UndeleteProjectRequest request);
  absl::StatusOr<jumelage::projects::v1::Project> StartProject(
      jumelage::projects::v1::StartProjectRequest request);
  absl::StatusOr<jumelage::projects::v1::Project> FinaliseProject(
      jumelage::projects::v1::FinaliseProjectRequest request);
  absl::StatusOr<jumelage::projects::v1::Project> CloseProject(
      jumelage::projects::v1::CloseProjectRequest request);
  absl::StatusOr<jumelage::projects::v1::Project> CancelProject(
      jumelage::projects::v1::CancelProjectRequest request);
  absl::StatusOr<jumelage::projects::v1::Project> SuspendProject(
      jumelage::projects::v1::SuspendProjectRequest request);
  absl::StatusOr<jumelage::projects::v1::Project> ResumeProject(
      jumelage::projects::v1::ResumeProjectRequest request);

  absl::StatusOr<jumelage::projects::v1::Project> CorrectProjectLedger(
      jumelage::projects::v1::CorrectProjectLedgerRequest request);
  absl::StatusOr<jumelage::projects::v1::SearchProjectsResponse> SearchProjects(
      const jumelage::projects::v1::SearchProjectsRequest& request);
  absl::StatusOr<jumelage::projects::v1::Project> PurgeProject(
      jumelage::projects::v1::PurgeProjectRequest request);

  // Records in bulk. ImportRecords adds no request_id; see Caller::MutateIdempotently.
  absl::StatusOr<jumelage::projects::v1::ImportRecordsResponse> ImportRecords(
      const jumelage::projects::v1::ImportRecordsRequest& request);
  // Calls `take` with each message of the export. If `take` returns an error, cancels the export
  // and returns that error. The timeout in ClientOptions does not apply. Failed calls are not
  // retried.
  absl::Status ExportRecords(
      const jumelage::projects::v1::ExportRecordsRequest& request,
      absl::FunctionRef<absl::Status(const jumelage::projects::v1::ExportRecordsResponse&)> take);

  // History: past states, redaction and compaction.
  absl::StatusOr<jumelage::projects::v1::ListProjectRevisionsResponse> ListProjectRevisions(
      const jumelage::projects::v1::ListProjectRevisionsRequest& request);
  absl::StatusOr<jumelage::projects::v1::RedactTextsResponse> RedactTexts(
      jumelage::projects::v1::RedactTextsRequest request);
  absl::StatusOr<jumelage::projects::v1::CompactHistoryResponse> CompactHistory(
      jumelage::projects::v1::CompactHistoryRequest request);

  // Watches as described for Watcher::Run.
  absl::Status Watch(const jumelage::projects::v1::WatchRequest& request,
                     WatchListener<ProjectsWatch>* listener);

  // Returns the position of the last successful mutation made through this client, as
  // Caller::written does.
  absl::optional<Position> written() const;

 private:
  // The generated headers of the stubs take most of the time that it takes to compile a caller, so
  // only the implementation includes them.
  struct Calls;
  const std::unique_ptr<Calls> calls_;
};

}  // namespace jumelage::client

#endif  // JUMELAGE_CLIENTS_CPP_PROJECTS_CLIENT_H_
