#include "projects_service/service/project_changes.h"

#include <optional>
#include <utility>

#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/message/message_checks.h"
#include "common/rpc/field_mask.h"
#include "common/values/resource_name.h"
#include "common/values/text_folding.h"
#include "common/values/uncertain_date.h"
#include "projects_service/domain/life_cycle.h"
#include "projects_service/domain/project_rules.h"
#include "projects_service/service/errors.h"
#include "projects_service/service/references.h"

namespace jumelage {
namespace {

using projects::v1::CreateProjectRequest;
using projects::v1::DeleteProjectRequest;
using projects::v1::Project;
using projects::v1::UndeleteProjectRequest;
using projects::v1::UpdateProjectRequest;

// How many referrers a refused deletion names.
constexpr int kMaxReferrersNamed = 100;

std::vector<NamedReference> Joined(std::vector<NamedReference> a, std::vector<NamedReference> b) {
  a.insert(a.end(), std::make_move_iterator(b.begin()), std::make_move_iterator(b.end()));
  return a;
}

// Of the project's own fields: registry resources and other projects.
std::vector<NamedReference> AllReferences(const Project& project) {
  return Joined(RegistryReferencesOf(project), ProjectReferencesOf(project));
}

std::vector<NamedReference> DecisionReferences(const StepRequest& request) {
  return ReferencesOf("decision", request.entry.decision());
}

// A name that is free: the one made of the title, or that with a number. Numbers are found by
// doubling and then halving, so that the thousandth project of one title takes few looks; where
// purged ones left gaps any free number serves.
absl::StatusOr<std::string> FreeName(sqlite::Database& db, const Project& project) {
  const std::string folded = FoldText(project.display_name());
  const std::string id = MakeResourceId({folded}, "project");
  const auto taken = [&](int number) {
    return IsProjectNameTaken(
        db, ResourceName("projects", number == 1 ? id : NumberedResourceId(id, number)));
  };
  int low = 0;  // taken, or none
  int high = 1;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool is_taken, taken(high));
    if (!is_taken) break;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const int middle = low + (high - low) / 2;
    JUMELAGE_ASSIGN_OR_RETURN(const bool is_taken, taken(middle));
    (is_taken ? low : high) = middle;
  }
  return ResourceName("projects", high == 1 ? id : NumberedResourceId(id, high));
}

absl::Status CheckExternalIds(sqlite::Database& db, const Project& project) {
  for (const type::v1::ExternalId& id : project.external_ids()) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<std::string> holder,
                              HolderOfExternalId(db, id, project.name()));
    if (holder) return ExternalIdTakenError(id, *holder);
  }
  return absl::OkStatus();
}

absl::Status CheckParents(sqlite::Database& db, const Project& project) {
  if (project.parent().empty()) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(const bool circle, IsAncestor(db, project.name(), project.parent()));
  return circle ? ParentCircleError(project.parent()) : absl::OkStatus();
}

// The answer of every mutation: the project with what is known of its references.
absl::Status Answer(sqlite::Database& db, Project project, Project* answer) {
  *answer = std::move(project);
  return FillReferences(db, answer);
}

}  // namespace

std::vector<std::string> ProjectChanges::CreateNames(const CreateProjectRequest& request) {
  Project project = request.project();
  ClearOutputOnlyFields(&project);
  return DistinctNames(RegistryReferencesOf(project));
}

absl::Status ProjectChanges::Create(Transaction& transaction, const CreateProjectRequest& request,
                                    const ReferenceKnowledge& knowledge, Project* answer) const {
  sqlite::Database& db = transaction.db();
  Project project = request.project();
  ClearOutputOnlyFields(&project);
  DropRepeatedBounds(&project);
  if (request.project_id().empty()) {
    JUMELAGE_ASSIGN_OR_RETURN(*project.mutable_name(), FreeName(db, project));
  } else {
    project.set_name(ResourceName("projects", request.project_id()));
  }
  if (project.state() == Project::STATE_UNSPECIFIED) project.set_state(Project::STATE_UNKNOWN);
  JUMELAGE_ASSIGN_OR_RETURN(const bool taken, IsProjectNameTaken(db, project.name()));
  if (taken) return AlreadyExistsError(projects_->TypeName(), project.name());
  JUMELAGE_RETURN_IF_ERROR(CheckExternalIds(db, project));
  JUMELAGE_RETURN_IF_ERROR(CheckReferences(db, *projects_, AllReferences(project), knowledge));
  JUMELAGE_RETURN_IF_ERROR(projects_->Create(transaction, &project));
  return Answer(db, std::move(project), answer);
}

