#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_ADMISSION_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_ADMISSION_H_

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/status_macros.h"
#include "common/message/references.h"
#include "common/sqlite/database.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "registry_service/storage/lookups.h"
#include "registry_service/storage/tables.h"

// What a change must be checked for against the state that it changes. The writer runs mutations
// one by one, so what holds here holds when the change is made. `db` is the transaction's.
namespace jumelage {

// REFERENCE_NOT_FOUND (FAILED_PRECONDITION) naming all of `references` that do not exist or are
// deleted.
absl::Status CheckReferencesLive(sqlite::Database& db,
                                 const std::vector<NamedReference>& references);

// EXTERNAL_ID_TAKEN (ALREADY_EXISTS) naming the first holder. `R` is a resource message; the ids
// that it had `before` are its own. Null: it had none.
template <typename R>
absl::Status CheckExternalIdsFree(sqlite::Database& db, absl::string_view collection,
                                  const R* before, const R& resource);

// TWINNING_DUPLICATE (ALREADY_EXISTS): another twinning that is neither ended nor deleted links the
// same pair in the same kind. TWINNINGS_CLASH (FAILED_PRECONDITION): both sides stand for one city,
// since one was merged. Passes one that is ended.
absl::Status CheckPairFree(sqlite::Database& db, const registry::v1::Twinning& twinning);

// Whether the parents of `city`, each taken for what it stands for, lead back to it.
absl::StatusOr<bool> IsOwnAncestor(sqlite::Database& db, const Table<registry::v1::City>& table,
                                   const registry::v1::City& city);

// FIELD_INVALID (INVALID_ARGUMENT): the city would be an ancestor of itself.
absl::Status CheckParentsOf(sqlite::Database& db, const Table<registry::v1::City>& table,
                            const registry::v1::City& city);

// The places in `members` of those that stand for the organization itself.
absl::StatusOr<std::vector<int>> OwnMemberships(sqlite::Database& db,
                                                const registry::v1::Organization& organization);

// FIELD_INVALID (INVALID_ARGUMENT): the organization would be a member of itself.
absl::Status CheckMembersOf(sqlite::Database& db, const registry::v1::Organization& organization);

// RESOURCE_IN_USE (FAILED_PRECONDITION) naming resources that name `name`, 100 at most.
absl::Status CheckNotInUse(sqlite::Database& db, absl::string_view type, absl::string_view name,
                           Referrers which);

// A name of the table's collection that no resource has, deleted ones included: `id`, or the same
// with a number.
absl::StatusOr<std::string> FreeName(sqlite::Database& db, const TableBase& table,
                                     absl::string_view id);

// Implementation of the template.
absl::Status CheckExternalIdFree(sqlite::Database& db, absl::string_view type,
                                 absl::string_view collection, absl::string_view name,
                                 const type::v1::ExternalId& id);

template <typename R>
absl::Status CheckExternalIdsFree(sqlite::Database& db, absl::string_view collection,
                                  const R* before, const R& resource) {
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

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_ADMISSION_H_
