#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_CITY_SUMMARY_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_CITY_SUMMARY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sqlite/database.h"
#include "google/protobuf/repeated_field.h"
#include "jumelage/registry/v1/partner.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Returns a summary with these fields of a city.
registry::v1::CitySummary MakeSummary(absl::string_view city, absl::string_view display_name,
                                      absl::string_view country);

// Returns the summary of the city that `name` resolves to. If that city has a different name, sets
// `recorded_as` to `name`. Returns RESOURCE_NOT_FOUND (NOT_FOUND) if there is no such city.
absl::StatusOr<registry::v1::CitySummary> SummaryOf(const RegistryTables& tables,
                                                    sqlite::Database& db, const std::string& name);

// Adds the summaries of the cities of a twinning's sides, in the order of the sides.
absl::Status AddSummaries(const RegistryTables& tables, sqlite::Database& db,
                          const registry::v1::Twinning& twinning,
                          google::protobuf::RepeatedPtrField<registry::v1::CitySummary>* cities);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_CITY_SUMMARY_H_