absl::StatusOr<std::vector<std::string>> ProjectChanges::UpdateNames(
    sqlite::Database& db, const UpdateProjectRequest& request) const {
  JUMELAGE_ASSIGN_OR_RETURN(const Project before, projects_->Get(db, request.project().name()));
  Project after = before;
  JUMELAGE_RETURN_IF_ERROR(
      ApplyUpdateMask(request.update_mask(), "project", request.project(), &after));
  return DistinctNames(NewReferences(RegistryReferencesOf(before), RegistryReferencesOf(after)));
}

absl::Status ProjectChanges::Update(Transaction& transaction, const UpdateProjectRequest& request,
                                    const ReferenceKnowledge& knowledge, Project* answer) const {
  sqlite::Database& db = transaction.db();
  JUMELAGE_ASSIGN_OR_RETURN(
      const Project before,
      projects_->GetToChange(transaction, request.project().name(), request.project().etag()));
  Project after = before;
  JUMELAGE_RETURN_IF_ERROR(
      ApplyUpdateMask(request.update_mask(), "project", request.project(), &after));
  DropRepeatedBounds(&after);
  Violations violations;
  CheckMessage("project", after, MessageLimits(), &violations);
  CheckProject(after, LatestToday(transaction.time()), &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  JUMELAGE_RETURN_IF_ERROR(CheckExternalIds(db, after));
  JUMELAGE_RETURN_IF_ERROR(CheckReferences(
      db, *projects_, NewReferences(AllReferences(before), AllReferences(after)), knowledge));
  JUMELAGE_RETURN_IF_ERROR(CheckParents(db, after));
  JUMELAGE_RETURN_IF_ERROR(projects_->Update(transaction, before, &after));
  return Answer(db, std::move(after), answer);
}

absl::Status ProjectChanges::Delete(Transaction& transaction, const DeleteProjectRequest& request,
                                    Project* answer) const {
  JUMELAGE_ASSIGN_OR_RETURN(Project project,
                            projects_->GetToChange(transaction, request.name(), request.etag()));
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::vector<std::string> referrers,
      ProjectsReferringTo(transaction.db(), project.name(), kMaxReferrersNamed));
  if (!referrers.empty()) return InUseError(projects_->TypeName(), project.name(), referrers);
  JUMELAGE_RETURN_IF_ERROR(projects_->SoftDelete(transaction, &project));
  return Answer(transaction.db(), std::move(project), answer);
}

absl::StatusOr<std::vector<std::string>> ProjectChanges::UndeleteNames(
    sqlite::Database& db, const UndeleteProjectRequest& request) const {
  JUMELAGE_ASSIGN_OR_RETURN(const Project project, projects_->Get(db, request.name()));
  return DistinctNames(RegistryReferencesOf(project));
}

absl::Status ProjectChanges::Undelete(Transaction& transaction,
                                      const UndeleteProjectRequest& request,
                                      const ReferenceKnowledge& knowledge, Project* answer) const {
  sqlite::Database& db = transaction.db();
  JUMELAGE_ASSIGN_OR_RETURN(Project project,
                            projects_->GetToUndelete(transaction, request.name(), request.etag()));
  JUMELAGE_RETURN_IF_ERROR(CheckReferences(db, *projects_, AllReferences(project), knowledge));
  JUMELAGE_RETURN_IF_ERROR(CheckParents(db, project));
  JUMELAGE_RETURN_IF_ERROR(projects_->Undelete(transaction, &project));
  return Answer(db, std::move(project), answer);
}

std::vector<std::string> ProjectChanges::StepNames(const StepRequest& request) {
  return DistinctNames(DecisionReferences(request));
}

absl::Status ProjectChanges::Step(Transaction& transaction, const StepRequest& request,
                                  const ReferenceKnowledge& knowledge, Project* answer) const {
  sqlite::Database& db = transaction.db();
  JUMELAGE_ASSIGN_OR_RETURN(const Project before,
                            projects_->GetToChange(transaction, request.name, request.etag));
  JUMELAGE_RETURN_IF_ERROR(CheckReferences(
      db, *projects_, NewReferences(RegistryReferencesOf(before), DecisionReferences(request)),
      knowledge));
  Project after = before;
  projects::v1::ProjectLedgerEntry entry = request.entry;
  *entry.mutable_record_time() = transaction.proto_time();
  DropRepeatedBounds(&entry);
  JUMELAGE_RETURN_IF_ERROR(TakeStep(std::move(entry), &after));
  JUMELAGE_RETURN_IF_ERROR(projects_->Update(transaction, before, &after));
  return Answer(db, std::move(after), answer);
}

}  // namespace jumelage
