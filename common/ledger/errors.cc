#include "common/ledger/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"

namespace jumelage {

absl::Status IllegalTransitionError(absl::string_view type, absl::string_view name,
                                    const std::vector<std::string>& why) {
  constexpr absl::string_view kReason = "ILLEGAL_TRANSITION";
  ErrorBuilder error(absl::StatusCode::kFailedPrecondition, kReason,
                     absl::StrCat("the step is not legal: ", absl::StrJoin(why, "; ")));
  error.Resource(type, name);
  for (const std::string& reason : why) error.Precondition(kReason, name, reason);
  return error.Build();
}

absl::Status LedgerEntryNotEffectiveError(absl::string_view type, absl::string_view name,
                                          absl::string_view entry_id) {
  constexpr absl::string_view kReason = "LEDGER_ENTRY_NOT_EFFECTIVE";
  const std::string why =
      absl::StrCat("the ledger has no entry '", entry_id, "', or another entry has superseded it");
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, kReason, why)
      .Resource(type, name)
      .Precondition(kReason, name, why)
      .Build();
}

}  // namespace jumelage
