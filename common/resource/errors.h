#ifndef JUMELAGE_COMMON_RESOURCE_ERRORS_H_
#define JUMELAGE_COMMON_RESOURCE_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "jumelage/type/v1/external_id.pb.h"

namespace jumelage {

// Errors of the methods that every service has for its resources. Errors that any method can return
// are in common/base/error.h.

// ALREADY_EXISTS, reason EXTERNAL_ID_TAKEN: the resource `holder`, of type `type`, already has the
// external id.
absl::Status ExternalIdTakenError(absl::string_view type, absl::string_view holder,
                                  const type::v1::ExternalId& id);

// FAILED_PRECONDITION, reason REDACTION_TOO_LARGE: more than `most` current resources contain one
// of the texts to redact.
absl::Status RedactionTooLargeError(int most);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_ERRORS_H_
