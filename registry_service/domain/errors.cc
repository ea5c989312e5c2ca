#include "registry_service/domain/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"

namespace jumelage {

absl::Status NotAttestedError(absl::string_view name, absl::string_view city) {
  constexpr absl::string_view kReason = "NOT_ATTESTED";
  const std::string why = absl::StrCat(city, " has not attested the link");
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, kReason, why)
      .Precondition(kReason, name, why)
      .Build();
}

absl::Status TwinningDuplicateError(absl::string_view existing) {
  return ErrorBuilder(absl::StatusCode::kAlreadyExists, "TWINNING_DUPLICATE",
                      absl::StrCat(existing, " already links the two cities in this kind"))
      .Resource("Twinning", existing)
      .Build();
}

absl::Status TwinningsClashError(const std::vector<std::string>& with_itself,
                                 const std::vector<std::string>& duplicates) {
  ErrorBuilder builder(
      absl::StatusCode::kFailedPrecondition, "TWINNINGS_CLASH",
      absl::StrCat(
          "twinnings clash because their cities are one: ", absl::StrJoin(with_itself, ", "),
          with_itself.empty() || duplicates.empty() ? "" : ", ", absl::StrJoin(duplicates, ", ")));
  for (const std::string& twinning : with_itself) {
    builder.Precondition("TWINNING_WITH_ITSELF", twinning, "links a city with itself");
  }
  for (const std::string& twinning : duplicates) {
    builder.Precondition("TWINNING_DUPLICATE", twinning,
                         "links a pair that another one links in the same kind");
  }
  return builder.Build();
}

absl::Status CityParentCircleError(absl::string_view city) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "PARENT_CIRCLE",
                      absl::StrCat(city, " would be a part of itself"))
      .Resource("City", city)
      .Precondition("PARENT_CIRCLE", city, "it is an ancestor of itself")
      .Build();
}

absl::Status MemberOfItselfError(absl::string_view organization) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "MEMBER_OF_ITSELF",
                      absl::StrCat(organization, " would be a member of itself"))
      .Resource("Organization", organization)
      .Precondition("MEMBER_OF_ITSELF", organization, "it is one of its members")
      .Build();
}

absl::Status TooManyCitiesError(int most) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "TOO_MANY_CITIES",
                      absl::StrCat("more than ", most,
                                   " cities cannot be compared in one call; give a country"))
      .Precondition("TOO_MANY_CITIES", "country", "selects too many cities")
      .Build();
}

absl::Status CityCircleError(absl::string_view parent) {
  return InvalidFieldsError(
      {{"city.parent", absl::StrCat("must not be ", parent, ", which is a part of the city")}});
}

absl::Status ComputationTooLongError(absl::Duration limit) {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "COMPUTATION_TOO_LONG",
                      absl::StrCat("stopped after ", absl::FormatDuration(limit),
                                   "; narrow the selection of links"))
      .Build();
}

}  // namespace jumelage
