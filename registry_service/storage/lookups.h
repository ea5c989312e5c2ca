#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_LOOKUPS_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_LOOKUPS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sqlite/database.h"
#include "jumelage/type/v1/external_id.pb.h"

namespace jumelage {

// Queries of the registry's view that go beyond one table's own. All work on any connection to the
// view, a writer's transaction included. Errors are those of storage.

// Whether a resource of that name, of any type, is there and not deleted. One that was merged is:
// it leads to one that is there.
absl::StatusOr<bool> IsLive(sqlite::Database& db, absl::string_view name);

// Whether resources that are deleted count among those that refer to another one.
enum class Referrers { kNotDeleted, kAll };
inline constexpr int kEveryReferrer = -1;

// The resources of any type that name `name` in any field, by name, at most `limit`.
absl::StatusOr<std::vector<std::string>> ReferrersOf(sqlite::Database& db, absl::string_view name,
                                                     Referrers which, int limit);

// The resource of `collection` ("cities"), deleted ones too, other than `but` that has the external
// id.
absl::StatusOr<std::optional<std::string>> HolderOfExternalId(sqlite::Database& db,
                                                              absl::string_view collection,
                                                              const type::v1::ExternalId& id,
                                                              absl::string_view but);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_LOOKUPS_H_
