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

// Where titles are looked for.
inline constexpr NameTables kProjectNames = {
    "projects", "project_names", "project_words", "project_spellings",
    "SELECT 1 FROM project_words WHERE word = ?1 AND owner <> ?2 UNION ALL "
    "SELECT 1 FROM project_names WHERE key = ?1 AND owner <> ?2"};

// How the view keeps projects: the table `projects` with the columns that lists filter and order
// by, side tables of what projects name, of their external ids, sectors, targets and titles, and
// what is followed of the registry (followed.h). Made once; immutable and thread-safe. The schema
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

// The projects, deleted ones too, that name the registry's resource `name` or one that leads to it
// since it was merged.
absl::StatusOr<std::vector<std::string>> ProjectsNaming(sqlite::Database& db,
                                                        absl::string_view name);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECTS_H_
