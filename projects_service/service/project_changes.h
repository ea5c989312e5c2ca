#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_PROJECT_CHANGES_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_PROJECT_CHANGES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sqlite/database.h"
#include "common/store/transaction.h"
#include "jumelage/projects/v1/project_service.pb.h"
#include "projects_service/domain/references.h"
#include "projects_service/follower/reference_resolver.h"
#include "projects_service/storage/projects.h"

namespace jumelage {

// A step in a project's life, as every life-cycle method asks for it.
struct StepRequest {
  std::string name;
  std::string etag;
  // Step, effective_date, decision and notes.
  projects::v1::ProjectLedgerEntry entry;
};

// What the mutations of projects do: each validates against the state that it changes, and answers
// the project as it became, with its references. They run on the store's writer; the errors are
// those that the contract lists for each method.
//
// The functions called ...Names give the registry resources that a mutation is going to refer to
// anew, as far as can be told before it is queued.
class ProjectChanges {
 public:
  // `storage` outlives this.
  explicit ProjectChanges(const ProjectStorage* storage) : projects_(&storage->projects()) {}

  static std::vector<std::string> CreateNames(const projects::v1::CreateProjectRequest& request);
  absl::Status Create(Transaction& transaction, const projects::v1::CreateProjectRequest& request,
                      const ReferenceKnowledge& knowledge, projects::v1::Project* answer) const;

  absl::StatusOr<std::vector<std::string>> UpdateNames(
      sqlite::Database& db, const projects::v1::UpdateProjectRequest& request) const;
  absl::Status Update(Transaction& transaction, const projects::v1::UpdateProjectRequest& request,
                      const ReferenceKnowledge& knowledge, projects::v1::Project* answer) const;

  absl::Status Delete(Transaction& transaction, const projects::v1::DeleteProjectRequest& request,
                      projects::v1::Project* answer) const;

  absl::StatusOr<std::vector<std::string>> UndeleteNames(
      sqlite::Database& db, const projects::v1::UndeleteProjectRequest& request) const;
  absl::Status Undelete(Transaction& transaction,
                        const projects::v1::UndeleteProjectRequest& request,
                        const ReferenceKnowledge& knowledge, projects::v1::Project* answer) const;

  static std::vector<std::string> StepNames(const StepRequest& request);
  absl::Status Step(Transaction& transaction, const StepRequest& request,
                    const ReferenceKnowledge& knowledge, projects::v1::Project* answer) const;

 private:
  const Resources<projects::v1::Project>* const projects_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_PROJECT_CHANGES_H_
