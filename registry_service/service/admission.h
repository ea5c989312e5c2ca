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

// The registry's checks of a change, in addition to those of every service
// (common/resource/admission.h). The writer runs mutations one by one, so a check that passes still
// holds when the change is applied. `db` is the connection of the transaction.
namespace jumelage {

// TWINNING_DUPLICATE (ALREADY_EXISTS): another twinning that is neither ended nor deleted links the
// same pair in the same kind. TWINNINGS_CLASH (FAILED_PRECONDITION): after a merge, both sides
// resolve to one city. An ended twinning always passes.
absl::Status CheckPairFree(sqlite::Database& db, const registry::v1::Twinning& twinning);

// FIELD_INVALID (INVALID_ARGUMENT): the city would be an ancestor of itself.
absl::Status CheckParentsOf(sqlite::Database& db, const Table<registry::v1::City>& table,
                            const registry::v1::City& city);

// Returns the indices in `members` of those that resolve to the organization itself.
absl::StatusOr<std::vector<int>> OwnMemberships(sqlite::Database& db,
                                                const registry::v1::Organization& organization);

// FIELD_INVALID (INVALID_ARGUMENT): the organization would be a member of itself.
absl::Status CheckMembersOf(sqlite::Database& db, const registry::v1::Organization& organization);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_ADMISSION_H_
