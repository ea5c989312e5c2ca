#ifndef JUMELAGE_COMMON_RESOURCE_RESOURCE_RULES_H_
#define JUMELAGE_COMMON_RESOURCE_RESOURCE_RULES_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "common/resource/foreign_references.h"
#include "common/sqlite/database.h"
#include "common/store/transaction.h"
#include "common/view/list_query.h"

namespace jumelage {

// The parts of a resource type that the standard methods need. All hooks except `check` and
// `propose_id` may be null.
template <typename R>
struct ResourceRules {
  // The name of the field that contains the resource in requests, such as "city".
  std::string field;
  // Checks the resource against the rules of the contract that do not depend on the state,
  // including its limits.
  std::function<void(const R&, absl::CivilDay today, Violations*)> check;
  // Returns a valid id for a resource that is created without one.
  std::function<std::string(const R&)> propose_id;
  // Sets the fields of a new resource that only the server sets, except name, etag and times.
  std::function<void(const Transaction&, R*)> prepare;
  // Clears the fields that a request to create a resource may set and that updates ignore.
  std::function<void(R*)> ignore_in_update;
  // Restores the fields of an updated resource that an update must not change, or adds violations.
  std::function<void(const R& before, R* after, Violations*)> keep;
  // Checks the type's own conditions that depend on the current state.
  std::function<absl::Status(sqlite::Database&, const R&)> admit;

  // For answers: returns whether resources in the snapshot may have fields that are never stored.
  // If this hook is null, they may have such fields whenever `complete` is set.
  std::function<absl::StatusOr<bool>(sqlite::Database&)> incomplete;
  // Fills the fields that are never stored. Returns whether there was anything to fill.
  std::function<absl::StatusOr<bool>(sqlite::Database&, R*)> complete;

  // The hooks below are for imports (record_import.h). `normalize` brings a record into the form in
  // which it is stored: sorts lists that a record may give in any order, or sets fields that older
  // records lack.
  std::function<void(R*)> normalize;
  // Finds the resource that a record with neither name nor external ids describes. Without this
  // hook, such records are refused.
  std::function<absl::StatusOr<std::optional<R>>(sqlite::Database&, const R&)> find;
  // Rewrites a record to the names and the order of entries of the existing resource. The record
  // may use a different name for the same resource, if resources were merged. Entries that the
  // existing resource cannot take are replaced by its own. Returns FIELD_INVALID if the record
  // cannot describe the existing resource.
  std::function<absl::Status(sqlite::Database&, const R& existing, R* given)> align;
  // Runs after `prepare`. Copies into a new resource the fields that a record may set although
  // otherwise only the server sets them. Adds violations for invalid values.
  std::function<void(const Transaction&, const R& given, R* resource, Violations*)> restore;
  // For an import that merges: adds to the lists of a record the existing entries that the record
  // does not replace.
  std::function<void(const R& existing, R* given)> complete_lists;
  // Adds to an existing resource the values that an import may add but an update may not. Adds
  // violations for invalid values.
  std::function<void(const Transaction&, const R& given, R* resource, Violations*)> extend;
};

// The conditions of a List method in addition to its filter, and the parts of its answer in
// addition to the resources. Hooks may be null.
template <typename R, typename Request, typename Response>
struct ListExtras {
  std::function<void(const Request&, Violations*)> check;
  std::function<std::vector<Condition>(const Request&)> conditions;
  // Called for each complete resource of the page, in order, if there are conditions or the list is
  // at a past revision.
  std::function<void(const Request&, const R&, Response*)> tell;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_RESOURCE_RULES_H_
