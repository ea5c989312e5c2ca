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

// A search for resources by their names. The comment on SearchCities in the contract describes what
// a search finds and in which order.
struct NameSearch {
  explicit NameSearch(
      absl::string_view folded_query, StillWanted still_wanted = [] { return absl::OkStatus(); })
      : query(folded_query), wanted(std::move(still_wanted)) {}

  NameQuery query;
  // Further conditions on the rows of the resources.
  std::vector<Condition> where;
  // Where the previous page ended (FoundByName::next); empty for the first page.
  std::vector<sqlite::Value> after;
  int limit = 50;
  int64_t max_bytes = 3 << 20;
  // Checked from time to time during the search.
  StillWanted wanted;
};

struct FoundByName {
  // The serialized resources of the page.
  std::vector<std::string> resources;
  // Where the page ended (NameSearch::after). Empty if there are no more results.
  std::vector<sqlite::Value> next;
};

// Returns a page of what the search finds. `db` is any connection to the view. If `merged`, the
// names of a merged resource find the resource that it was merged into, according to the table
// `redirects` (name, target). May return storage errors and the errors of `wanted`.
absl::StatusOr<FoundByName> SearchByName(sqlite::Database& db, const NameTables& tables,
                                         const NameSearch& search, bool merged);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_SEARCH_H_
