#ifndef JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECTS_H_
#define JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sqlite/database.h"
#include "common/store/resources.h"
#include "common/view/table.h"
#include "common/view/view.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/type/v1/external_id.pb.h"

namespace jumelage {

// How the view keeps projects: the table "projects" with the columns that lists filter and order
// by, and side tables of what projects name. Made once; immutable and thread-safe. The schema
// refers into it: it outlives the view.
class ProjectStorage {
 public:
  ProjectStorage();
  ProjectStorage(const ProjectStorage&) = delete;
  ProjectStorage& operator=(const ProjectStorage&) = delete;

  const ViewSchema& schema() const { return schema_; }
  const Resources<projects::v1::Project>& projects() const { return projects_; }

 private:
  const Table<projects::v1::Project> table_;
  const Resources<projects::v1::Project> projects_;
  ViewSchema schema_;
};

// The live projects that name `name` as their parent or as related, by name, at most `limit`.
absl::StatusOr<std::vector<std::string>> ProjectsReferringTo(sqlite::Database& db,
                                                             absl::string_view name, int limit);

// The project, deleted ones too, other than `but` that has the external id; nullopt when there is
// none.
absl::StatusOr<std::optional<std::string>> HolderOfExternalId(sqlite::Database& db,
                                                              const type::v1::ExternalId& id,
                                                              absl::string_view but);

// Whether `name` is an ancestor of `from`, or `from` itself, by the parents that are stored.
absl::StatusOr<bool> IsAncestor(sqlite::Database& db, absl::string_view name,
                                absl::string_view from);

// Whether there is a project of that name, deleted or not.
absl::StatusOr<bool> IsProjectNameTaken(sqlite::Database& db, absl::string_view name);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECTS_H_
