#include "projects_service/service/project_service.h"

#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/resource/resource_rules.h"
#include "common/values/resource_name.h"
#include "common/values/text_folding.h"
#include "projects_service/domain/errors.h"
#include "projects_service/domain/life_cycle.h"
#include "projects_service/domain/project_import.h"
#include "projects_service/domain/project_rules.h"
#include "projects_service/service/references.h"
#include "projects_service/storage/project_list.h"

namespace jumelage {
namespace {

using projects::v1::CorrectProjectLedgerRequest;
using projects::v1::Project;
using projects::v1::ProjectLedgerEntry;
using Reactor = ProjectService::Reactor;
using Context = ProjectService::Context;

ResourceRules<Project> ProjectResourceRules(const ProjectStorage* storage) {
  ResourceRules<Project> rules;
  rules.field = "project";
  rules.check = CheckProject;
  rules.propose_id = [](const Project& project) {
    return MakeResourceId({FoldText(project.display_name())}, "project");
  };
  rules.prepare = [](const Transaction& transaction, Project* project) {
    StartLedger(transaction.proto_time(), project);
  };
  rules.ignore_in_update = [](Project* project) { project->clear_state(); };
  rules.admit = [table = &storage->projects().table()](sqlite::Database& db,
                                                       const Project& project) -> absl::Status {
    JUMELAGE_ASSIGN_OR_RETURN(const bool circle,
                              IsOwnAncestor(db, *table, project, /*resolve=*/nullptr));
    return circle ? ParentCircleError(project.parent()) : absl::OkStatus();
  };
  rules.complete = FillReferences;
  // A record from before `initial_state` existed gets it from its first ledger entry.
  rules.normalize = [](Project* project) {
    if (project->initial_state() == Project::STATE_UNSPECIFIED && !project->ledger().empty()) {
      project->set_initial_state(InitialState(*project));
    }
  };
  rules.restore = [](const Transaction& transaction, const Project& given, Project* project,
                     Violations* violations) {
    RestoreTimes(given, transaction.proto_time(), project, violations);
  };
  rules.extend = [](const Transaction& transaction, const Project& given, Project* project,
                    Violations* violations) {
    AddWhatIsNew(given, transaction.proto_time(), project, violations);
  };
  return rules;
}

}  // namespace

ProjectService::ProjectService(Store* store, const ProjectStorage* storage,
                               const Admission* admission, Handler::MetadataHook hook)
    : handler_(store, projects::v1::ProjectService::service_full_name(), std::move(hook)),
      methods_(&handler_, admission, &storage->projects(), ProjectList(),
               ProjectResourceRules(storage)),
      ledger_(&methods_, {TakeStep, CheckCorrections, CorrectLedger}),
      search_(&handler_, &methods_, kProjectNames) {}

Reactor* ProjectService::GetProject(Context* context, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) {
  return methods_.Get<projects::v1::GetProjectRequest>(context, request, response);
}

Reactor* ProjectService::ListProjects(Context* context, const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) {
  return methods_.List<projects::v1::ListProjectsRequest, projects::v1::ListProjectsResponse>(
      context, request, response);
}

Reactor* ProjectService::BatchGetProjects(Context* context,
                                          const projects::v1::BatchGetProjectsRequest* request,
                                          projects::v1::BatchGetProjectsResponse* response) {
  return methods_.BatchGet(context, request, response,
                           &projects::v1::BatchGetProjectsResponse::mutable_projects);
}

Reactor* ProjectService::ListProjectRevisions(
    Context* context, const projects::v1::ListProjectRevisionsRequest* request,
    projects::v1::ListProjectRevisionsResponse* response) {
  return methods_.ListRevisions(context, request, response,
                                &projects::v1::ProjectRevision::mutable_project);
}

Reactor* ProjectService::SearchProjects(Context* context,
                                        const projects::v1::SearchProjectsRequest* request,
                                        projects::v1::SearchProjectsResponse* response) {
  return search_.Search(context, request, response,
                        &projects::v1::ProjectSearchResult::mutable_project);
}

Reactor* ProjectService::CreateProject(Context* context,
                                       const projects::v1::CreateProjectRequest* request,
                                       Project* response) {
  return methods_.Create(context, request, response, "CreateProject", "project_id",
                         &projects::v1::CreateProjectRequest::project_id,
                         &projects::v1::CreateProjectRequest::project);
}

Reactor* ProjectService::UpdateProject(Context* context,
                                       const projects::v1::UpdateProjectRequest* request,
                                       Project* response) {
  return methods_.Update(context, request, response, "UpdateProject",
                         &projects::v1::UpdateProjectRequest::project);
}

Reactor* ProjectService::DeleteProject(Context* context,
                                       const projects::v1::DeleteProjectRequest* request,
                                       Project* response) {
  return methods_.Delete(context, request, response, "DeleteProject");
}

Reactor* ProjectService::UndeleteProject(Context* context,
                                         const projects::v1::UndeleteProjectRequest* request,
                                         Project* response) {
  return methods_.Undelete(context, request, response, "UndeleteProject");
}

Reactor* ProjectService::PurgeProject(Context* context,
                                      const projects::v1::PurgeProjectRequest* request,
                                      Project* response) {
  return methods_.Purge(context, request, response, "PurgeProject");
}

Reactor* ProjectService::StartProject(Context* context,
                                      const projects::v1::StartProjectRequest* request,
                                      Project* response) {
  return ledger_.Step(context, request, response, "StartProject", ProjectLedgerEntry::STEP_START);
}

Reactor* ProjectService::FinaliseProject(Context* context,
                                         const projects::v1::FinaliseProjectRequest* request,
                                         Project* response) {
  return ledger_.Step(context, request, response, "FinaliseProject",
                      ProjectLedgerEntry::STEP_FINALISE);
}

Reactor* ProjectService::CloseProject(Context* context,
                                      const projects::v1::CloseProjectRequest* request,
                                      Project* response) {
  return ledger_.Step(context, request, response, "CloseProject", ProjectLedgerEntry::STEP_CLOSE);
}

Reactor* ProjectService::CancelProject(Context* context,
                                       const projects::v1::CancelProjectRequest* request,
                                       Project* response) {
  return ledger_.Step(context, request, response, "CancelProject", ProjectLedgerEntry::STEP_CANCEL);
}

Reactor* ProjectService::SuspendProject(Context* context,
                                        const projects::v1::SuspendProjectRequest* request,
                                        Project* response) {
  return ledger_.Step(context, request, response, "SuspendProject",
                      ProjectLedgerEntry::STEP_SUSPEND);
}

Reactor* ProjectService::ResumeProject(Context* context,
                                       const projects::v1::ResumeProjectRequest* request,
                                       Project* response) {
  return ledger_.Step(context, request, response, "ResumeProject", ProjectLedgerEntry::STEP_RESUME);
}

Reactor* ProjectService::CorrectProjectLedger(Context* context,
                                              const CorrectProjectLedgerRequest* request,
                                              Project* response) {
  return ledger_.Correct(context, request, response, "CorrectProjectLedger");
}

}  // namespace jumelage
