#ifndef JUMELAGE_COMMON_VALUES_EDIT_DISTANCE_H_
#define JUMELAGE_COMMON_VALUES_EDIT_DISTANCE_H_

#include "absl/strings/string_view.h"

namespace jumelage {

// Returns the smallest number of edits that turn one byte string into the other. An edit adds,
// removes or changes a byte, or swaps two neighbours. No byte is edited twice (the optimal string
// alignment form of the Damerau-Levenshtein distance). Returns `limit` + 1 for all greater
// distances. Takes time in proportion to the length of the texts times `limit`. Pure.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_EDIT_DISTANCE_H_
