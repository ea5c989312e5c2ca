#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_COMPARED_CITIES_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_COMPARED_CITIES_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/sqlite/database.h"
#include "registry_service/domain/duplicates.h"

namespace jumelage {

// Returns the number of cities that LoadComparedCities would load, at most `limit`.
absl::StatusOr<int> CountComparedCities(sqlite::Database& db, const std::string& country,
                                        int limit);

// Loads the input of FindDuplicates: the first `limit` cities, by name, that are neither deleted
// nor merged, from one country (ISO 3166-1 alpha-2) or, if `country` is empty, from all. Their
// names include those of the cities that were merged into them. Also loads all twinnings that are
// neither ended, deleted nor merged, with their sides resolved. Returns the errors of the database,
// and DATA_LOSS if a city cannot be parsed or redirects form a cycle.
absl::StatusOr<ComparedCities> LoadComparedCities(sqlite::Database& db, const std::string& country,
                                                  int limit);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_COMPARED_CITIES_H_
