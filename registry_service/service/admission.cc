#include "registry_service/service/admission.h"

#include <optional>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/values/resource_name.h"
#include "registry_service/domain/errors.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/storage/links.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::Organization;
using registry::v1::Twinning;

}  // namespace

absl::Status CheckPairFree(sqlite::Database& db, const Twinning& twinning) {
  if (twinning.state() == Twinning::STATE_ENDED) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(const auto cities, CitiesOf(db, twinning));
  if (cities.first == cities.second) return TwinningsClashError({twinning.name()}, {});
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<std::string> existing,
                            LiveTwinningOfSamePair(db, twinning));
  return existing ? TwinningDuplicateError(*existing) : absl::OkStatus();
}

absl::Status CheckParentsOf(sqlite::Database& db, const Table<City>& table, const City& city) {
  JUMELAGE_ASSIGN_OR_RETURN(const bool circle, IsOwnAncestor(db, table, city, ResolveName));
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

}  // namespace jumelage
