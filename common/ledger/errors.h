#ifndef JUMELAGE_COMMON_LEDGER_ERRORS_H_
#define JUMELAGE_COMMON_LEDGER_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// FAILED_PRECONDITION, reason ILLEGAL_TRANSITION: with the change the ledger of the resource `name`
// would not be its story, for all these reasons, at least one.
absl::Status IllegalTransitionError(absl::string_view type, absl::string_view name,
                                    const std::vector<std::string>& why);

// FAILED_PRECONDITION, reason LEDGER_ENTRY_NOT_EFFECTIVE: the ledger of the resource `name` has no
// such entry, or another has superseded it.
absl::Status LedgerEntryNotEffectiveError(absl::string_view type, absl::string_view name,
                                          absl::string_view entry_id);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LEDGER_ERRORS_H_
