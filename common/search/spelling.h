#ifndef JUMELAGE_COMMON_SEARCH_SPELLING_H_
#define JUMELAGE_COMMON_SEARCH_SPELLING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage {

// Folded text (FoldText): a word, or a name whose spaces are ignored.
struct Spelling {
  explicit Spelling(absl::string_view folded) { Assign(folded); }
  // Assigns another text, and reuses the memory.
  void Assign(absl::string_view folded);

  // The text without its spaces.
  std::string letters;
  // The common form of spellings that sound the same in many languages. ph becomes f. c, q and ck
  // become k. z becomes s, w becomes v, j and y become i. An h after the first letter is dropped,
  // and double letters become one. Never longer than `letters`.
  std::string sound;
  // The letters and digits of `sound`, one bit each.
  uint64_t sounds = 0;
};

// Returns how many errors are forgiven between two spellings. `length` is that of the shorter
// sound.
int ErrorsForgiven(size_t length);

// How far one spelling is from another.
struct Misspelling {
  // Steps between the letters (EditDistance).
  int errors = 0;
  // The rank of a misspelling: the steps between the letters plus those between the sounds. So an
  // error that keeps the sound counts half.
  int cost = 0;
};

// Returns nullopt if the sounds differ by more than the forgiven errors, or the letters by more
// than twice that plus one.
std::optional<Misspelling> Misspelt(const Spelling& a, const Spelling& b);

// Returns false only if Misspelt(wanted, Spelling(folded)) has no value, by the letters that only
// one of them has. This is several times faster and rules out most spellings.
bool MayBeMisspelt(const Spelling& wanted, absl::string_view folded);

// Index entries that find near spellings without comparing every word. A spelling is cut into one
// part more than errors are forgiven, so any near spelling contains one of the parts, at about the
// same place. PartsOf returns the entries of a spelling in the index. ProbesFor returns the entries
// to look for: whenever Misspelt(a, b) has a value, PartsOf(a) and ProbesFor(b) have an entry in
// common. Both are empty if no error is forgiven. Entries are short, contain their place, and occur
// once.
std::vector<std::string> PartsOf(const Spelling& spelling);
std::vector<std::string> ProbesFor(const Spelling& spelling);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_SPELLING_H_
