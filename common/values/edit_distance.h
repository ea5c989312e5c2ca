#ifndef JUMELAGE_COMMON_VALUES_EDIT_DISTANCE_H_
#define JUMELAGE_COMMON_VALUES_EDIT_DISTANCE_H_

#include "absl/strings/string_view.h"

namespace jumelage {

// Returns how many edits turn one byte string into the other: adding, removing or changing a byte,
// or swapping two neighbours. No byte is edited twice (the optimal string alignment form of the
// Damerau-Levenshtein distance). Returns `limit` + 1 for all greater distances. Takes time in
// proportion to the length of the shorter text and to `limit`. Pure.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_EDIT_DISTANCE_H_
