#ifndef JUMELAGE_COMMON_VALUES_TEXT_FOLDING_H_
#define JUMELAGE_COMMON_VALUES_TEXT_FOLDING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage {

// What two spellings of a name have in common: lower-case ASCII letters and digits in words that
// single spaces part. Other scripts are transliterated, accents dropped, ligatures spelt out:
// "Delémont" gives "delemont", "Pančevo" and "Панчево" "pancevo", "广安" "guang an", "Œuvre"
// "oeuvre". Whatever is neither letter nor digit parts words: "Ra'anana" gives "ra anana". Equal
// on every machine that has the same version of ICU. Malformed UTF-8 counts as punctuation.
// Thread-safe.
std::string FoldText(absl::string_view text);

// Names the version of ICU and of Unicode that FoldText rests on: 1 to 999,999. Another one may
// fold some texts otherwise.
int FoldingVersion();

// The folded forms under which a name is found: FoldText(name) and, where apostrophes stand inside
// a word, the form without them: "Ra'anana" is also "raanana". None is empty; each once.
std::vector<std::string> FoldedForms(absl::string_view name);

// The words of a folded text.
std::vector<std::string> FoldedWords(absl::string_view folded);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_TEXT_FOLDING_H_
