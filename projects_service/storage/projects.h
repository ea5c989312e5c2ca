#ifndef JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECTS_H_
#define JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/search/name_tables.h"
#include "common/sqlite/database.h"
#include "common/store/resources.h"
#include "common/view/table.h"
#include "common/view/view.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage {

// The tables for searching projects by their display names and titles.
inline constexpr NameTables kProjectNames = {
    "projects", "project_names", "project_words", "project_spellings",
    "SELECT 1 FROM project_words WHERE word = ?1 AND owner <> ?2 UNION ALL "
    "SELECT 1 FROM project_names WHERE key = ?1 AND owner <> ?2"};

// How the view stores projects. The table `projects` has the columns that lists filter and order
// by. Side tables contain references, external ids, sectors, SDG targets and names. For the
// followed copy of the registry, see followed.h. Immutable and thread-safe. Must outlive the view,
// whose schema points into it.
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

// Returns the names of the projects, including deleted ones, that refer to the registry resource
// `name` under any of its names (see kFollowedNamesOf).
absl::StatusOr<std::vector<std::string>> ProjectsNaming(sqlite::Database& db,
                                                        absl::string_view name);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECTS_H_
