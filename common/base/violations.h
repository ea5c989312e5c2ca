#ifndef JUMELAGE_COMMON_BASE_VIOLATIONS_H_
#define JUMELAGE_COMMON_BASE_VIOLATIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace jumelage {

// Collects what is wrong with a request, so that the caller learns all of it at once. Keeps the
// first kMaxViolations. Owned by one call; not thread-safe.
//
//   Violations violations;
//   if (city.display_name().empty()) violations.Add("city.display_name", "is required");
//   JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
class Violations {
 public:
  // `field` is a path in the request ("city.populations[0].value"); `description` continues a
  // sentence that begins with the field: "is required", "must not be negative". The same twice is
  // kept once.
  void Add(absl::string_view field, absl::string_view description);

  // Adds those that another check has put into its InvalidFieldsError; any other status adds none.
  void AddAll(const absl::Status& status);

  bool empty() const { return violations_.empty(); }
  const std::vector<FieldViolation>& list() const { return violations_; }

  // OK when nothing was added, else InvalidFieldsError (INVALID_ARGUMENT, FIELD_INVALID) with all
  // of them.
  absl::Status ToStatus() const;

 private:
  std::vector<FieldViolation> violations_;
};

// "parent.child", or whichever is not empty.
std::string FieldPath(absl::string_view parent, absl::string_view child);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_VIOLATIONS_H_
