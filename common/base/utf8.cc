#include "common/base/utf8.h"

#include "absl/strings/ascii.h"

namespace jumelage {
namespace {

// The well-formed byte sequences (Unicode 15, table 3-7): the ranges of the first and second bytes,
// and the length. Third and fourth bytes are always 0x80 to 0xbf.
struct Utf8Form {
  unsigned char first_low, first_high, second_low, second_high;
  int length;
};
constexpr Utf8Form kUtf8Forms[] = {
    {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
    {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

bool Within(char c, unsigned char low, unsigned char high) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= low && byte <= high;
}

}  // namespace

int Utf8CharacterLength(absl::string_view text) {
  for (const Utf8Form& form : kUtf8Forms) {
    if (!Within(text[0], form.first_low, form.first_high)) continue;
    if (text.size() < static_cast<size_t>(form.length)) return 0;
    if (form.length > 1 && !Within(text[1], form.second_low, form.second_high)) return 0;
    for (int i = 2; i < form.length; ++i) {
      if (!Within(text[i], 0x80, 0xbf)) return 0;
    }
    return form.length;
  }
  return 0;
}

int64_t CountCharacters(absl::string_view text) {
  int64_t count = 0;
  while (!text.empty()) {
    // Most texts are mostly ASCII.
    if (absl::ascii_isascii(static_cast<unsigned char>(text[0]))) {
      text.remove_prefix(1);
      ++count;
      continue;
    }
    const int length = Utf8CharacterLength(text);
    if (length == 0) return -1;
    text.remove_prefix(length);
    ++count;
  }
  return count;
}

}  // namespace jumelage
