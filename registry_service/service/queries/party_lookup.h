#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_PARTY_LOOKUP_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_PARTY_LOOKUP_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/violations.h"
#include "common/sqlite/database.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// A party is a city or an organization. The collection in its name determines which.

// Adds a violation if `name` is not a valid name of a city or an organization. Pure.
void CheckPartyName(absl::string_view field, absl::string_view name, Violations* violations);

// Returns the display name of the party that `name` resolves to, even if that party is deleted.
// Returns RESOURCE_NOT_FOUND (NOT_FOUND) if there is no such party.
absl::StatusOr<std::string> PartyDisplayName(const RegistryTables& tables, sqlite::Database& db,
                                             absl::string_view name);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_PARTY_LOOKUP_H_
