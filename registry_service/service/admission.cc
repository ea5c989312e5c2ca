#include "registry_service/service/admission.h"

#include <optional>

#include "common/base/error.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "registry_service/service/errors.h"
#include "registry_service/storage/lookups.h"

namespace jumelage {
namespace {

using registry::v1::City;
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
  return holder ? ExternalIdTakenError(type, *holder, id) : absl::OkStatus();
}

absl::Status CheckPairFree(sqlite::Database& db, const Twinning& twinning) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<std::string> existing,
                            LiveTwinningOfSamePair(db, twinning));
  return existing ? TwinningDuplicateError(*existing) : absl::OkStatus();
}

absl::Status CheckParentsOf(sqlite::Database& db, const Table<City>& table, const City& city) {
  // The chain above ends: it is made of cities that were admitted here.
  std::string ancestor = city.parent();
  while (!ancestor.empty()) {
    if (ancestor == city.name()) return CityCircleError(city.parent());
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<City> found, table.Get(db, ancestor));
    ancestor = found ? found->parent() : "";
  }
  return absl::OkStatus();
}

absl::Status CheckNotInUse(sqlite::Database& db, absl::string_view type, absl::string_view name) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> referrers,
                            ReferrersOf(db, name, kMaxReferrersNamed));
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
