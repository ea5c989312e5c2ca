#include "common/filter/filter_error.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/utf8.h"

namespace jumelage {
namespace {

// How much of a long filter is shown on each side of the problem, in characters.
constexpr size_t kShownBefore = 50;
constexpr size_t kShownAfter = 20;

// Returns the characters of `filter`. Control characters, which would break the line, and bytes
// that are not UTF-8 become blanks. Sets `column` to the index of the character at `offset`.
std::vector<std::string> Characters(absl::string_view filter, size_t offset, size_t* column) {
  std::vector<std::string> characters;
  size_t position = 0;
  *column = 0;
  while (position < filter.size()) {
    if (position <= offset) *column = characters.size();
    const absl::string_view rest = filter.substr(position);
    const int length = Utf8CharacterLength(rest);
    const bool shown = length > 1 || (length == 1 && absl::ascii_isprint(rest[0]));
    characters.push_back(shown ? std::string(rest.substr(0, length)) : " ");
    position += std::max(length, 1);
  }
  if (offset >= filter.size()) *column = characters.size();
  return characters;
}

// Returns two lines: the filter around the problem, and a caret below the column.
std::string Excerpt(const std::vector<std::string>& characters, size_t column) {
  const size_t begin = column > kShownBefore ? column - kShownBefore : 0;
  const size_t end = std::min(characters.size(), column + kShownAfter);
  std::string line = begin > 0 ? "..." : "";
  const std::string caret(line.size() + (column - begin), ' ');
  for (size_t i = begin; i < end; ++i) line += characters[i];
  if (end < characters.size()) line += "...";
  return absl::StrCat("\n  ", line, "\n  ", caret, "^");
}

}  // namespace

absl::Status FilterInvalidError(absl::string_view filter,
                                const std::vector<FilterProblem>& problems) {
  std::vector<FieldViolation> violations;
  std::string message;
  size_t first_column = 0;
  for (const FilterProblem& problem : problems) {
    size_t column;
    const std::vector<std::string> characters = Characters(filter, problem.offset, &column);
    if (violations.empty()) {
      first_column = column + 1;
      message = absl::StrCat("filter, column ", first_column, ": ", problem.what,
                             Excerpt(characters, column));
    }
    violations.push_back({"filter", absl::StrCat("column ", column + 1, ": ", problem.what)});
  }
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, "FILTER_INVALID", message)
      .Metadata("column", absl::StrCat(first_column))
      .Violations(violations)
      .Build();
}

}  // namespace jumelage
