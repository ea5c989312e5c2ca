#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_PROJECT_SERVICE_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_PROJECT_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include "common/resource/admission.h"
#include "common/resource/ledger_methods.h"
#include "common/resource/standard_methods.h"
#include "common/rpc/handler.h"
#include "common/search/name_search_method.h"
#include "jumelage/projects/v1/project_service.grpc.pb.h"
#include "projects_service/domain/life_cycle.h"
#include "projects_service/storage/projects.h"

namespace jumelage {

// Implements jumelage.projects.v1.ProjectService; the contract documents each method. Thread-safe.
// `store`, `storage` and `admission` must outlive the service.
class ProjectService : public projects::v1::ProjectService::WithRawCallbackMethod_GetProject<
                           projects::v1::ProjectService::WithRawCallbackMethod_ListProjects<
                               projects::v1::ProjectService::CallbackService>> {
 public:
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;

  // `hook` adds the registry's position to answers.
  ProjectService(Store* store, const ProjectStorage* storage, const Admission* admission,
                 Handler::MetadataHook hook);

  const StandardMethods<projects::v1::Project>& methods() const { return methods_; }

  Reactor* GetProject(Context* context, const grpc::ByteBuffer* request,
                      grpc::ByteBuffer* response) override;
  Reactor* ListProjects(Context* context, const grpc::ByteBuffer* request,
                        grpc::ByteBuffer* response) override;
  Reactor* BatchGetProjects(Context* context, const projects::v1::BatchGetProjectsRequest* request,
                            projects::v1::BatchGetProjectsResponse* response) override;
  Reactor* CreateProject(Context* context, const projects::v1::CreateProjectRequest* request,
                         projects::v1::Project* response) override;
  Reactor* UpdateProject(Context* context, const projects::v1::UpdateProjectRequest* request,
                         projects::v1::Project* response) override;
  Reactor* DeleteProject(Context* context, const projects::v1::DeleteProjectRequest* request,
                         projects::v1::Project* response) override;
  Reactor* UndeleteProject(Context* context, const projects::v1::UndeleteProjectRequest* request,
                           projects::v1::Project* response) override;
  Reactor* PurgeProject(Context* context, const projects::v1::PurgeProjectRequest* request,
                        projects::v1::Project* response) override;
  Reactor* ListProjectRevisions(Context* context,
                                const projects::v1::ListProjectRevisionsRequest* request,
                                projects::v1::ListProjectRevisionsResponse* response) override;
  Reactor* SearchProjects(Context* context, const projects::v1::SearchProjectsRequest* request,
                          projects::v1::SearchProjectsResponse* response) override;
  Reactor* StartProject(Context* context, const projects::v1::StartProjectRequest* request,
                        projects::v1::Project* response) override;
  Reactor* FinaliseProject(Context* context, const projects::v1::FinaliseProjectRequest* request,
                           projects::v1::Project* response) override;
  Reactor* CloseProject(Context* context, const projects::v1::CloseProjectRequest* request,
                        projects::v1::Project* response) override;
  Reactor* CancelProject(Context* context, const projects::v1::CancelProjectRequest* request,
                         projects::v1::Project* response) override;
  Reactor* SuspendProject(Context* context, const projects::v1::SuspendProjectRequest* request,
                          projects::v1::Project* response) override;
  Reactor* ResumeProject(Context* context, const projects::v1::ResumeProjectRequest* request,
                         projects::v1::Project* response) override;
  Reactor* CorrectProjectLedger(Context* context,
                                const projects::v1::CorrectProjectLedgerRequest* request,
                                projects::v1::Project* response) override;

 private:
  const Handler handler_;
  const StandardMethods<projects::v1::Project> methods_;
  const LedgerMethods<ProjectLedger> ledger_;
  const NameSearchMethod<projects::v1::Project> search_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_PROJECT_SERVICE_H_
