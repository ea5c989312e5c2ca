#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_ANNIVERSARY_QUERY_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_ANNIVERSARY_QUERY_H_

#include "absl/status/status.h"
#include "common/store/read_pool.h"
#include "jumelage/registry/v1/anniversary.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// The longest period that a request may have, in years.
inline constexpr int kMaxAnniversaryPeriodYears = 10;
// The default for `every_years`, and its maximum.
inline constexpr int kDefaultEveryYears = 5;
inline constexpr int kMaxEveryYears = 100;

// Validates a request. If it is invalid, returns FIELD_INVALID (INVALID_ARGUMENT) with all
// violations, or PAGE_TOKEN_INVALID. Pure and thread-safe.
absl::Status ValidateQueryAnniversaries(const registry::v1::QueryAnniversariesRequest& request);

// Answers a valid request from one snapshot. Returns RESOURCE_NOT_FOUND (NOT_FOUND) if there is no
// such city.
absl::Status QueryAnniversariesIn(const RegistryTables& tables, const Snapshot& snapshot,
                                  const registry::v1::QueryAnniversariesRequest& request,
                                  registry::v1::QueryAnniversariesResponse* response);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_ANNIVERSARY_QUERY_H_
