#ifndef JUMELAGE_COMMON_BASE_UTF8_H_
#define JUMELAGE_COMMON_BASE_UTF8_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace jumelage {

// Returns the number of bytes of the first character (Unicode code point) of `text`: 1 to 4, or 0
// if `text` does not begin with well-formed UTF-8. Overlong forms, surrogates and code points above
// U+10FFFF are not well-formed. `text` must not be empty.
int Utf8CharacterLength(absl::string_view text);

// Returns the number of characters of `text`, or -1 if it is not valid UTF-8.
int64_t CountCharacters(absl::string_view text);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_UTF8_H_
