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

// Whether resources that are deleted count among those that refer to another one.
enum class Referrers { kNotDeleted, kAll };
inline constexpr int kEveryReferrer = -1;

// Queries over all types of resources that a view keeps: what they are is told by its schema. Made
// once a service; immutable and thread-safe. All work on any connection to the view, a writer's
// transaction included. Errors are those of storage.
class Lookups {
 public:
  // `schema` outlives this.
  explicit Lookups(const ViewSchema* schema);

  // Whether resources of this service can have that name.
  bool Owns(absl::string_view name) const { return schema_.TableOf(name) != nullptr; }
  // "City": what errors call the type of the resource. Empty where Owns is false.
  std::string TypeOf(absl::string_view name) const;

  // In which state the resource of that name, of any type, is; nullopt when there is none.
  absl::StatusOr<std::optional<RowState>> StateOf(sqlite::Database& db,
                                                  absl::string_view name) const;
  // Whether it is there and not deleted. One that was merged is: it leads to one that is there.
  absl::StatusOr<bool> IsLive(sqlite::Database& db, absl::string_view name) const;

  // The resources of any type that name `name` in any field, or lie below it, by name, at most
  // `limit`.
  absl::StatusOr<std::vector<std::string>> ReferrersOf(sqlite::Database& db, absl::string_view name,
                                                       Referrers which, int limit) const;

  // The resource of `collection`, deleted ones too, other than `but` that has the external id.
  absl::StatusOr<std::optional<std::string>> HolderOfExternalId(sqlite::Database& db,
                                                                absl::string_view collection,
                                                                const type::v1::ExternalId& id,
                                                                absl::string_view but) const;

 private:
  const ViewSchema& schema_;
  // By the name of the table.
  std::map<std::string, std::string, std::less<>> state_sql_;
  std::map<std::string, std::string, std::less<>> holder_sql_;
  // Empty where no type names others.
  std::string referrers_sql_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_LOOKUPS_H_
