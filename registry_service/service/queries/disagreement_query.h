#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_DISAGREEMENT_QUERY_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_DISAGREEMENT_QUERY_H_

#include "absl/status/status.h"
#include "common/store/read_pool.h"
#include "jumelage/registry/v1/disagreement.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Validates a request. If it is invalid, returns FIELD_INVALID (INVALID_ARGUMENT) with all
// violations, or PAGE_TOKEN_INVALID. Pure and thread-safe.
absl::Status ValidateQueryDisagreements(const registry::v1::QueryDisagreementsRequest& request);

// Answers a valid request from one snapshot. Returns RESOURCE_NOT_FOUND (NOT_FOUND) if there is no
// such city.
absl::Status QueryDisagreementsIn(const RegistryTables& tables, const Snapshot& snapshot,
                                  const registry::v1::QueryDisagreementsRequest& request,
                                  registry::v1::QueryDisagreementsResponse* response);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_DISAGREEMENT_QUERY_H_
