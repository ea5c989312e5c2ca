#include "clients/cli/text/printable.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace jumelage::cli {
namespace {

constexpr char kReplacement[] = "\ufffd";
constexpr char kFirstStrongIsolate[] = "\u2068";
constexpr char kPopIsolate[] = "\u2069";
constexpr char kPopFormat[] = "\u202c";

// Calls `visit(character, bytes)` for each character. Invalid bytes are U+FFFD.
template <typename Visit>
void ForEachCharacter(absl::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    const int32_t begin = i;
    UChar32 character = 0;
    U8_NEXT(bytes, i, size, character);
    if (character < 0) {
      visit(UChar32{0xfffd}, absl::string_view(kReplacement));
    } else {
      visit(character, text.substr(static_cast<size_t>(begin), static_cast<size_t>(i - begin)));
    }
  }
}

bool IsLineBreak(UChar32 character) {
  return character == '\n' || character == '\r' || character == 0x85 || character == 0x2028 ||
         character == 0x2029;
}

// Isolates one line. Its directional characters nest like brackets, by the rules of Unicode's
// bidirectional algorithm.
class LineIsolator {
 public:
  void Add(UChar32 character, absl::string_view bytes) {
    switch (u_charDirection(character)) {
      case U_LEFT_TO_RIGHT_EMBEDDING:
      case U_LEFT_TO_RIGHT_OVERRIDE:
      case U_RIGHT_TO_LEFT_EMBEDDING:
      case U_RIGHT_TO_LEFT_OVERRIDE:
        exposed_ = exposed_ || isolates_ == 0;
        Open(kPopFormat, bytes);
        return;
      case U_LEFT_TO_RIGHT_ISOLATE:
      case U_RIGHT_TO_LEFT_ISOLATE:
      case U_FIRST_STRONG_ISOLATE:
        ++isolates_;
        Open(kPopIsolate, bytes);
        return;
      case U_POP_DIRECTIONAL_FORMAT:
        if (!open_.empty() && open_.back() == kPopFormat) Close();
        return;
      case U_POP_DIRECTIONAL_ISOLATE:
        // The end of an isolate also ends what was begun within it.
        if (isolates_ == 0) return;
        while (open_.back() != kPopIsolate) Close();
        Close();
        return;
      case U_RIGHT_TO_LEFT:
      case U_RIGHT_TO_LEFT_ARABIC:
      case U_ARABIC_NUMBER:
        exposed_ = exposed_ || isolates_ == 0;
        break;
      default:
        // The marks that count as letters of a direction.
        if (u_hasBinaryProperty(character, UCHAR_BIDI_CONTROL)) {
          exposed_ = exposed_ || isolates_ == 0;
        }
    }
    line_.append(bytes.data(), bytes.size());
  }

  // Returns the line, and begins the next one.
  std::string Take() {
    while (!open_.empty()) Close();
    std::string line =
        exposed_ ? absl::StrCat(kFirstStrongIsolate, line_, kPopIsolate) : std::move(line_);
    line_.clear();
    exposed_ = false;
    return line;
  }

 private:
  void Open(absl::string_view end, absl::string_view bytes) {
    open_.push_back(end);
    line_.append(bytes.data(), bytes.size());
  }

  void Close() {
    if (open_.back() == kPopIsolate) --isolates_;
    line_.append(open_.back().data(), open_.back().size());
    open_.pop_back();
  }

  std::string line_;
  // The characters that end what is open, the innermost last.
  std::vector<absl::string_view> open_;
  int isolates_ = 0;
  // Whether the line has a directional character outside isolates.
  bool exposed_ = false;
};

}  // namespace

std::string PrintableLines(absl::string_view text) {
  std::string result;
  bool after_return = false;
  ForEachCharacter(text, [&](UChar32 character, absl::string_view bytes) {
    const bool second_half = after_return && character == '\n';
    after_return = character == '\r';
    if (second_half) return;
    if (IsLineBreak(character)) {
      result += '\n';
    } else if (u_charType(character) == U_CONTROL_CHAR) {
      result += ' ';
    } else {
      result.append(bytes.data(), bytes.size());
    }
  });
  return result;
}

std::string Printable(absl::string_view text) {
  std::string result = PrintableLines(text);
  std::replace(result.begin(), result.end(), '\n', ' ');
  return result;
}

std::string Isolated(absl::string_view text) {
  std::string result;
  LineIsolator line;
  ForEachCharacter(text, [&](UChar32 character, absl::string_view bytes) {
    // The end of a line also ends what is open by Unicode's rules.
    if (IsLineBreak(character) || u_charDirection(character) == U_BLOCK_SEPARATOR) {
      absl::StrAppend(&result, line.Take(), bytes);
    } else {
      line.Add(character, bytes);
    }
  });
  return absl::StrCat(result, line.Take());
}

}  // namespace jumelage::cli
