#include "projects_service/domain/errors.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace jumelage {

absl::Status IllegalStepError(absl::string_view name, absl::string_view why) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "ILLEGAL_TRANSITION",
                      absl::StrCat(name, ": the step is not legal: ", why))
      .Resource("Project", name)
      .Precondition("ILLEGAL_TRANSITION", name, why)
      .Build();
}

}  // namespace jumelage
