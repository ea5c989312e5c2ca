#include "common/resource/errors.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace jumelage {

absl::Status ExternalIdTakenError(absl::string_view type, absl::string_view holder,
                                  const type::v1::ExternalId& id) {
  return ErrorBuilder(
             absl::StatusCode::kAlreadyExists, "EXTERNAL_ID_TAKEN",
             absl::StrCat(holder, " already has the external id ", id.scheme(), ":", id.value()))
      .Resource(type, holder)
      .Metadata("scheme", id.scheme())
      .Metadata("value", id.value())
      .Build();
}

absl::Status RedactionTooLargeError(int most) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "REDACTION_TOO_LARGE",
                      absl::StrCat("more than ", most,
                                   " current resources have one of the texts: give longer texts, "
                                   "or the names of resources"))
      .Precondition("REDACTION_TOO_LARGE", "texts",
                    absl::StrCat("at most ", most, " current resources may change"))
      .Build();
}

}  // namespace jumelage
