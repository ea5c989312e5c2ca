#include "clients/cli/project_importer.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "absl/strings/str_join.h"
#include "clients/cli/errors.h"
#include "clients/cli/page/references.h"
#include "common/base/error.h"
#include "common/rpc/replacement.h"

namespace jumelage::cli {

using projects::v1::Project;

ProjectImporter::ProjectImporter(client::ProjectsClient* projects, std::ostream* err)
    : client_(*projects), err_(*err) {}

absl::Status ProjectImporter::Import(const Projects& projects) {
  for (const Project& project : projects) {
    tasks_.push_back({&project, {}});
    pending_.insert(project.name());
  }
  const bool finished =
      std::all_of(tasks_.begin(), tasks_.end(),
                  [this](Task& task) { return CreateMissing(&task); }) &&
      std::all_of(tasks_.begin(), tasks_.end(), [this](const Task& task) { return Update(task); });
  if (!finished) err_ << "stopped: what is left was not imported" << std::endl;
  return first_error_;
}

bool ProjectImporter::CreateMissing(Task* task) {
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
    return Failed(name, current.status());
  }
  task->current = *std::move(current);
  return true;
}

bool ProjectImporter::Update(const Task& task) {
  if (task.state == Task::kDone) return true;
  const std::string& name = task.wanted->name();
  if (task.current.has_delete_time()) return Failed(name, DeletedError("Project", name));
  Project wanted = *task.wanted;
  const Difference difference = CompareForUpdate(task.current, &wanted);
  if (!difference.fixed.empty()) {
    err_ << name
         << ": kept as it is, since fixed on creation: " << absl::StrJoin(difference.fixed, ", ")
         << std::endl;
  }
  bool updated = false;
  if (difference.changes) {
    wanted.set_etag(task.current.etag());
    projects::v1::UpdateProjectRequest update;
    *update.mutable_project() = std::move(wanted);
    update.mutable_update_mask()->add_paths("*");
    const absl::StatusOr<Project> answer = client_.UpdateProject(std::move(update));
    if (!answer.ok()) return Failed(name, answer.status());
    // A service may know two writings of one thing for the same, and then changes nothing.
    updated = answer->revision() != task.current.revision();
  }
  if (task.state == Task::kFound) ++(updated ? counts_.updated : counts_.unchanged);
  return true;
}

bool ProjectImporter::Failed(const std::string& name, const absl::Status& error) {
  ++counts_.refused;
  err_ << name << ": " << ErrorText(error) << std::flush;
  if (first_error_.ok()) first_error_ = error;
  return ExitCodeOf(error) != kExitUnavailable;
}

}  // namespace jumelage::cli
