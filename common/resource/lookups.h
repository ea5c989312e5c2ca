#ifndef JUMELAGE_COMMON_RESOURCE_LOOKUPS_H_
#define JUMELAGE_COMMON_RESOURCE_LOOKUPS_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sqlite/database.h"
#include "common/view/merged.h"
#include "common/view/view.h"
#include "jumelage/type/v1/external_id.pb.h"

namespace jumelage {

// Whether deleted resources count as referrers.
enum class Referrers { kNotDeleted, kAll };
// As the `limit` of ReferrersOf: no limit.
inline constexpr int kEveryReferrer = -1;

// Queries over all resource types in a view's schema. One per service; immutable and thread-safe.
// All queries work on any connection to the view, including in a writer's transaction, and may
// return storage errors.
class Lookups {
 public:
  // `schema` must outlive the Lookups.
  explicit Lookups(const ViewSchema* schema);

  // Returns whether resources of this service can have the name.
  bool Owns(absl::string_view name) const { return schema_.TableOf(name) != nullptr; }
  // Returns the resource's type as errors name it ("City"). Empty if Owns is false.
  std::string TypeOf(absl::string_view name) const;

  // Returns the state of the resource `name`, of any type; nullopt if it does not exist.
  absl::StatusOr<std::optional<RowState>> StateOf(sqlite::Database& db,
                                                  absl::string_view name) const;
  // Returns whether the resource exists and is not deleted. A merged resource is live, because it
  // redirects to one that exists.
  absl::StatusOr<bool> IsLive(sqlite::Database& db, absl::string_view name) const;

  // Returns the names of at most `limit` other resources, of any type, that refer to `name` in any
  // field or are below it, ordered by name.
  absl::StatusOr<std::vector<std::string>> ReferrersOf(sqlite::Database& db, absl::string_view name,
                                                       Referrers which, int limit) const;

  // Returns the name of the resource of `collection`, other than `but`, that has the external id;
  // nullopt if there is none. Deleted resources count too. Returns INTERNAL if resources of the
  // collection have no external ids.
  absl::StatusOr<std::optional<std::string>> HolderOfExternalId(sqlite::Database& db,
                                                                absl::string_view collection,
                                                                const type::v1::ExternalId& id,
                                                                absl::string_view but) const;
  // Returns the names of the resources of the same type that have the external ids of `resource`,
  // each once, in the order of the ids. Empty if resources of the type have no external ids.
  absl::StatusOr<std::vector<std::string>> HoldersOfExternalIds(
      sqlite::Database& db, const google::protobuf::Message& resource) const;

 private:
  const ViewSchema& schema_;
  // The SQL of StateOf and HolderOfExternalId, by the name of the table.
  std::map<std::string, std::string, std::less<>> state_sql_;
  std::map<std::string, std::string, std::less<>> holder_sql_;
  // Empty if no type has references.
  std::string referrers_sql_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_LOOKUPS_H_
