#ifndef JUMELAGE_COMMON_SEARCH_SEARCH_H_
#define JUMELAGE_COMMON_SEARCH_SEARCH_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/still_wanted.h"
#include "common/search/misspelt_names.h"
#include "common/search/name_query.h"
#include "common/sqlite/database.h"
#include "common/view/list_query.h"

namespace jumelage {

// A search for resources by their names; see SearchCities of the contract for what it finds and in
// which order.
struct NameSearch {
  explicit NameSearch(
      absl::string_view folded_query, StillWanted still_wanted = [] { return absl::OkStatus(); })
      : query(folded_query), wanted(std::move(still_wanted)) {}

  NameQuery query;
  // What else must hold of their rows.
  std::vector<Condition> where;
  // Where the page before ended (FoundByName::next); empty for the first.
  std::vector<sqlite::Value> after;
  int limit = 50;
  int64_t max_bytes = 3 << 20;
  // Asked now and then.
  StillWanted wanted;
};

struct FoundByName {
  // Serialized.
  std::vector<std::string> resources;
  // Empty when there is nothing more.
  std::vector<sqlite::Value> next;
};

// A page of what the search finds, from any connection to the view. Errors are those of storage,
// and what `wanted` says.
// With `merged`, resources that were merged are found as those that they were merged into, by the
// table `redirects` (name, target).
absl::StatusOr<FoundByName> SearchByName(sqlite::Database& db, const NameTables& tables,
                                         const NameSearch& search, bool merged);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_SEARCH_H_
