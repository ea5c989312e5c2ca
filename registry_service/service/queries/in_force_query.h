#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_IN_FORCE_QUERY_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_IN_FORCE_QUERY_H_

#include "absl/status/status.h"
#include "common/store/read_pool.h"
#include "jumelage/registry/v1/agreement_in_force.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Validates a request. If it is invalid, returns FIELD_INVALID (INVALID_ARGUMENT) with all
// violations, or PAGE_TOKEN_INVALID. Pure and thread-safe.
absl::Status ValidateQueryInForce(const registry::v1::QueryInForceRequest& request);

// Answers a valid request from one snapshot. Returns RESOURCE_NOT_FOUND (NOT_FOUND) if there is no
// such party.
absl::Status QueryInForceIn(const RegistryTables& tables, const Snapshot& snapshot,
                            const registry::v1::QueryInForceRequest& request,
                            registry::v1::QueryInForceResponse* response);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_IN_FORCE_QUERY_H_
