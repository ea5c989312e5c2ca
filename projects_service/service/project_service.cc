#include "projects_service/service/project_service.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/rpc/field_mask.h"
#include "projects_service/service/references.h"
#include "projects_service/service/requests.h"
#include "projects_service/storage/followed.h"

namespace jumelage {
namespace {

using projects::v1::BatchGetProjectsRequest;
using projects::v1::BatchGetProjectsResponse;
using projects::v1::CreateProjectRequest;
using projects::v1::DeleteProjectRequest;
using projects::v1::GetProjectRequest;
using projects::v1::ListProjectsRequest;
using projects::v1::ListProjectsResponse;
using projects::v1::Project;
using projects::v1::ProjectLedgerEntry;
using projects::v1::UndeleteProjectRequest;
using projects::v1::UpdateProjectRequest;

// What projects name in the `rows`. What was merged is what it was merged into.
FilterField Reference(absl::string_view name, absl::string_view collection,
                      absl::string_view rows) {
  return FilterField::ResourceName(name, collection, name).In(rows).Alike(kFollowedNamesOf);
}

// What ListProjects can filter and order by, as its request documents.
ListSpec MakeListSpec() {
  return ListSpec(
      FilterSchema(
          {
              FilterField::ResourceName("name", "projects", "name"),
              FilterField::Name("display_name", "display_key"),
              FilterField::Enum("state", Project::State_descriptor(), "state"),
              FilterField::Enum("kind", Project::Kind_descriptor(), "kind"),
              FilterField::ResourceName("parent", "projects", "parent"),
              Reference("city", "cities", "SELECT owner FROM project_cities WHERE "),
              Reference("organization", "organizations",
                        "SELECT owner FROM project_organizations WHERE "),
              FilterField::Text("sector", "code").In("SELECT owner FROM project_sectors WHERE "),
              FilterField::Text("sdg_target", "target")
                  .In("SELECT owner FROM project_sdg_targets WHERE "),
              Reference("twinning", "twinnings", "SELECT owner FROM project_twinnings WHERE "),
              FilterField::ResourceName("agreement", "agreements", "agreement")
                  .In("SELECT owner FROM project_agreements WHERE "),
              FilterField::Date("planned_start", "planned_start"),
              FilterField::Date("actual_start", "actual_start"),
              FilterField::Date("planned_end", "planned_end"),
              FilterField::Date("actual_end", "actual_end"),
              FilterField::TextMap("external_ids", "SELECT owner FROM project_external_ids WHERE ",
                                   "scheme", "value"),
              FilterField::Time("create_time", "create_us"),
              FilterField::Time("update_time", "update_us"),
              FilterField::Bool("deleted", "(deleted = 1)"),
          },
          "display_name"),
      {{"display_name", "display_key"},
       {"planned_start", "planned_start"},
       {"actual_start", "actual_start"},
       {"create_time", "create_us"},
       {"update_time", "update_us"}});
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture()
                                                                  : absl::FromChrono(deadline);
}

// The project as an answer shows it.
absl::Status Show(sqlite::Database& db, const ReadMask& mask, Project* project) {
  JUMELAGE_RETURN_IF_ERROR(FillReferences(db, project));
  mask.Apply(project);
  return absl::OkStatus();
}

template <typename Request>
StepRequest ToStep(const Request& request, ProjectLedgerEntry::Step step) {
  StepRequest taken;
  taken.name = request.name();
  taken.etag = request.etag();
  taken.entry.set_step(step);
  if (request.has_effective_date()) {
    *taken.entry.mutable_effective_date() = request.effective_date();
  }
  if (request.has_decision()) *taken.entry.mutable_decision() = request.decision();
  *taken.entry.mutable_notes() = request.notes();
  return taken;
}

}  // namespace

ProjectServiceImpl::ProjectServiceImpl(Store* store, const ProjectStorage* storage,
                                       ReferenceResolver* resolver, Handler::MetadataHook hook)
    : handler_(store, "jumelage.projects.v1.ProjectService", std::move(hook)),
      storage_(storage),
      resolver_(resolver),
      changes_(storage),
      list_(MakeListSpec()) {}

grpc::ServerUnaryReactor* ProjectServiceImpl::GetProject(grpc::CallbackServerContext* context,
                                                         const GetProjectRequest* request,
                                                         Project* response) {
  return handler_.Query<GetProjectRequest, Project>(
      context, request, response,
      [](const GetProjectRequest& request) { return ValidateRequest(request); },
      [this](const Snapshot& snapshot, const GetProjectRequest& request,
             Project* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(const ReadMask mask,
                                  ReadMask::Parse(request.read_mask(), Project::descriptor()));
        JUMELAGE_ASSIGN_OR_RETURN(*response, storage_->projects().Get(snapshot.db, request.name()));
        return Show(snapshot.db, mask, response);
      });
}

grpc::ServerUnaryReactor* ProjectServiceImpl::ListProjects(grpc::CallbackServerContext* context,
                                                           const ListProjectsRequest* request,
                                                           ListProjectsResponse* response) {
  return handler_.Query<ListProjectsRequest, ListProjectsResponse>(
      context, request, response,
      [this](const ListProjectsRequest& request) { return ValidateRequest(request, list_); },
      [this](const Snapshot& snapshot, const ListProjectsRequest& request,
             ListProjectsResponse* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(const ReadMask mask,
                                  ReadMask::Parse(request.read_mask(), Project::descriptor()));
        JUMELAGE_ASSIGN_OR_RETURN(
            ListPage<Project> page,
            ReadListPage(list_, storage_->projects().table(), snapshot.db, request));
        for (Project& project : page.resources) {
          JUMELAGE_RETURN_IF_ERROR(Show(snapshot.db, mask, &project));
          *response->add_projects() = std::move(project);
        }
        response->set_next_page_token(page.next_page_token);
        response->set_revision(snapshot.revision);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ProjectServiceImpl::BatchGetProjects(
    grpc::CallbackServerContext* context, const BatchGetProjectsRequest* request,
    BatchGetProjectsResponse* response) {
  return handler_.Query<BatchGetProjectsRequest, BatchGetProjectsResponse>(
      context, request, response,
      [](const BatchGetProjectsRequest& request) { return ValidateRequest(request); },
      [this](const Snapshot& snapshot, const BatchGetProjectsRequest& request,
             BatchGetProjectsResponse* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(const ReadMask mask,
                                  ReadMask::Parse(request.read_mask(), Project::descriptor()));
        for (const std::string& name : request.names()) {
          JUMELAGE_ASSIGN_OR_RETURN(Project project, storage_->projects().Get(snapshot.db, name));
          JUMELAGE_RETURN_IF_ERROR(Show(snapshot.db, mask, &project));
          *response->add_projects() = std::move(project);
        }
        response->set_revision(snapshot.revision);
        return absl::OkStatus();
      });
}

template <typename Request>
grpc::ServerUnaryReactor* ProjectServiceImpl::MutateReferring(grpc::CallbackServerContext* context,
                                                              const Request* request,
                                                              Project* response,
                                                              absl::string_view method,
                                                              Referring<Request> mutation) const {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::Status valid = mutation.validate(*request);
  if (!valid.ok()) {
    handler_.Finish(context, reactor, valid);
    return reactor;
  }
  const auto queue = [this, context, reactor, request, response, method = std::string(method),
                      body = std::move(mutation.body)](ReferenceKnowledge knowledge) {
    handler_.MutateLater<Request, Project>(
        context, reactor, request, response, method,
        [body, knowledge = std::move(knowledge)](Transaction& transaction, const Request& request,
                                                 Project* response) {
          return body(transaction, request, knowledge, response);
        });
  };
  handler_.store().Read([this, context, reactor, request, names = std::move(mutation.names),
                         queue](absl::StatusOr<Snapshot> snapshot) {
    if (!snapshot.ok()) return handler_.Finish(context, reactor, snapshot.status());
    absl::StatusOr<std::vector<std::string>> wanted = names(snapshot->db, *request);
    if (wanted.ok()) wanted = ReferenceResolver::NotLive(snapshot->db, *wanted);
    if (!wanted.ok()) return queue({});
    resolver_->Resolve(*std::move(wanted), DeadlineOf(*context), queue);
  });
  return reactor;
}

grpc::ServerUnaryReactor* ProjectServiceImpl::CreateProject(grpc::CallbackServerContext* context,
                                                            const CreateProjectRequest* request,
                                                            Project* response) {
  Referring<CreateProjectRequest> mutation;
  mutation.validate = [this](const CreateProjectRequest& request) {
    return ValidateRequest(request, Today());
  };
  mutation.names = [](sqlite::Database&, const CreateProjectRequest& request) {
    return ProjectChanges::CreateNames(request);
  };
  mutation.body = [this](Transaction& transaction, const CreateProjectRequest& request,
                         const ReferenceKnowledge& knowledge, Project* response) {
    return changes_.Create(transaction, request, knowledge, response);
  };
  return MutateReferring(context, request, response, "CreateProject", std::move(mutation));
}

grpc::ServerUnaryReactor* ProjectServiceImpl::UpdateProject(grpc::CallbackServerContext* context,
                                                            const UpdateProjectRequest* request,
                                                            Project* response) {
  Referring<UpdateProjectRequest> mutation;
  mutation.validate = [](const UpdateProjectRequest& request) { return ValidateRequest(request); };
  mutation.names = [this](sqlite::Database& db, const UpdateProjectRequest& request) {
    return changes_.UpdateNames(db, request);
  };
  mutation.body = [this](Transaction& transaction, const UpdateProjectRequest& request,
                         const ReferenceKnowledge& knowledge, Project* response) {
    return changes_.Update(transaction, request, knowledge, response);
  };
  return MutateReferring(context, request, response, "UpdateProject", std::move(mutation));
}

grpc::ServerUnaryReactor* ProjectServiceImpl::DeleteProject(grpc::CallbackServerContext* context,
                                                            const DeleteProjectRequest* request,
                                                            Project* response) {
  return handler_.Mutate<DeleteProjectRequest, Project>(
      context, request, response, "DeleteProject",
      [](const DeleteProjectRequest& request) { return ValidateRequest(request); },
      [this](Transaction& transaction, const DeleteProjectRequest& request, Project* response) {
        return changes_.Delete(transaction, request, response);
      });
}

grpc::ServerUnaryReactor* ProjectServiceImpl::UndeleteProject(grpc::CallbackServerContext* context,
                                                              const UndeleteProjectRequest* request,
                                                              Project* response) {
  Referring<UndeleteProjectRequest> mutation;
  mutation.validate = [](const UndeleteProjectRequest& request) {
    return ValidateRequest(request);
  };
  mutation.names = [this](sqlite::Database& db, const UndeleteProjectRequest& request) {
    return changes_.UndeleteNames(db, request);
  };
  mutation.body = [this](Transaction& transaction, const UndeleteProjectRequest& request,
                         const ReferenceKnowledge& knowledge, Project* response) {
    return changes_.Undelete(transaction, request, knowledge, response);
  };
  return MutateReferring(context, request, response, "UndeleteProject", std::move(mutation));
}

template <typename Request>
grpc::ServerUnaryReactor* ProjectServiceImpl::TakeStep(grpc::CallbackServerContext* context,
                                                       const Request* request, Project* response,
                                                       absl::string_view method,
                                                       ProjectLedgerEntry::Step step) const {
  Referring<Request> mutation;
  mutation.validate = [this](const Request& request) { return ValidateStep(request, Today()); };
  mutation.names = [step](sqlite::Database&, const Request& request) {
    return ProjectChanges::StepNames(ToStep(request, step));
  };
  mutation.body = [this, step](Transaction& transaction, const Request& request,
                               const ReferenceKnowledge& knowledge, Project* response) {
    return changes_.Step(transaction, ToStep(request, step), knowledge, response);
  };
  return MutateReferring(context, request, response, method, std::move(mutation));
}

grpc::ServerUnaryReactor* ProjectServiceImpl::StartProject(
    grpc::CallbackServerContext* context, const projects::v1::StartProjectRequest* request,
    Project* response) {
  return TakeStep(context, request, response, "StartProject", ProjectLedgerEntry::STEP_START);
}

grpc::ServerUnaryReactor* ProjectServiceImpl::FinaliseProject(
    grpc::CallbackServerContext* context, const projects::v1::FinaliseProjectRequest* request,
    Project* response) {
  return TakeStep(context, request, response, "FinaliseProject", ProjectLedgerEntry::STEP_FINALISE);
}

grpc::ServerUnaryReactor* ProjectServiceImpl::CloseProject(
    grpc::CallbackServerContext* context, const projects::v1::CloseProjectRequest* request,
    Project* response) {
  return TakeStep(context, request, response, "CloseProject", ProjectLedgerEntry::STEP_CLOSE);
}

grpc::ServerUnaryReactor* ProjectServiceImpl::CancelProject(
    grpc::CallbackServerContext* context, const projects::v1::CancelProjectRequest* request,
    Project* response) {
  return TakeStep(context, request, response, "CancelProject", ProjectLedgerEntry::STEP_CANCEL);
}

grpc::ServerUnaryReactor* ProjectServiceImpl::SuspendProject(
    grpc::CallbackServerContext* context, const projects::v1::SuspendProjectRequest* request,
    Project* response) {
  return TakeStep(context, request, response, "SuspendProject", ProjectLedgerEntry::STEP_SUSPEND);
}

grpc::ServerUnaryReactor* ProjectServiceImpl::ResumeProject(
    grpc::CallbackServerContext* context, const projects::v1::ResumeProjectRequest* request,
    Project* response) {
  return TakeStep(context, request, response, "ResumeProject", ProjectLedgerEntry::STEP_RESUME);
}

}  // namespace jumelage
