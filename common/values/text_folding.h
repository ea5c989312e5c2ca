#ifndef JUMELAGE_COMMON_VALUES_TEXT_FOLDING_H_
#define JUMELAGE_COMMON_VALUES_TEXT_FOLDING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage {

// Folds a text to a form that different spellings of a name share: lower-case ASCII letters and
// digits in words separated by single spaces. Transliterates other scripts, drops accents and
// spells out ligatures: "Delémont" gives "delemont", "Pančevo" and "Панчево" both give "pancevo",
// "广安" gives "guang an", and "Œuvre" gives "oeuvre". All other characters separate words:
// "Ra'anana" gives "ra anana". The result is the same on every machine with the same version of
// ICU. Malformed UTF-8 counts as punctuation. Thread-safe.
std::string FoldText(absl::string_view text);

// Returns the key by which a name is compared with others and ordered: FoldText(name) or, if the
// name has no letters or digits ("★☆"), the name itself. It is empty only if the name is.
std::string NameKey(absl::string_view name);

// Returns a number for the versions of ICU and Unicode that FoldText uses, and for the rules of
// this file. A different version may give different keys for some names.
int FoldingVersion();

// Returns the folded forms by which a name is found: FoldText(name) and, if the name has
// apostrophes, the form without them. "Ra'anana" gives "ra anana" and "raanana". No form is empty
// or repeated.
std::vector<std::string> FoldedForms(absl::string_view name);

// Returns the keys by which a name is compared with others: FoldedForms(name) or, if there are
// none, NameKey(name). Empty only if the name is.
std::vector<std::string> NameKeys(absl::string_view name);

// Returns the words of a folded text.
std::vector<std::string> FoldedWords(absl::string_view folded);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_TEXT_FOLDING_H_
