#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_ERRORS_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// The errors of this service that it does not share (common/base/error.h has those that it does;
// common/resource and common/ledger those of their methods).

// UNAVAILABLE, reason REGISTRY_UNAVAILABLE, with RetryInfo: `names` are not known here yet, and the
// registry can't be asked.
absl::Status RegistryUnavailableError(const std::vector<std::string>& names);

// INVALID_ARGUMENT, reason FIELD_INVALID: with `parent`, the project would be its own ancestor.
absl::Status ParentCircleError(absl::string_view parent);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_ERRORS_H_
