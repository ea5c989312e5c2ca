#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_PARTY_LOOKUP_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_PARTY_LOOKUP_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/violations.h"
#include "common/sqlite/database.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// A party is a city or an organization, told apart by its name.

// Adds a violation for what is the name of neither. Pure.
void CheckPartyName(absl::string_view field, absl::string_view name, Violations* violations);

// The name that the registry shows of a party, or of that into which it was merged; of a deleted
// one too. RESOURCE_NOT_FOUND (NOT_FOUND).
absl::StatusOr<std::string> PartyDisplayName(const RegistryTables& tables, sqlite::Database& db,
                                             absl::string_view name);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_PARTY_LOOKUP_H_
