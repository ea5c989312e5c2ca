#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_MERGE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_MERGE_H_

#include <string>

#include "absl/status/status.h"
#include "common/store/transaction.h"
#include "jumelage/registry/v1/identity.pb.h"
#include "registry_service/storage/tables.h"

// The rules for twinnings and parents when cities are merged or unmerged.
namespace jumelage {

// Validate a request. Return FIELD_INVALID (INVALID_ARGUMENT) with all violations if there are any.
absl::Status ValidateMergeCity(const registry::v1::MergeCityRequest& request);
absl::Status ValidateUnmergeCity(const registry::v1::UnmergeCityRequest& request);

// Completes a merge: redirects each twinning that gives way to one in `keep_twinnings`. The
// transaction must already have redirected the request's city to `into`. Returns TWINNINGS_CLASH or
// PARENT_CIRCLE (FAILED_PRECONDITION), or FIELD_INVALID if a twinning in `keep_twinnings` does not
// clash with another.
absl::Status SettleMerge(const RegistryTables& tables, Transaction& transaction,
                         const registry::v1::MergeCityRequest& request, const std::string& into);

// Completes an unmerge. If a redirected twinning no longer links the same pair as its target,
// redirects it to the next twinning in its chain that links its pair, or restores it if there is
// none. Then redirects each twinning that gives way to one in `keep_twinnings`. The transaction
// must already have removed the redirect of the request's city, which led to `into`. Returns the
// same errors as SettleMerge.
absl::Status SettleUnmerge(const RegistryTables& tables, Transaction& transaction,
                           const registry::v1::UnmergeCityRequest& request,
                           const std::string& into);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_MERGE_H_
