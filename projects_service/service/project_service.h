#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_PROJECT_SERVICE_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_PROJECT_SERVICE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/rpc/handler.h"
#include "common/rpc/list.h"
#include "common/values/uncertain_date.h"
#include "jumelage/projects/v1/project_service.grpc.pb.h"
#include "projects_service/follower/reference_resolver.h"
#include "projects_service/service/project_changes.h"
#include "projects_service/storage/projects.h"

namespace jumelage {

// The methods of jumelage.projects.v1.ProjectService. Answers show references as the snapshot they
// were read from has followed the registry, so they are read from the view and never from the
// cache. Thread-safe.
class ProjectServiceImpl final : public projects::v1::ProjectService::CallbackService {
 public:
  // All outlive this. `hook` adds the registry's position to answers.
  ProjectServiceImpl(Store* store, const ProjectStorage* storage, ReferenceResolver* resolver,
                     Handler::MetadataHook hook);

  grpc::ServerUnaryReactor* GetProject(grpc::CallbackServerContext* context,
                                       const projects::v1::GetProjectRequest* request,
                                       projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* ListProjects(grpc::CallbackServerContext* context,
                                         const projects::v1::ListProjectsRequest* request,
                                         projects::v1::ListProjectsResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetProjects(
      grpc::CallbackServerContext* context, const projects::v1::BatchGetProjectsRequest* request,
      projects::v1::BatchGetProjectsResponse* response) override;
  grpc::ServerUnaryReactor* CreateProject(grpc::CallbackServerContext* context,
                                          const projects::v1::CreateProjectRequest* request,
                                          projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* UpdateProject(grpc::CallbackServerContext* context,
                                          const projects::v1::UpdateProjectRequest* request,
                                          projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* DeleteProject(grpc::CallbackServerContext* context,
                                          const projects::v1::DeleteProjectRequest* request,
                                          projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* UndeleteProject(grpc::CallbackServerContext* context,
                                            const projects::v1::UndeleteProjectRequest* request,
                                            projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* StartProject(grpc::CallbackServerContext* context,
                                         const projects::v1::StartProjectRequest* request,
                                         projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* FinaliseProject(grpc::CallbackServerContext* context,
                                            const projects::v1::FinaliseProjectRequest* request,
                                            projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* CloseProject(grpc::CallbackServerContext* context,
                                         const projects::v1::CloseProjectRequest* request,
                                         projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* CancelProject(grpc::CallbackServerContext* context,
                                          const projects::v1::CancelProjectRequest* request,
                                          projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* SuspendProject(grpc::CallbackServerContext* context,
                                           const projects::v1::SuspendProjectRequest* request,
                                           projects::v1::Project* response) override;
  grpc::ServerUnaryReactor* ResumeProject(grpc::CallbackServerContext* context,
                                          const projects::v1::ResumeProjectRequest* request,
                                          projects::v1::Project* response) override;

 private:
  // A mutation whose references are brought into the view before it is queued. `names` tells which
  // they are; where it fails, the mutation finds out why by itself.
  template <typename Request>
  struct Referring {
    Handler::Validator<Request> validate;
    std::function<absl::StatusOr<std::vector<std::string>>(sqlite::Database&, const Request&)>
        names;
    std::function<absl::Status(Transaction&, const Request&, const ReferenceKnowledge&,
                               projects::v1::Project*)>
        body;
  };
  template <typename Request>
  grpc::ServerUnaryReactor* MutateReferring(grpc::CallbackServerContext* context,
                                            const Request* request, projects::v1::Project* response,
                                            absl::string_view method,
                                            Referring<Request> mutation) const;
  template <typename Request>
  grpc::ServerUnaryReactor* TakeStep(grpc::CallbackServerContext* context, const Request* request,
                                     projects::v1::Project* response, absl::string_view method,
                                     projects::v1::ProjectLedgerEntry::Step step) const;
  absl::CivilDay Today() const { return LatestToday(handler_.store().clock()->Now()); }

  const Handler handler_;
  const ProjectStorage* const storage_;
  ReferenceResolver* const resolver_;
  const ProjectChanges changes_;
  const ListSpec list_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_PROJECT_SERVICE_H_
