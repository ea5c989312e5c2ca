#include "common/resource/lookups.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/base/status_macros.h"
#include "common/values/resource_name.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/reflection.h"

namespace jumelage {

Lookups::Lookups(const ViewSchema* schema) : schema_(*schema) {
  for (const TableBase* table : schema_.tables) {
    const std::string name(table->name());
    state_sql_[name] = absl::StrCat("SELECT deleted FROM ", name, " WHERE name = ?");
    const absl::string_view ids = table->SideTable(SideTableRole::kExternalIds);
    if (!ids.empty()) {
      holder_sql_[name] = absl::Substitute(
          "SELECT r.name FROM $0 e JOIN $1 r ON r.id = e.owner "
          "WHERE e.scheme = ? AND e.value = ? AND r.name <> ?",
          ids, name);
    }
    const absl::string_view references = table->SideTable(SideTableRole::kReferences);
    if (references.empty()) continue;
    absl::SubstituteAndAppend(&referrers_sql_,
                              "$0SELECT r.name FROM $1 e JOIN $2 r ON r.id = e.owner "
                              "WHERE e.target = ?1 AND (?3 OR r.deleted <> 1) AND r.name <> ?1 ",
                              referrers_sql_.empty() ? "" : "UNION ", references, name);
  }
  if (!referrers_sql_.empty()) absl::StrAppend(&referrers_sql_, "ORDER BY 1 LIMIT ?2");
}

std::string Lookups::TypeOf(absl::string_view name) const {
  const TableBase* const table = schema_.TableOf(name);
  return table == nullptr ? std::string() : table->descriptor()->name();
}

absl::StatusOr<std::optional<RowState>> Lookups::StateOf(sqlite::Database& db,
                                                         absl::string_view name) const {
  const auto sql = state_sql_.find(SegmentOf(name));
  if (sql == state_sql_.end()) return std::nullopt;
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql->second));
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.BindText(1, name).Step());
  if (!found) return std::nullopt;
  return static_cast<RowState>(select.ColumnInt(0));
}

absl::StatusOr<bool> Lookups::IsLive(sqlite::Database& db, absl::string_view name) const {
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<RowState> state, StateOf(db, name));
  return state.has_value() && *state != RowState::kDeleted;
}

absl::StatusOr<std::vector<std::string>> Lookups::ReferrersOf(sqlite::Database& db,
                                                              absl::string_view name,
                                                              Referrers which, int limit) const {
  std::vector<std::string> referrers;
  if (referrers_sql_.empty()) return referrers;
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(referrers_sql_));
  select.BindText(1, name).BindInt(2, limit);
  select.BindInt(3, which == Referrers::kAll ? 1 : 0);
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return referrers;
    referrers.emplace_back(select.ColumnText(0));
  }
}

absl::StatusOr<std::optional<std::string>> Lookups::HolderOfExternalId(
    sqlite::Database& db, absl::string_view collection, const type::v1::ExternalId& id,
    absl::string_view but) const {
  const auto sql = holder_sql_.find(LastSegment(collection));
  if (sql == holder_sql_.end()) {
    return absl::InternalError(absl::StrCat("the view keeps no external ids of ", collection));
  }
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql->second));
  select.BindText(1, id.scheme()).BindText(2, id.value()).BindText(3, but);
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return std::string(select.ColumnText(0));
}

absl::StatusOr<std::vector<std::string>> Lookups::HoldersOfExternalIds(
    sqlite::Database& db, const google::protobuf::Message& resource) const {
  std::vector<std::string> holders;
  const auto table =
      std::find_if(schema_.tables.begin(), schema_.tables.end(), [&](const TableBase* candidate) {
        return candidate->descriptor() == resource.GetDescriptor();
      });
  if (table == schema_.tables.end() || holder_sql_.count((*table)->name()) == 0) return holders;
  const auto* const field = resource.GetDescriptor()->FindFieldByName("external_ids");
  for (const type::v1::ExternalId& id :
       resource.GetReflection()->GetRepeatedFieldRef<type::v1::ExternalId>(resource, field)) {
    JUMELAGE_ASSIGN_OR_RETURN(std::optional<std::string> holder,
                              HolderOfExternalId(db, (*table)->name(), id, /*but=*/""));
    if (holder && std::find(holders.begin(), holders.end(), *holder) == holders.end()) {
      holders.push_back(*std::move(holder));
    }
  }
  return holders;
}

}  // namespace jumelage
