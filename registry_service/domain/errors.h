#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// FAILED_PRECONDITION, reason NOT_ATTESTED: the side of `city` has stated nothing about the
// twinning `name`.
absl::Status NotAttestedError(absl::string_view name, absl::string_view city);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
