#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_MERGE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_MERGE_H_

#include <string>

#include "absl/status/status.h"
#include "common/store/transaction.h"
#include "jumelage/registry/v1/identity.pb.h"
#include "registry_service/storage/tables.h"

// The consequences of merging or unmerging cities for their twinnings and parents.
namespace jumelage {

// Return FIELD_INVALID (INVALID_ARGUMENT) with all violations.
absl::Status ValidateMergeCity(const registry::v1::MergeCityRequest& request);
absl::Status ValidateUnmergeCity(const registry::v1::UnmergeCityRequest& request);

// Redirects the twinnings that give way to those to keep. In this transaction the request's city
// must already lead to `into`. Returns TWINNINGS_CLASH, PARENT_CIRCLE (FAILED_PRECONDITION), or
// FIELD_INVALID for a twinning to keep that clashes with nothing.
absl::Status SettleMerge(const RegistryTables& tables, Transaction& transaction,
                         const registry::v1::MergeCityRequest& request, const std::string& into);

// Restores the redirected twinnings that no longer link the same pair. In this transaction the
// request's city must no longer lead to `into`. Returns the same errors.
absl::Status SettleUnmerge(const RegistryTables& tables, Transaction& transaction,
                           const registry::v1::UnmergeCityRequest& request,
                           const std::string& into);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_MERGE_H_
