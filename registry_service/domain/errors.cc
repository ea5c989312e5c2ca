#include "registry_service/domain/errors.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace jumelage {

absl::Status IllegalTwinningStepError(absl::string_view name, absl::string_view why) {
  constexpr absl::string_view kReason = "ILLEGAL_TRANSITION";
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, kReason,
                      absl::StrCat("the step is not legal: ", why))
      .Precondition(kReason, name, why)
      .Build();
}

}  // namespace jumelage
