#ifndef JUMELAGE_COMMON_SEARCH_SPELLING_H_
#define JUMELAGE_COMMON_SEARCH_SPELLING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage {

// A folded text (FoldText): a word, or a name whose spaces are ignored.
struct Spelling {
  explicit Spelling(absl::string_view folded) { Assign(folded); }
  // Assigns a different text, and reuses the memory.
  void Assign(absl::string_view folded);

  // The text without its spaces.
  std::string letters;
  // The common form of spellings that sound the same in many languages. ph becomes f. c, q and ck
  // become k. z becomes s, w becomes v, j and y become i. An h after the first letter is dropped,
  // and double letters become one. Never longer than `letters`.
  std::string sound;
  // The set of the letters and digits in `letters`, as bits. Letters that may sound the same share
  // a bit, and h has none.
  uint64_t sounds = 0;
};

// Returns how many errors are forgiven between two spellings. `length` is the length of the shorter
// sound.
int ErrorsForgiven(size_t length);

// How far one spelling is from another.
struct Misspelling {
  // The number of edits between the letters (EditDistance).
  int errors = 0;
  // The cost of a misspelling, for ranking: the number of edits between the letters plus the number
  // between the sounds, so an error that does not change the sound counts only half as
  // much.
  int cost = 0;
};

// Returns how far `a` is from `b`. Returns nullopt if no errors are forgiven, if the sounds differ
// by more edits than are forgiven, or if the letters differ by more than twice that number plus
// one.
std::optional<Misspelling> Misspelt(const Spelling& a, const Spelling& b);

// Returns false only if Misspelt(wanted, Spelling(folded)) has no value. Compares only which
// letters occur in one of the two but not in the other. This is several times faster than Misspelt
// and rules out most spellings.
bool MayBeMisspelt(const Spelling& wanted, absl::string_view folded);

// Index entries that find near spellings without comparing every word. The sound of a spelling is
// cut into one part more than the number of errors that its length forgives. The sound of a near
// spelling therefore contains one of the parts at about the same place, unchanged except that its
// last letter may be swapped with the letter after it. PartsOf returns the entries of a spelling in
// the index. ProbesFor returns the entries to look for: whenever Misspelt(a, b) has a value,
// PartsOf(a) and ProbesFor(b) have an entry in common. Both are empty if no error is forgiven.
// Entries are short and contain the length of the sound and the number of their part. No entry
// occurs twice.
std::vector<std::string> PartsOf(const Spelling& spelling);
std::vector<std::string> ProbesFor(const Spelling& spelling);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_SPELLING_H_
