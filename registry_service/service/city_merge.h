#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_MERGE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_MERGE_H_

#include <string>

#include "absl/status/status.h"
#include "common/store/transaction.h"
#include "jumelage/registry/v1/identity.pb.h"
#include "registry_service/storage/tables.h"

// What the merge of two cities, or its end, means for their twinnings and parents.
namespace jumelage {

// FIELD_INVALID (INVALID_ARGUMENT) with all violations.
absl::Status ValidateMergeCity(const registry::v1::MergeCityRequest& request);
absl::Status ValidateUnmergeCity(const registry::v1::UnmergeCityRequest& request);

// In a transaction in which the request's city leads to `into` already: sets aside the twinnings
// that give way to those to keep. TWINNINGS_CLASH, PARENT_CIRCLE (FAILED_PRECONDITION),
// FIELD_INVALID for a twinning to keep that clashes with nothing.
absl::Status SettleMerge(const RegistryTables& tables, Transaction& transaction,
                         const registry::v1::MergeCityRequest& request, const std::string& into);

// In a transaction in which the request's city no longer leads to `into`: brings back the twinnings
// that were set aside and do not link the same pair any more. Errors as above.
absl::Status SettleUnmerge(const RegistryTables& tables, Transaction& transaction,
                           const registry::v1::UnmergeCityRequest& request,
                           const std::string& into);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_MERGE_H_
