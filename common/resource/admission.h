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

// The checks of a change against the state that it changes, for any resource of a service. The
// writer runs mutations one by one, so a check that passes still holds when the change is made.
// `db` is the transaction's. One per service; immutable and thread-safe.
class Admission {
 public:
  // Resolves the name of a merged resource to that of the resource that it was merged into, and any
  // other name to itself.
  using Resolve = std::function<absl::StatusOr<std::string>(sqlite::Database&, absl::string_view)>;

  // The arguments outlive this. `foreign` may be null: all references are to this service.
  // `resolve` may be null: resources are never merged.
  explicit Admission(const ViewSchema* schema, const ForeignReferences* foreign = nullptr,
                     Resolve resolve = nullptr)
      : lookups_(schema), foreign_(foreign), resolve_(std::move(resolve)) {}

  const Lookups& lookups() const { return lookups_; }
  // Null if all references are to this service.
  const ForeignReferences* foreign() const { return foreign_; }

  // REFERENCE_NOT_FOUND (FAILED_PRECONDITION) naming all of `references` to resources that do not
  // exist or are deleted. If there are none, but nothing is known about some, the UnknownError of
  // ForeignReferences.
  absl::Status CheckReferencesLive(sqlite::Database& db,
                                   const std::vector<NamedReference>& references,
                                   const AbsentNames& absent) const;

  // Checks that the parent of `name` is live, since a resource changes only while its parent
  // exists: RESOURCE_NOT_FOUND, RESOURCE_DELETED or RESOURCE_MERGED of the parent. A resource
  // without a parent passes.
  absl::Status CheckParentLive(sqlite::Database& db, absl::string_view name) const;

  // RESOURCE_IN_USE (FAILED_PRECONDITION) naming at most 100 resources that refer to `name` or are
  // below it. So a parent is deleted after its children, and purged after they are purged.
  absl::Status CheckNotInUse(sqlite::Database& db, absl::string_view name, Referrers which) const;

  // EXTERNAL_ID_TAKEN (ALREADY_EXISTS) naming the first holder. `R` is a resource message. The ids
  // of `before` already belong to the resource; null: it had none.
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

// Returns whether `resource` is its own ancestor by the field `parent`. Each parent is resolved
// first, unless `resolve` is null. The walk ends, since all stored resources passed this check.
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

// Returns a free name of the table's collection below `parent`: with `id`, or with `id` and a
// number. Names of deleted resources are not free.
absl::StatusOr<std::string> FreeName(sqlite::Database& db, const TableBase& table,
                                     absl::string_view parent, absl::string_view id);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_ADMISSION_H_
