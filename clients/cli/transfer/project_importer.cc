#include "clients/cli/transfer/project_importer.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "clients/cli/command/errors.h"
#include "clients/cli/page/references.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/replacement.h"

namespace jumelage::cli {

using projects::v1::Project;
using registry::v1::ImportRecordsRequest;

ProjectImporter::ProjectImporter(client::ProjectsClient* projects,
                                 RecordImporter::Existing existing, ProjectImportHooks hooks)
    : client_(*projects), existing_(existing), hooks_(std::move(hooks)) {}

absl::Status ProjectImporter::Import(const Projects& projects) {
  for (const Project& project : projects) {
    tasks_.push_back({&project, {}});
    pending_.insert(project.name());
  }
  for (Task& task : tasks_) JUMELAGE_RETURN_IF_ERROR(CreateMissing(&task));
  for (const Task& task : tasks_) JUMELAGE_RETURN_IF_ERROR(Update(task));
  return absl::OkStatus();
}

absl::Status ProjectImporter::CreateMissing(Task* task) {
  const std::string& name = task->wanted->name();
  projects::v1::GetProjectRequest get;
  get.set_name(name);
  absl::StatusOr<Project> current = client_.GetProject(get);
  if (absl::IsNotFound(current.status())) {
    projects::v1::CreateProjectRequest create;
    // The service takes names apart and checks them.
    create.set_project_id(name.substr(name.find('/') + 1));
    *create.mutable_project() = *task->wanted;
    const bool incomplete = DropReferences(
        create.mutable_project(),
        [this](const std::string& reference) { return pending_.count(reference) > 0; });
    current = client_.CreateProject(std::move(create));
    task->state = incomplete ? Task::kIncomplete : Task::kDone;
    if (current.ok()) ++counts_.created;
  } else {
    task->state = Task::kFound;
  }
  // Whatever refers to a project that failed gets the service's own answer.
  pending_.erase(name);
  if (!current.ok()) {
    task->state = Task::kDone;
    return Failed(*task, current.status());
  }
  task->current = *std::move(current);
  return absl::OkStatus();
}

absl::Status ProjectImporter::Update(const Task& task) {
  if (task.state == Task::kDone) return absl::OkStatus();
  const absl::StatusOr<bool> updated = Change(task);
  if (!updated.ok()) return Failed(task, updated.status());
  if (task.state == Task::kFound) ++(*updated ? counts_.updated : counts_.unchanged);
  return absl::OkStatus();
}

absl::StatusOr<bool> ProjectImporter::Change(const Task& task) {
  const std::string& name = task.wanted->name();
  if (task.current.has_delete_time()) return DeletedError("Project", name);
  // One that was begun here is to be completed.
  const bool found = task.state == Task::kFound;
  if (found && existing_ == ImportRecordsRequest::EXISTING_RECORDS_KEEP) return false;
  Project wanted = *task.wanted;
  const Difference difference = CompareForUpdate(task.current, &wanted);
  if (!difference.fixed.empty() && hooks_.kept) {
    hooks_.kept(name, absl::StrJoin(difference.fixed, ", "));
  }
  if (!difference.changes) return false;
  wanted.set_etag(task.current.etag());
  projects::v1::UpdateProjectRequest update;
  *update.mutable_project() = std::move(wanted);
  // Without a mask, what the project has set is taken over.
  const bool merge = found && existing_ == ImportRecordsRequest::EXISTING_RECORDS_MERGE;
  if (!merge) update.mutable_update_mask()->add_paths("*");
  JUMELAGE_ASSIGN_OR_RETURN(const Project answer, client_.UpdateProject(std::move(update)));
  // A service may know two writings of one thing for the same, and then changes nothing.
  return answer.revision() != task.current.revision();
}

absl::Status ProjectImporter::Failed(const Task& task, const absl::Status& error) {
  if (ExitCodeOf(error) == kExitUnavailable) return error;
  ++counts_.refused;
  if (first_refusal_.ok()) first_refusal_ = error;
  if (hooks_.refused) hooks_.refused(*task.wanted, error);
  return absl::OkStatus();
}

}  // namespace jumelage::cli
