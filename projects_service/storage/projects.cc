#include "projects_service/storage/projects.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/resource/columns.h"
#include "common/sqlite/database.h"
#include "google/protobuf/message.h"
#include "projects_service/domain/references.h"
#include "projects_service/storage/followed.h"

namespace jumelage {
namespace {

using projects::v1::Project;

std::vector<ColumnSpec<Project>> Columns() {
  std::vector<ColumnSpec<Project>> columns = {
      DisplayKeyColumn<Project>(),
      {"state", "INTEGER", [](const Project& p) { return static_cast<int64_t>(p.state()); }},
      {"kind", "INTEGER", [](const Project& p) { return static_cast<int64_t>(p.kind()); }},
      {"parent", "TEXT", [](const Project& p) { return p.parent(); }},
      {"planned_start", "TEXT",
       [](const Project& p) { return DateKey(p.has_planned_start(), p.planned_start()); }},
      {"actual_start", "TEXT",
       [](const Project& p) { return DateKey(p.has_actual_start(), p.actual_start()); }},
      {"planned_end", "TEXT",
       [](const Project& p) { return DateKey(p.has_planned_end(), p.planned_end()); }},
      {"actual_end", "TEXT",
       [](const Project& p) { return DateKey(p.has_actual_end(), p.actual_end()); }},
  };
  AddTimeColumns(&columns);
  return columns;
}

// Filters look up projects by these values, such as a sector, so they come first in the tables'
// keys.
std::vector<SideTableSpec<Project>> SideTables() {
  std::vector<SideTableSpec<Project>> tables = {
      References<Project>("project_references"),
      ExternalIds<Project>("project_external_ids"),
      {"project_sectors",
       {"code"},
       [](const Project& project, SideRows* rows) {
         for (const auto& sector : project.sectors()) rows->Add(sector.code());
       }},
      {"project_sdg_targets",
       {"target"},
       [](const Project& project, SideRows* rows) {
         for (const std::string& target : project.sdg_targets()) rows->Add(target);
       }},
  };
  AddNameTables(kProjectNames, &tables);
  return tables;
}

TableSpec<Project> Spec() {
  TableSpec<Project> spec;
  spec.collection = "projects";
  spec.columns = Columns();
  spec.side_tables = SideTables();
  spec.indexes = {{"display_key"},   {"state"},        {"kind"},      {"parent"},
                  {"planned_start"}, {"actual_start"}, {"create_us"}, {"update_us"}};
  return spec;
}

// Returns whether answers about the project contain the state of a registry resource.
absl::StatusOr<bool> NamesRegistry(sqlite::Database&, const google::protobuf::Message& project) {
  return !RegistryNamesIn(static_cast<const Project&>(project)).empty();
}

}  // namespace

ProjectStorage::ProjectStorage() : table_(Spec()), projects_(&table_, NamesRegistry) {
  schema_.tables = {&table_};
  schema_.extra_ddl = kFollowedDdl;
}

absl::StatusOr<std::vector<std::string>> ProjectsNaming(sqlite::Database& db,
                                                        absl::string_view name) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare(absl::StrCat("SELECT p.name FROM project_references r JOIN projects p "
                              "ON p.id = r.owner WHERE r.target IN ",
                              kFollowedNamesOf)));
  select.BindText(1, name);
  std::vector<std::string> names;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return names;
    names.emplace_back(select.ColumnText(0));
  }
}

}  // namespace jumelage
