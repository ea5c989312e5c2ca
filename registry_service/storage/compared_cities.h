#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_COMPARED_CITIES_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_COMPARED_CITIES_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/sqlite/database.h"
#include "registry_service/domain/duplicates.h"

namespace jumelage {

// How many cities LoadComparedCities would give; counts no further than `limit`.
absl::StatusOr<int> CountComparedCities(sqlite::Database& db, const std::string& country,
                                        int limit);

// What FindDuplicates compares: the cities that are neither deleted nor merged, of one country (ISO
// 3166-1 alpha-2) or, where that is empty, all; at most `limit`. With their links that are neither
// ended, deleted nor merged, each side taken for what it stands for. Errors are those of storage.
absl::StatusOr<ComparedCities> LoadComparedCities(sqlite::Database& db, const std::string& country,
                                                  int limit);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_COMPARED_CITIES_H_
