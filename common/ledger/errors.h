#ifndef JUMELAGE_COMMON_LEDGER_ERRORS_H_
#define JUMELAGE_COMMON_LEDGER_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// FAILED_PRECONDITION, reason ILLEGAL_TRANSITION: the change would make the ledger of the resource
// `name` invalid. `why` lists the reasons and must not be empty.
absl::Status IllegalTransitionError(absl::string_view type, absl::string_view name,
                                    const std::vector<std::string>& why);

// FAILED_PRECONDITION, reason LEDGER_ENTRY_NOT_EFFECTIVE: the ledger of the resource `name` has no
// such entry, or another entry has superseded it.
absl::Status LedgerEntryNotEffectiveError(absl::string_view type, absl::string_view name,
                                          absl::string_view entry_id);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LEDGER_ERRORS_H_
