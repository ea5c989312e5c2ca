#ifndef JUMELAGE_COMMON_SEARCH_SPELLING_H_
#define JUMELAGE_COMMON_SEARCH_SPELLING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage {

// Folded text (FoldText): a word, or a name whose spaces count for nothing.
struct Spelling {
  explicit Spelling(absl::string_view folded) { Assign(folded); }
  // Becomes that of another text, in the room that it has.
  void Assign(absl::string_view folded);

  // The text without its spaces.
  std::string letters;
  // What spellings of one sound have in common in many languages: ph is f; c, q and ck are k; z is
  // s; w is v; j and y are i; an h within counts for nothing; of double letters one is left.
  // Shorter than `letters` or as long.
  std::string sound;
  // The letters and digits that `sound` is made of, a bit each.
  uint64_t sounds = 0;
};

// The errors that are forgiven between two spellings the shorter of which sounds `length` letters
// long.
int ErrorsForgiven(size_t length);

// How far one spelling is from another.
struct Misspelling {
  // Steps between the letters (EditDistance).
  int errors = 0;
  // By which misspellings are ranked: the steps between the letters and those between the sounds,
  // so that what sounds alike counts half.
  int cost = 0;
};

// Nothing when the sounds are farther apart than is forgiven, or the letters by more than twice
// that and one.
std::optional<Misspelling> Misspelt(const Spelling& a, const Spelling& b);

// False only where Misspelt(wanted, Spelling(folded)) has no value, from the letters that only one
// of them has: several times faster, and it tells most of them apart.
bool MayBeMisspelt(const Spelling& wanted, absl::string_view folded);

// How what is nearly a word is found without looking at every word: a spelling is cut into one part
// more than errors are forgiven, so that one of them is in whatever is near enough, about where it
// is in the spelling. PartsOf gives the parts of a spelling that is looked for, ProbesFor those
// that are in every spelling near enough to another one: whenever Misspelt(a, b) has a value,
// PartsOf(a) and ProbesFor(b) have an entry in common. Both are empty where nothing is forgiven.
// Entries are short and say their place; each is there once.
std::vector<std::string> PartsOf(const Spelling& spelling);
std::vector<std::string> ProbesFor(const Spelling& spelling);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_SPELLING_H_
