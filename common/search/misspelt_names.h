#ifndef JUMELAGE_COMMON_SEARCH_MISSPELT_NAMES_H_
#define JUMELAGE_COMMON_SEARCH_MISSPELT_NAMES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/still_wanted.h"
#include "common/search/name_query.h"
#include "common/search/name_tables.h"
#include "common/sqlite/database.h"

namespace jumelage {

// The limits of a search with typos. The first is the maximum number of spellings in the index that
// a word or the whole query is compared with. The second is the maximum number of rows of names and
// words that are read for the near spellings, nearest first.
inline constexpr int kMaxComparedSpellings = 100000;
inline constexpr int kMaxMisspeltRows = 10000;

// The id of a resource's row in its table, and the best rank of its names (NameMatch).
struct RankedOwner {
  int rank = 0;
  int64_t owner = 0;
};

// Returns the resources whose names match the query with typos, ordered by rank, then by id.
// Includes deleted and merged resources, and resources that match better by a different name.
// Bounded by kMaxComparedSpellings and kMaxMisspeltRows. May return storage errors and the errors
// of `wanted`.
absl::StatusOr<std::vector<RankedOwner>> FindMisspelt(sqlite::Database& db,
                                                      const NameTables& tables,
                                                      const NameQuery& query,
                                                      const StillWanted& wanted);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_MISSPELT_NAMES_H_
