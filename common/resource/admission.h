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

// Whether the external id is one of the resource's own.
template <typename R>
bool HasExternalId(const R& resource, const type::v1::ExternalId& id) {
  return std::any_of(resource.external_ids().begin(), resource.external_ids().end(),
                     [&](const type::v1::ExternalId& held) {
                       return held.scheme() == id.scheme() && held.value() == id.value();
                     });
}

// Checks a change to any resource of a service against the current state. The writer runs mutations
// one by one, so a check that passes still holds when the change is made. `db` is the connection of
// the transaction. One per service; immutable and thread-safe.
class Admission {
 public:
  // Resolves the name of a merged resource to that of the resource that it was merged into, and any
  // other name to itself.
  using Resolve = std::function<absl::StatusOr<std::string>(sqlite::Database&, absl::string_view)>;

  // `schema` and `foreign` must outlive the Admission. `foreign` is null if all references are to
  // resources of this service. `resolve` is null if resources are never merged.
  explicit Admission(const ViewSchema* schema, const ForeignReferences* foreign = nullptr,
                     Resolve resolve = nullptr)
      : lookups_(schema), foreign_(foreign), resolve_(std::move(resolve)) {}

  const Lookups& lookups() const { return lookups_; }
  // Null if all references are to resources of this service.
  const ForeignReferences* foreign() const { return foreign_; }

  // Returns the name of the resource that `name` leads to: itself, unless it was merged.
  absl::StatusOr<std::string> Resolved(sqlite::Database& db, const std::string& name) const {
    return resolve_ ? resolve_(db, name) : name;
  }

  // Returns REFERENCE_NOT_FOUND (FAILED_PRECONDITION) with all of `references` whose resources do
  // not exist or are deleted. If there are none, but it is unknown whether some of the resources
  // exist, returns ForeignReferences::UnknownError. A resource in `absent` counts as missing if the
  // view does not contain it.
  absl::Status CheckReferencesLive(sqlite::Database& db,
                                   const std::vector<NamedReference>& references,
                                   const AbsentNames& absent) const;

  // Checks that the parent of `name` is live, because a resource may change only while its parent
  // is. Returns RESOURCE_NOT_FOUND, RESOURCE_DELETED or RESOURCE_MERGED for a parent that is not
  // live. A resource whose type has no parents passes.
  absl::Status CheckParentLive(sqlite::Database& db, absl::string_view name) const;

  // If resources refer to `name` or are below it, returns RESOURCE_IN_USE (FAILED_PRECONDITION)
  // with at most 100 of them. Deletions ignore deleted referrers (`which`), but purges do not, so a
  // parent can be deleted only after its children are deleted, and purged only after they are
  // purged.
  absl::Status CheckNotInUse(sqlite::Database& db, absl::string_view name, Referrers which) const;

  // Returns EXTERNAL_ID_TAKEN (ALREADY_EXISTS) for the first external id of `resource` that another
  // resource of `collection` already has, with the name of that resource or of the one that it was
  // merged into. `R` is a resource message. The ids in `before`, the previous state, already belong
  // to the resource and are not checked. `before` is null for a new resource.
  template <typename R>
  absl::Status CheckExternalIdsFree(sqlite::Database& db, absl::string_view collection,
                                    const R* before, const R& resource) const {
    for (const type::v1::ExternalId& id : resource.external_ids()) {
      if (before != nullptr && HasExternalId(*before, id)) continue;
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

// Returns whether `resource` is its own ancestor through the field `parent`. Each parent is
// resolved first, unless `resolve` is null. The loop ends because all live resources have passed
// this check.
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

// Returns a free name in the table's collection below `parent`. It ends with `id`, or with `id` and
// a number. Names of deleted resources are not free.
absl::StatusOr<std::string> FreeName(sqlite::Database& db, const TableBase& table,
                                     absl::string_view parent, absl::string_view id);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_ADMISSION_H_
