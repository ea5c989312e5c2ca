#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_ERRORS_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// FAILED_PRECONDITION, reason ILLEGAL_TRANSITION: the life-cycle step is not legal for the project
// `name`; `why` continues "the step is not legal: ".
absl::Status IllegalStepError(absl::string_view name, absl::string_view why);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_ERRORS_H_
