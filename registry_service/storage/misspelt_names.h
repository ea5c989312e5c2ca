#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_MISSPELT_NAMES_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_MISSPELT_NAMES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/still_wanted.h"
#include "common/sqlite/database.h"
#include "registry_service/domain/name_query.h"

namespace jumelage {

// What typing errors may cost: the spellings of the index that a word or the whole query is
// compared with, and the names or words that are read for all that are near enough, the nearest
// first.
inline constexpr int kMaxComparedSpellings = 100000;
inline constexpr int kMaxMisspeltRows = 10000;

// Where the names of a type of resource are (tables.h).
struct NameTables {
  absl::string_view collection;
  absl::string_view names;
  absl::string_view words;
  absl::string_view spellings;
};
inline constexpr NameTables kAgreementNames = {"agreements", "agreement_names", "agreement_words",
                                               "agreement_spellings"};
inline constexpr NameTables kCityNames = {"cities", "city_names", "city_words", "city_spellings"};
inline constexpr NameTables kOrganizationNames = {"organizations", "organization_names",
                                                  "organization_words", "organization_spellings"};

// A row's id in its collection, and the best rank that one of its names has (NameMatch).
struct RankedOwner {
  int rank = 0;
  int64_t owner = 0;
};

// Those whose names match the query with typing errors, by rank, then by id; also deleted and
// merged ones, and such as match better by another name. Bounded by kMaxComparedSpellings and
// kMaxMisspeltRows. Errors are those of storage, and what `wanted` says.
absl::StatusOr<std::vector<RankedOwner>> FindMisspelt(sqlite::Database& db,
                                                      const NameTables& tables,
                                                      const NameQuery& query,
                                                      const StillWanted& wanted);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_MISSPELT_NAMES_H_
