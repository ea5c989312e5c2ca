#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_ADMISSION_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_ADMISSION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sqlite/database.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "registry_service/storage/tables.h"

// The registry's own checks of a change, in addition to those that all services make
// (common/resource/admission.h). The writer runs one mutation at a time, so the result of a check
// still holds when the change is applied. `db` is the connection of the writer's transaction.
namespace jumelage {

// Returns TWINNING_DUPLICATE (ALREADY_EXISTS) if a different twinning of the same kind that is
// neither ended, deleted nor merged links the same pair. Returns TWINNINGS_CLASH
// (FAILED_PRECONDITION) if both sides resolve to the same city because of a merge. An ended
// twinning always passes.
absl::Status CheckPairFree(sqlite::Database& db, const registry::v1::Twinning& twinning);

// Returns FIELD_INVALID (INVALID_ARGUMENT) if the city would be an ancestor of itself.
absl::Status CheckParentsOf(sqlite::Database& db, const Table<registry::v1::City>& table,
                            const registry::v1::City& city);

// Returns the indices of the entries in `members` that resolve to the organization itself.
absl::StatusOr<std::vector<int>> OwnMemberships(sqlite::Database& db,
                                                const registry::v1::Organization& organization);

// Returns FIELD_INVALID (INVALID_ARGUMENT) if the organization would be a member of itself because
// of a merge.
absl::Status CheckMembersOf(sqlite::Database& db, const registry::v1::Organization& organization);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_ADMISSION_H_
