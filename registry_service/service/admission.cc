#include "registry_service/service/admission.h"

#include <optional>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/values/resource_name.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/service/requests/errors.h"
#include "registry_service/storage/links.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::Organization;
using registry::v1::Twinning;

constexpr int kMaxReferrersNamed = 100;

}  // namespace

absl::Status CheckReferencesLive(sqlite::Database& db,
                                 const std::vector<NamedReference>& references) {
  std::vector<std::pair<std::string, std::string>> missing;
  for (const NamedReference& reference : references) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool live, IsLive(db, reference.name));
    if (!live) missing.emplace_back(reference.field, reference.name);
  }
  return missing.empty() ? absl::OkStatus() : ReferencesNotFoundError(missing);
}

absl::Status CheckExternalIdFree(sqlite::Database& db, absl::string_view type,
                                 absl::string_view collection, absl::string_view name,
                                 const type::v1::ExternalId& id) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<std::string> holder,
                            HolderOfExternalId(db, collection, id, name));
  if (!holder) return absl::OkStatus();
  // What was merged leads to the one to use, unless that is the one that asks.
  JUMELAGE_ASSIGN_OR_RETURN(const std::string target, ResolveName(db, *holder));
  return ExternalIdTakenError(type, target == name ? *holder : target, id);
}

absl::Status CheckPairFree(sqlite::Database& db, const Twinning& twinning) {
  if (twinning.state() == Twinning::STATE_ENDED) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(const auto cities, CitiesOf(db, twinning));
  if (cities.first == cities.second) return TwinningsClashError({twinning.name()}, {});
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<std::string> existing,
                            LiveTwinningOfSamePair(db, twinning));
  return existing ? TwinningDuplicateError(*existing) : absl::OkStatus();
}

absl::StatusOr<bool> IsOwnAncestor(sqlite::Database& db, const Table<City>& table,
                                   const City& city) {
  // The chain above ends: it is made of cities that were admitted here.
  std::string parent = city.parent();
  while (!parent.empty()) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::string ancestor, ResolveName(db, parent));
    if (ancestor == city.name()) return true;
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<City> found, table.Get(db, ancestor));
    parent = found ? found->parent() : "";
  }
  return false;
}

absl::Status CheckParentsOf(sqlite::Database& db, const Table<City>& table, const City& city) {
  JUMELAGE_ASSIGN_OR_RETURN(const bool circle, IsOwnAncestor(db, table, city));
  return circle ? CityCircleError(city.parent()) : absl::OkStatus();
}

absl::StatusOr<std::vector<int>> OwnMemberships(sqlite::Database& db,
                                                const Organization& organization) {
  std::vector<int> own;
  for (int i = 0; i < organization.members_size(); ++i) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::string member,
                              ResolveName(db, PartyName(organization.members(i).member())));
    if (member == organization.name()) own.push_back(i);
  }
  return own;
}

absl::Status CheckMembersOf(sqlite::Database& db, const Organization& organization) {
  JUMELAGE_ASSIGN_OR_RETURN(const bool merged, HasRedirects(db));
  if (!merged) return absl::OkStatus();
  Violations violations;
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<int> own, OwnMemberships(db, organization));
  for (const int i : own) {
    violations.Add(Indexed("organization.members", i) + ".member",
                   "must not be the organization itself");
  }
  return violations.ToStatus();
}

absl::Status CheckNotInUse(sqlite::Database& db, absl::string_view type, absl::string_view name,
                           Referrers which) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> referrers,
                            ReferrersOf(db, name, which, kMaxReferrersNamed));
  return referrers.empty() ? absl::OkStatus() : InUseError(type, name, referrers);
}

absl::StatusOr<std::string> FreeName(sqlite::Database& db, const TableBase& table,
                                     absl::string_view id) {
  const auto name_of = [&](int number) {
    return ResourceName(table.collection(),
                        number == 1 ? std::string(id) : NumberedResourceId(id, number));
  };
  // Doubling and then halving finds a free number among many taken ones in few steps.
  int taken = 0;
  int free = 1;
  for (;; taken = free, free *= 2) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<StoredResource> found,
                              table.Find(db, name_of(free)));
    if (!found) break;
  }
  while (free - taken > 1) {
    const int middle = taken + (free - taken) / 2;
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<StoredResource> found,
                              table.Find(db, name_of(middle)));
    (found ? taken : free) = middle;
  }
  return name_of(free);
}

}  // namespace jumelage
