#ifndef JUMELAGE_COMMON_BASE_VIOLATIONS_H_
#define JUMELAGE_COMMON_BASE_VIOLATIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace jumelage {

// Collects the violations of a request, so that one error can report them together. Keeps the first
// kMaxViolations. Owned by one call. Not thread-safe.
//
//   Violations violations;
//   if (city.display_name().empty()) violations.Add("city.display_name", "is required");
//   JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
class Violations {
 public:
  // `field` is a path in the request ("city.populations[0].value"); `description` continues a
  // sentence that begins with the field: "is required", "must not be negative". Ignores a violation
  // that was already added.
  void Add(absl::string_view field, absl::string_view description);

  // Adds the violations that `status` lists, such as those in another check's InvalidFieldsError.
  // Adds none if `status` has no google.rpc.BadRequest.
  void AddAll(const absl::Status& status);

  bool empty() const { return violations_.empty(); }
  const std::vector<FieldViolation>& list() const { return violations_; }

  // Returns OK if there are no violations, otherwise InvalidFieldsError (INVALID_ARGUMENT,
  // FIELD_INVALID).
  absl::Status ToStatus() const;

 private:
  std::vector<FieldViolation> violations_;
};

// Returns "parent.child", or only the other part if one of them is empty.
std::string FieldPath(absl::string_view parent, absl::string_view child);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_VIOLATIONS_H_
