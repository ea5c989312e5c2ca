#ifndef JUMELAGE_COMMON_RESOURCE_ADMISSION_H_
#define JUMELAGE_COMMON_RESOURCE_ADMISSION_H_

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "common/message/references.h"
#include "common/resource/foreign_references.h"
#include "common/resource/lookups.h"
#include "common/sqlite/database.h"
#include "common/view/table.h"
#include "common/view/view.h"
#include "jumelage/type/v1/external_id.pb.h"

namespace jumelage {

// What a change of any resource of a service must be checked for against the state that it changes.
// The writer runs mutations one by one, so what holds here holds when the change is made; `db` is
// the transaction's. Made once a service; immutable and thread-safe.
class Admission {
 public:
  // The name that the resource of a name stands for, where another one was merged.
  using Resolve = std::function<absl::StatusOr<std::string>(sqlite::Database&, absl::string_view)>;

  // What it is given outlives this; `foreign` may be null: all that is named is of this service.
  // So may `resolve`: nothing is ever merged.
  explicit Admission(const ViewSchema* schema, const ForeignReferences* foreign = nullptr,
                     Resolve resolve = nullptr)
      : lookups_(schema), foreign_(foreign), resolve_(std::move(resolve)) {}

  const Lookups& lookups() const { return lookups_; }
  // Null where all that is named is of this service.
  const ForeignReferences* foreign() const { return foreign_; }

  // REFERENCE_NOT_FOUND (FAILED_PRECONDITION) naming all of `references` that do not exist or are
  // deleted; where there are none of these, but some of which nothing is known, the UnknownError of
  // ForeignReferences.
  absl::Status CheckReferencesLive(sqlite::Database& db,
                                   const std::vector<NamedReference>& references,
                                   const AbsentNames& absent) const;

  // What lies below another resource changes only while that is there: RESOURCE_NOT_FOUND,
  // RESOURCE_DELETED or RESOURCE_MERGED of the parent of `name`. A resource without a parent
  // passes.
  absl::Status CheckParentLive(sqlite::Database& db, absl::string_view name) const;

  // RESOURCE_IN_USE (FAILED_PRECONDITION) naming resources that name `name` or lie below it, 100 at
  // most. So a parent is deleted after what is below it, and purged when that is purged.
  absl::Status CheckNotInUse(sqlite::Database& db, absl::string_view name, Referrers which) const;

  // EXTERNAL_ID_TAKEN (ALREADY_EXISTS) naming the first holder. `R` is a resource message; the ids
  // that it had `before` are its own. Null: it had none.
  template <typename R>
  absl::Status CheckExternalIdsFree(sqlite::Database& db, absl::string_view collection,
                                    const R* before, const R& resource) const {
    for (const type::v1::ExternalId& id : resource.external_ids()) {
      const auto is_same = [&](const type::v1::ExternalId& held) {
        return held.scheme() == id.scheme() && held.value() == id.value();
      };
      if (before != nullptr &&
          std::any_of(before->external_ids().begin(), before->external_ids().end(), is_same)) {
        continue;
      }
      JUMELAGE_RETURN_IF_ERROR(
          CheckExternalIdFree(db, R::descriptor()->name(), collection, resource.name(), id));
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<Presence> Find(sqlite::Database& db, const std::string& name,
                                const AbsentNames& absent) const;
  absl::Status CheckExternalIdFree(sqlite::Database& db, absl::string_view type,
                                   absl::string_view collection, absl::string_view name,
                                   const type::v1::ExternalId& id) const;

  const Lookups lookups_;
  const ForeignReferences* const foreign_;
  const Resolve resolve_;
};

// Whether the chain of the field `parent` leads from `resource` back to it, each parent taken for
// what it stands for (`resolve` may be null: for itself). It ends, since it is made of resources
// that were admitted with this.
template <typename R>
absl::StatusOr<bool> IsOwnAncestor(sqlite::Database& db, const Table<R>& table, const R& resource,
                                   const Admission::Resolve& resolve) {
  std::string parent = resource.parent();
  while (!parent.empty()) {
    if (resolve) {
      JUMELAGE_ASSIGN_OR_RETURN(parent, resolve(db, parent));
    }
    if (parent == resource.name()) return true;
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<R> found, table.Get(db, parent));
    parent = found ? found->parent() : "";
  }
  return false;
}

// A name of the table's collection below `parent` that no resource has, deleted ones included: with
// `id`, or the same with a number.
absl::StatusOr<std::string> FreeName(sqlite::Database& db, const TableBase& table,
                                     absl::string_view parent, absl::string_view id);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_ADMISSION_H_
