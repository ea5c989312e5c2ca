#include "registry_service/storage/lookups.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

// The tables of external ids, by collection.
constexpr std::pair<absl::string_view, absl::string_view> kExternalIdQueries[] = {
    {"agreements",
     "SELECT r.name FROM agreement_external_ids e JOIN agreements r ON r.id = e.owner "
     "WHERE e.scheme = ? AND e.value = ? AND r.name <> ?"},
    {"cities",
     "SELECT r.name FROM city_external_ids e JOIN cities r ON r.id = e.owner "
     "WHERE e.scheme = ? AND e.value = ? AND r.name <> ?"},
    {"organizations",
     "SELECT r.name FROM organization_external_ids e JOIN organizations r ON r.id = e.owner "
     "WHERE e.scheme = ? AND e.value = ? AND r.name <> ?"},
    {"twinnings",
     "SELECT r.name FROM twinning_external_ids e JOIN twinnings r ON r.id = e.owner "
     "WHERE e.scheme = ? AND e.value = ? AND r.name <> ?"},
};

// Whether a resource may be referred to, by collection.
constexpr std::pair<absl::string_view, absl::string_view> kLiveQueries[] = {
    {"agreements/", "SELECT 1 FROM agreements WHERE name = ? AND deleted <> 1"},
    {"cities/", "SELECT 1 FROM cities WHERE name = ? AND deleted <> 1"},
    {"organizations/", "SELECT 1 FROM organizations WHERE name = ? AND deleted <> 1"},
    {"twinnings/", "SELECT 1 FROM twinnings WHERE name = ? AND deleted <> 1"},
};

constexpr absl::string_view kReferrers = R"sql(
  SELECT r.name FROM agreement_references e JOIN agreements r ON r.id = e.owner
  WHERE e.target = ?1 AND (?3 OR r.deleted <> 1) AND r.name <> ?1
  UNION SELECT r.name FROM city_references e JOIN cities r ON r.id = e.owner
  WHERE e.target = ?1 AND (?3 OR r.deleted <> 1) AND r.name <> ?1
  UNION SELECT r.name FROM organization_references e JOIN organizations r ON r.id = e.owner
  WHERE e.target = ?1 AND (?3 OR r.deleted <> 1) AND r.name <> ?1
  UNION SELECT r.name FROM twinning_references e JOIN twinnings r ON r.id = e.owner
  WHERE e.target = ?1 AND (?3 OR r.deleted <> 1) AND r.name <> ?1
  ORDER BY 1 LIMIT ?2)sql";

absl::StatusOr<std::optional<std::string>> FirstText(sqlite::Statement select) {
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return std::string(select.ColumnText(0));
}

}  // namespace

absl::StatusOr<bool> IsLive(sqlite::Database& db, absl::string_view name) {
  for (const auto& [collection, sql] : kLiveQueries) {
    if (!absl::StartsWith(name, collection)) continue;
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql));
    select.BindText(1, name);
    return select.Step();
  }
  return false;
}

absl::StatusOr<std::vector<std::string>> ReferrersOf(sqlite::Database& db, absl::string_view name,
                                                     Referrers which, int limit) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(kReferrers));
  select.BindText(1, name).BindInt(2, limit);
  select.BindInt(3, which == Referrers::kAll ? 1 : 0);
  std::vector<std::string> referrers;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return referrers;
    referrers.emplace_back(select.ColumnText(0));
  }
}

absl::StatusOr<std::optional<std::string>> HolderOfExternalId(sqlite::Database& db,
                                                              absl::string_view collection,
                                                              const type::v1::ExternalId& id,
                                                              absl::string_view but) {
  for (const auto& [of, sql] : kExternalIdQueries) {
    if (of != collection) continue;
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql));
    select.BindText(1, id.scheme()).BindText(2, id.value()).BindText(3, but);
    return FirstText(std::move(select));
  }
  return absl::InternalError(absl::StrCat("no external ids are kept of ", collection));
}

}  // namespace jumelage
