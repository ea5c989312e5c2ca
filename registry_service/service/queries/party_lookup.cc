#include "registry_service/service/queries/party_lookup.h"

#include "absl/strings/match.h"
#include "common/base/status_macros.h"
#include "common/values/resource_name.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

bool NamesOrganization(absl::string_view name) { return absl::StartsWith(name, "organizations/"); }

}  // namespace

void CheckPartyName(absl::string_view field, absl::string_view name, Violations* violations) {
  CheckResourceName(field, name, NamesOrganization(name) ? "organizations" : "cities", violations);
}

absl::StatusOr<std::string> PartyDisplayName(const RegistryTables& tables, sqlite::Database& db,
                                             absl::string_view given) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string name, ResolveName(db, given));
  if (NamesOrganization(name)) {
    JUMELAGE_ASSIGN_OR_RETURN(const auto organization, tables.organizations().Get(db, name));
    return organization.display_name();
  }
  JUMELAGE_ASSIGN_OR_RETURN(const auto city, tables.cities().Get(db, name));
  return city.display_name();
}

}  // namespace jumelage
