#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_ERRORS_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// The errors that only this service returns. Errors that both services return are in
// common/base/error.h; the errors of shared methods are in common/resource and common/ledger.

// Returns UNAVAILABLE, reason REGISTRY_UNAVAILABLE, with RetryInfo: the followed copy does not
// contain `names` yet, and the registry can't be reached.
absl::Status RegistryUnavailableError(const std::vector<std::string>& names);

// Returns INVALID_ARGUMENT, reason FIELD_INVALID: with `parent`, the project would be its own
// ancestor.
absl::Status ParentCircleError(absl::string_view parent);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_ERRORS_H_
