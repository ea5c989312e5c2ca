#include "common/base/violations.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "google/rpc/error_details.pb.h"

namespace jumelage {

void Violations::Add(absl::string_view field, absl::string_view description) {
  if (violations_.size() >= kMaxViolations) return;
  // Two checks may report the same violation.
  const bool known =
      std::any_of(violations_.begin(), violations_.end(), [&](const FieldViolation& violation) {
        return violation.field == field && violation.description == description;
      });
  if (known) return;
  violations_.push_back({std::string(field), std::string(description)});
}

void Violations::AddAll(const absl::Status& status) {
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad_request;
  if (!payload.has_value() || !bad_request.ParseFromString(std::string(*payload))) return;
  for (const auto& violation : bad_request.field_violations()) {
    Add(violation.field(), violation.description());
  }
}

absl::Status Violations::ToStatus() const {
  return violations_.empty() ? absl::OkStatus() : InvalidFieldsError(violations_);
}

std::string FieldPath(absl::string_view parent, absl::string_view child) {
  if (parent.empty()) return std::string(child);
  if (child.empty()) return std::string(parent);
  return absl::StrCat(parent, ".", child);
}

}  // namespace jumelage
