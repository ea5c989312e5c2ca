#include "projects_service/storage/projects.h"

#include <cstdint>
#include <utility>

#include "common/base/status_macros.h"
#include "common/values/text_folding.h"
#include "common/values/uncertain_date.h"
#include "google/protobuf/timestamp.pb.h"
#include "projects_service/storage/followed.h"

namespace jumelage {
namespace {

using projects::v1::Participant;
using projects::v1::Project;

int64_t Micros(const google::protobuf::Timestamp& time) {
  return time.seconds() * 1000000 + time.nanos() / 1000;
}

std::string DateKey(bool present, const type::v1::UncertainDate& date) {
  return present ? SortKey(date) : std::string(kAbsentDateSortKey);
}

std::vector<ColumnSpec<Project>> Columns() {
  return {
      {"display_key", "TEXT", [](const Project& p) { return FoldText(p.display_name()); }},
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
      {"create_us", "INTEGER", [](const Project& p) { return Micros(p.create_time()); }},
      {"update_us", "INTEGER", [](const Project& p) { return Micros(p.update_time()); }},
  };
}

void AddUnlessEmpty(const std::string& name, SideRows* rows) {
  if (!name.empty()) rows->Add(name);
}

void CityRows(const Project& project, SideRows* rows) {
  for (const Participant& participant : project.participants()) {
    AddUnlessEmpty(participant.city(), rows);
  }
  for (const projects::v1::Site& site : project.sites()) AddUnlessEmpty(site.city(), rows);
}

void OrganizationRows(const Project& project, SideRows* rows) {
  for (const Participant& participant : project.participants()) {
    AddUnlessEmpty(participant.organization(), rows);
    AddUnlessEmpty(participant.acting_as_member_of(), rows);
  }
}

// Filters look for projects by city, sector and the like, so these tables are keyed by that first.
std::vector<SideTableSpec<Project>> SideTables() {
  return {
      {"project_cities", {"city"}, CityRows},
      {"project_organizations", {"organization"}, OrganizationRows},
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
      {"project_twinnings",
       {"twinning"},
       [](const Project& project, SideRows* rows) {
         for (const std::string& name : project.twinnings()) rows->Add(name);
       }},
      {"project_agreements",
       {"agreement"},
       [](const Project& project, SideRows* rows) {
         for (const std::string& name : project.agreements()) rows->Add(name);
       }},
      {"project_links",
       {"project"},
       [](const Project& project, SideRows* rows) {
         AddUnlessEmpty(project.parent(), rows);
         for (const auto& related : project.related_projects()) {
           AddUnlessEmpty(related.project(), rows);
         }
       }},
      {"project_external_ids",
       {"scheme", "value"},
       [](const Project& project, SideRows* rows) {
         for (const auto& id : project.external_ids()) rows->Add(id.scheme(), id.value());
       }},
  };
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

}  // namespace

ProjectStorage::ProjectStorage() : table_(Spec()), projects_(&table_) {
  schema_.tables = {&table_};
  schema_.extra_ddl = kFollowedDdl;
}

absl::StatusOr<std::vector<std::string>> ProjectsReferringTo(sqlite::Database& db,
                                                             absl::string_view name, int limit) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT p.name FROM project_links l JOIN projects p ON p.id = l.owner "
                 "WHERE l.project = ? AND p.deleted = 0 ORDER BY p.name LIMIT ?"));
  select.BindText(1, name).BindInt(2, limit);
  std::vector<std::string> referrers;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return referrers;
    referrers.emplace_back(select.ColumnText(0));
  }
}

absl::StatusOr<std::optional<std::string>> HolderOfExternalId(sqlite::Database& db,
                                                              const type::v1::ExternalId& id,
                                                              absl::string_view but) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT p.name FROM project_external_ids e JOIN projects p ON p.id = e.owner "
                 "WHERE e.scheme = ? AND e.value = ? AND p.name <> ?"));
  select.BindText(1, id.scheme()).BindText(2, id.value()).BindText(3, but);
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return std::string(select.ColumnText(0));
}

absl::StatusOr<bool> IsAncestor(sqlite::Database& db, absl::string_view name,
                                absl::string_view from) {
  // UNION keeps each name once, so that the walk ends whatever is stored.
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("WITH RECURSIVE line(name) AS (SELECT ?1 UNION "
                 "SELECT p.parent FROM projects p JOIN line ON p.name = line.name "
                 "WHERE p.parent <> '') SELECT 1 FROM line WHERE name = ?2"));
  select.BindText(1, from).BindText(2, name);
  return select.Step();
}

absl::StatusOr<bool> IsProjectNameTaken(sqlite::Database& db, absl::string_view name) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                            db.Prepare("SELECT 1 FROM projects WHERE name = ?"));
  select.BindText(1, name);
  return select.Step();
}

}  // namespace jumelage
