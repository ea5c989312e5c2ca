#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// FAILED_PRECONDITION, reason ILLEGAL_TRANSITION: the life-cycle step is not legal for the twinning
// `name`; `why` continues "the step is not legal: ".
absl::Status IllegalTwinningStepError(absl::string_view name, absl::string_view why);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
