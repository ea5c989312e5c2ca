#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_LOOKUPS_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_LOOKUPS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sqlite/database.h"
#include "jumelage/registry/v1/city.pb.h"
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

// A search for cities; see SearchCities of the contract for what it finds and in which order.
struct CitySearch {
  // Folded (FoldText), not empty.
  std::string query;
  // ISO 3166-1 alpha-2; empty: all.
  std::string country;
  // Where the page before ended (CitySearchPage::next); empty for the first.
  std::vector<sqlite::Value> after;
  int limit = 50;
  int64_t max_bytes = 3 << 20;
};

struct CitySearchPage {
  std::vector<registry::v1::City> cities;
  // Empty when there is nothing more.
  std::vector<sqlite::Value> next;
};

absl::StatusOr<CitySearchPage> SearchCities(sqlite::Database& db, const CitySearch& search);

// Which of a city's names the folded `query` finds, as the record spells it: one that equals it
// before one that begins with it before one that has its words. Empty when none does.
std::string MatchedName(const registry::v1::City& city, absl::string_view query);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_LOOKUPS_H_
