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

// What tells one resource type from another in the standard methods. Hooks may be null.
template <typename R>
struct ResourceRules {
  // The resource's field in requests: "city".
  std::string field;
  // The rules of the contract that the resource keeps to by itself, its bounds included.
  std::function<void(const R&, absl::CivilDay today, Violations*)> check;
  // A valid id for a resource that is created without one.
  std::function<std::string(const R&)> propose_id;
  // What the server sets in a new resource besides name, etag and times.
  std::function<void(const Transaction&, R*)> prepare;
  // Puts back into an updated resource what an update must leave alone, or adds violations.
  std::function<void(const R& before, R* after, Violations*)> keep;
  // What else must hold of the resource in the state that it becomes a part of.
  std::function<absl::Status(sqlite::Database&, const R&)> admit;

  // Answers. Whether any has fields that are never stored, as the snapshot shows; null: as
  // `complete`.
  std::function<absl::StatusOr<bool>(sqlite::Database&)> incomplete;
  // Fills them; whether there was anything to fill.
  std::function<absl::StatusOr<bool>(sqlite::Database&, R*)> complete;

  // Import (see record_import.h). Puts what a record may give in any order into the one that is
  // kept.
  std::function<void(R*)> normalize;
  // The resource that a record with neither name nor external ids tells of; without this hook such
  // records are refused.
  std::function<absl::StatusOr<std::optional<R>>(sqlite::Database&, const R&)> find;
  // Puts into a new resource, prepared already, what a record may have and otherwise only the
  // server sets; adds violations.
  std::function<void(const Transaction&, const R& given, R* resource, Violations*)> restore;
  // Adds to the lists of a record, which an import is to merge into the resource as it is, what
  // that has in them and they do not replace.
  std::function<void(const R& existing, R* given)> complete_lists;
  // Adds to a resource as it is what an import may add and no update could change; adds violations.
  std::function<void(const Transaction&, const R& given, R* resource, Violations*)> extend;
};

// What a List method selects by more than its filter, and tells besides the resources. Hooks may be
// null.
template <typename R, typename Request, typename Response>
struct ListExtras {
  std::function<void(const Request&, Violations*)> check;
  std::function<std::vector<Condition>(const Request&)> conditions;
  // Of each resource of the page, whole, in their order. Asked where there are conditions, or where
  // the list is of the past.
  std::function<void(const Request&, const R&, Response*)> tell;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_RESOURCE_RULES_H_
