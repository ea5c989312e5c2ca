#include "registry_service/service/errors.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace jumelage {

absl::Status ExternalIdTakenError(absl::string_view type, absl::string_view holder,
                                  const type::v1::ExternalId& id) {
  return ErrorBuilder(absl::StatusCode::kAlreadyExists, "EXTERNAL_ID_TAKEN",
                      absl::StrCat(holder, " has the external id ", id.scheme(), ":", id.value(),
                                   " already"))
      .Resource(type, holder)
      .Metadata("scheme", id.scheme())
      .Metadata("value", id.value())
      .Build();
}

absl::Status TwinningDuplicateError(absl::string_view existing) {
  return ErrorBuilder(absl::StatusCode::kAlreadyExists, "TWINNING_DUPLICATE",
                      absl::StrCat(existing, " links the two cities in this kind already"))
      .Resource("Twinning", existing)
      .Build();
}

absl::Status CityCircleError(absl::string_view parent) {
  return InvalidFieldsError(
      {{"city.parent", absl::StrCat("must not be ", parent, ", which is a part of the city")}});
}

}  // namespace jumelage
