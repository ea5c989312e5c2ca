#include "registry_service/domain/errors.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace jumelage {

absl::Status NotAttestedError(absl::string_view name, absl::string_view city) {
  constexpr absl::string_view kReason = "NOT_ATTESTED";
  const std::string why = absl::StrCat(city, " has stated nothing about the link");
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, kReason, why)
      .Precondition(kReason, name, why)
      .Build();
}

}  // namespace jumelage
