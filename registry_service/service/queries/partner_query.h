#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_PARTNER_QUERY_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_PARTNER_QUERY_H_

#include "absl/status/status.h"
#include "common/store/read_pool.h"
#include "jumelage/registry/v1/partner.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Validates a request. If it is invalid, returns FIELD_INVALID (INVALID_ARGUMENT) with all
// violations. Pure and thread-safe.
absl::Status ValidateQueryPartners(const registry::v1::QueryPartnersRequest& request);

// Answers a valid request from one snapshot, with the city's links of the requested kinds and
// states, grouped by year. Returns RESOURCE_NOT_FOUND (NOT_FOUND) if there is no such city.
absl::Status QueryPartnersIn(const RegistryTables& tables, const Snapshot& snapshot,
                             const registry::v1::QueryPartnersRequest& request,
                             registry::v1::QueryPartnersResponse* response);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_PARTNER_QUERY_H_
