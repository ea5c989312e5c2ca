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

// What typing errors may cost: the spellings of the index that a word or the whole query is
// compared with, and the names or words that are read for all that are near enough, the nearest
// first.
inline constexpr int kMaxComparedSpellings = 100000;
inline constexpr int kMaxMisspeltRows = 10000;

// A row's id in its collection, and the best rank that one of its names has (NameMatch).
struct RankedOwner {
  int rank = 0;
  int64_t owner = 0;
};

// Those whose names match the query with typing errors, by rank, then by id; also deleted and
// merged ones, and such as match better by another name. Bounded by kMaxComparedSpellings and
// kMaxMisspeltRows. Errors are those of storage, and what `wanted` says.
absl::StatusOr<std::vector<RankedOwner>> FindMisspelt(sqlite::Database& db,
                                                      const NameTables& tables,
                                                      const NameQuery& query,
                                                      const StillWanted& wanted);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_MISSPELT_NAMES_H_
