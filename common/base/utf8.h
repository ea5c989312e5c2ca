#ifndef JUMELAGE_COMMON_BASE_UTF8_H_
#define JUMELAGE_COMMON_BASE_UTF8_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace jumelage {

// The bytes of the character (Unicode code point) that `text`, which is not empty, begins with: 1
// to 4, or 0 if it does not begin with well-formed UTF-8. Overlong forms, surrogates and what lies
// beyond U+10FFFF are not well-formed.
int Utf8CharacterLength(absl::string_view text);

// The characters of `text`, or -1 if it is not valid UTF-8.
int64_t CountCharacters(absl::string_view text);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_UTF8_H_
