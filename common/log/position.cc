#include "common/log/position.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/ids.h"

namespace jumelage {
namespace {

constexpr size_t kMarkDigits = 2 * sizeof(CommitMark);

// SimpleAtoi alone would also accept blanks and signs.
bool ParseRevision(absl::string_view text, int64_t* revision) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isdigit) &&
         absl::SimpleAtoi(text, revision);
}

// No mark is 0, so a text with this mark is not a position.
bool ParseMark(absl::string_view text, CommitMark* mark) {
  return text.size() == kMarkDigits &&
         std::all_of(text.begin(), text.end(), absl::ascii_isxdigit) &&
         absl::SimpleHexAtoi(text, mark) && *mark != 0;
}

bool Parse(absl::string_view text, Position* position) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  if (parts.size() < 2 || parts.size() > 3 || !IsUuid4(parts[0])) return false;
  position->log_id = absl::AsciiStrToLower(parts[0]);
  return ParseRevision(parts[1], &position->revision) &&
         (parts.size() == 2 || (position->revision > 0 && ParseMark(parts[2], &position->mark)));
}

}  // namespace

CommitMark MarkOf(absl::string_view commit_id) {
  CommitMark mark = 0;
  for (const char byte : commit_id.substr(0, sizeof(CommitMark))) {
    mark = mark << 8 | static_cast<unsigned char>(byte);
  }
  // The version digit of a UUID is not 0, so only the ids of tests can have this mark.
  return mark == 0 ? 1 : mark;
}

std::string FormatPosition(const Position& position) {
  if (position.mark == 0) return absl::StrCat(position.log_id, "/", position.revision);
  return absl::StrCat(position.log_id, "/", position.revision, "/",
                      absl::Hex(position.mark, absl::kZeroPad16));
}

absl::StatusOr<Position> ParsePosition(absl::string_view text, absl::string_view field) {
  Position position;
  if (Parse(text, &position)) return position;
  return InvalidFieldsError({{std::string(field), kPositionForm}});
}

}  // namespace jumelage
