#ifndef JUMELAGE_COMMON_VALUES_EDIT_DISTANCE_H_
#define JUMELAGE_COMMON_VALUES_EDIT_DISTANCE_H_

#include "absl/strings/string_view.h"

namespace jumelage {

// How many single steps make one text of bytes into the other: to add a byte, to take one out, to
// change one, or to swap two that are neighbours, none of them touched twice (the optimal string
// alignment form of the Damerau-Levenshtein distance). At most `limit` + 1: farther is not looked.
// Takes time in proportion to the shorter text and `limit`. Pure.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_EDIT_DISTANCE_H_
