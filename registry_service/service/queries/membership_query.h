#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_MEMBERSHIP_QUERY_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_MEMBERSHIP_QUERY_H_

#include "absl/status/status.h"
#include "common/store/read_pool.h"
#include "jumelage/registry/v1/membership.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Validate a request. If it is invalid, return FIELD_INVALID (INVALID_ARGUMENT) with all
// violations, or PAGE_TOKEN_INVALID. Pure and thread-safe.
absl::Status ValidateQueryMembers(const registry::v1::QueryMembersRequest& request);
absl::Status ValidateQueryMemberships(const registry::v1::QueryMembershipsRequest& request);

// Answer a valid request from one snapshot. Return RESOURCE_NOT_FOUND (NOT_FOUND) if there is no
// such organization or member.
absl::Status QueryMembersIn(const RegistryTables& tables, const Snapshot& snapshot,
                            const registry::v1::QueryMembersRequest& request,
                            registry::v1::QueryMembersResponse* response);
absl::Status QueryMembershipsIn(const RegistryTables& tables, const Snapshot& snapshot,
                                const registry::v1::QueryMembershipsRequest& request,
                                registry::v1::QueryMembershipsResponse* response);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_MEMBERSHIP_QUERY_H_
