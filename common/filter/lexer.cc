#include "common/filter/lexer.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/filter/filter_error.h"

namespace jumelage {
namespace {

bool IsTextCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || !absl::ascii_isascii(c) ||
         absl::StrContains("_/.+", c);
}

class Lexer {
 public:
  explicit Lexer(absl::string_view filter) : filter_(filter) {}

  absl::StatusOr<std::vector<FilterToken>> Run() {
    while (true) {
      while (position_ < filter_.size() && absl::ascii_isspace(filter_[position_])) ++position_;
      if (position_ == filter_.size()) break;
      JUMELAGE_RETURN_IF_ERROR(Next());
    }
    tokens_.push_back({FilterTokenKind::kEnd, "", filter_.size()});
    return std::move(tokens_);
  }

 private:
  absl::Status Next() {
    const char c = filter_[position_];
    if (c == '"' || c == '\'') return String(c);
    if (IsTextCharacter(c)) return Text();
    return Operator();
  }

  absl::Status Text() {
    const size_t begin = position_;
    while (position_ < filter_.size() &&
           (IsTextCharacter(filter_[position_]) || filter_[position_] == '-')) {
      ++position_;
    }
    const absl::string_view text = filter_.substr(begin, position_ - begin);
    const FilterTokenKind kind = text == "AND"                   ? FilterTokenKind::kAnd
                                 : text == "OR" || text == "NOT" ? FilterTokenKind::kOperator
                                                                 : FilterTokenKind::kText;
    tokens_.push_back({kind, std::string(text), begin});
    return absl::OkStatus();
  }

  absl::Status String(char quote) {
    const size_t begin = position_++;
    std::string text;
    while (position_ < filter_.size() && filter_[position_] != quote) {
      if (filter_[position_] == '\\') {
        ++position_;
        if (position_ == filter_.size()) break;
        if (!absl::StrContains("\"'\\", filter_[position_])) {
          return FilterInvalidError(
              filter_, {{position_ - 1, R"(after \ only ", ' and \ may follow in a string)"}});
        }
      }
      text.push_back(filter_[position_++]);
    }
    if (position_ == filter_.size()) {
      return FilterInvalidError(filter_, {{begin, "the string that begins here does not end"}});
    }
    ++position_;
    tokens_.push_back({FilterTokenKind::kString, std::move(text), begin});
    return absl::OkStatus();
  }

  absl::Status Operator() {
    // Longer ones first.
    for (const absl::string_view text :
         {"<=", ">=", "!=", "=", "<", ">", "(", ")", ":", ",", "-", "*"}) {
      if (!absl::StartsWith(filter_.substr(position_), text)) continue;
      tokens_.push_back({text == "=" ? FilterTokenKind::kEquals : FilterTokenKind::kOperator,
                         std::string(text), position_});
      position_ += text.size();
      return absl::OkStatus();
    }
    return FilterInvalidError(filter_,
                              {{position_, "this character can stand in a quoted string only"}});
  }

  const absl::string_view filter_;
  size_t position_ = 0;
  std::vector<FilterToken> tokens_;
};

}  // namespace

absl::StatusOr<std::vector<FilterToken>> TokenizeFilter(absl::string_view filter) {
  const int64_t length = CountCharacters(filter);
  if (length < 0) return FilterInvalidError("", {{0, "the filter is not valid UTF-8"}});
  if (length > kMaxFilterLength) {
    return FilterInvalidError(
        filter, {{0, absl::StrCat("the filter has ", length, " characters; ", "at most ",
                                  kMaxFilterLength, " are allowed")}});
  }
  return Lexer(filter).Run();
}

}  // namespace jumelage
