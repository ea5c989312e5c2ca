#ifndef JUMELAGE_TESTS_SUPPORT_ERROR_DETAILS_H_
#define JUMELAGE_TESTS_SUPPORT_ERROR_DETAILS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "google/rpc/error_details.pb.h"

namespace jumelage {

// Returns the google.rpc detail of type `T` in a client's error, if there is one.
template <typename T>
absl::optional<T> ErrorDetail(const absl::Status& status) {
  const absl::optional<absl::Cord> payload =
      status.GetPayload(absl::StrCat("type.googleapis.com/", T::descriptor()->full_name()));
  T detail;
  if (!payload || !detail.ParseFromString(std::string(*payload))) return absl::nullopt;
  return detail;
}

// Returns the subjects of an error's PreconditionFailure, in order.
inline std::vector<std::string> PreconditionSubjects(const absl::Status& status) {
  std::vector<std::string> subjects;
  const auto detail = ErrorDetail<google::rpc::PreconditionFailure>(status);
  if (!detail) return subjects;
  for (const auto& violation : detail->violations()) subjects.push_back(violation.subject());
  return subjects;
}

// Returns the fields of an error's BadRequest, in order.
inline std::vector<std::string> ViolatedFields(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto detail = ErrorDetail<google::rpc::BadRequest>(status);
  if (!detail) return fields;
  for (const auto& violation : detail->field_violations()) fields.push_back(violation.field());
  return fields;
}

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_SUPPORT_ERROR_DETAILS_H_
