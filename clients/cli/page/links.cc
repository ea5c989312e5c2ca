#include "clients/cli/page/links.h"

#include <cstdint>

#include "absl/strings/str_format.h"
#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace jumelage::cli {

std::string VisibleAddress(absl::string_view link) {
  std::string result;
  const auto* bytes = reinterpret_cast<const uint8_t*>(link.data());
  const auto size = static_cast<int32_t>(link.size());
  for (int32_t i = 0; i < size;) {
    int32_t begin = i;
    UChar32 character = 0;
    U8_NEXT(bytes, i, size, character);
    if (character >= 0 && u_isgraph(character) && u_charType(character) != U_FORMAT_CHAR) {
      result.append(link.data() + begin, static_cast<size_t>(i - begin));
      continue;
    }
    for (; begin < i; ++begin) absl::StrAppendFormat(&result, "%%%02X", bytes[begin]);
  }
  return result;
}

}  // namespace jumelage::cli
