#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// FAILED_PRECONDITION, reason ILLEGAL_TRANSITION: with the change the ledger of the twinning `name`
// would not be the story of a link, for all these reasons, at least one.
absl::Status IllegalTwinningStepError(absl::string_view name, const std::vector<std::string>& why);

// FAILED_PRECONDITION, reason LEDGER_ENTRY_NOT_EFFECTIVE: the ledger of the twinning `name` has no
// such entry, or another has superseded it.
absl::Status LedgerEntryNotEffectiveError(absl::string_view name, absl::string_view entry_id);

// FAILED_PRECONDITION, reason NOT_ATTESTED: the side of `city` has stated nothing about the
// twinning `name`.
absl::Status NotAttestedError(absl::string_view name, absl::string_view city);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
