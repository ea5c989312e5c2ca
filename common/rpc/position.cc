#include "common/rpc/position.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"

namespace jumelage {

std::string FormatPosition(const Position& position) {
  return absl::StrCat(position.log_id, "/", position.revision);
}

absl::StatusOr<Position> ParsePosition(absl::string_view text, absl::string_view field) {
  const absl::string_view::size_type slash = text.find('/');
  Position position;
  if (slash != absl::string_view::npos && IsUuid4(text.substr(0, slash))) {
    position.log_id = absl::AsciiStrToLower(text.substr(0, slash));
    const absl::string_view digits = text.substr(slash + 1);
    // SimpleAtoi alone would also accept blanks and signs.
    if (std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) &&
        absl::SimpleAtoi(digits, &position.revision)) {
      return position;
    }
  }
  return InvalidFieldsError({{std::string(field),
                              "must be LOG_ID/REVISION as an answer's metadata gave it, such as "
                              "\"0b7e1c6e-9f0f-4c39-8f0e-0c8d4a0d5a11/42\""}});
}

}  // namespace jumelage
