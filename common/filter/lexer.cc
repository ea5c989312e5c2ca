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

struct Symbol {
  absl::string_view text;
  FilterTokenKind kind;
};

// Longer symbols come before their prefixes.
constexpr Symbol kSymbols[] = {
    {"<=", FilterTokenKind::kComparator}, {">=", FilterTokenKind::kComparator},
    {"!=", FilterTokenKind::kComparator}, {"=", FilterTokenKind::kComparator},
    {"<", FilterTokenKind::kComparator},  {">", FilterTokenKind::kComparator},
    {":", FilterTokenKind::kComparator},  {"(", FilterTokenKind::kOpen},
    {")", FilterTokenKind::kClose},       {",", FilterTokenKind::kComma},
    {".", FilterTokenKind::kDot},         {"-", FilterTokenKind::kMinus},
};

bool IsTextCharacter(char c) {
  const bool plain = absl::ascii_isgraph(static_cast<unsigned char>(c)) || !absl::ascii_isascii(c);
  return plain && !absl::StrContains("\"'(),.:=<>!\\-", c);
}

FilterTokenKind KeywordOr(absl::string_view text, FilterTokenKind otherwise) {
  if (text == "AND") return FilterTokenKind::kAnd;
  if (text == "OR") return FilterTokenKind::kOr;
  if (text == "NOT") return FilterTokenKind::kNot;
  return otherwise;
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
    tokens_.push_back({FilterTokenKind::kEnd, "", filter_.size(), filter_.size(), {}});
    return std::move(tokens_);
  }

 private:
  absl::Status Next() {
    const char c = filter_[position_];
    if (c == '"' || c == '\'') return String(c);
    if (IsTextCharacter(c)) return Text();
    return SymbolToken();
  }

  absl::Status Text() {
    FilterToken token{FilterTokenKind::kText, "", position_, 0, {}};
    while (position_ < filter_.size() &&
           (IsTextCharacter(filter_[position_]) || filter_[position_] == '-')) {
      Append(&token, /*escaped=*/false);
    }
    const bool called = position_ < filter_.size() && filter_[position_] == '(';
    if (!called) token.kind = KeywordOr(token.text, FilterTokenKind::kText);
    Push(std::move(token));
    return absl::OkStatus();
  }

  absl::Status String(char quote) {
    FilterToken token{FilterTokenKind::kString, "", position_++, 0, {}};
    while (position_ < filter_.size() && filter_[position_] != quote) {
      const bool escaped = filter_[position_] == '\\';
      if (escaped) {
        ++position_;
        if (position_ == filter_.size()) break;
        if (!absl::StrContains("\"'\\*", filter_[position_])) {
          return FilterInvalidError(
              filter_, {{position_ - 1, R"(in a string, only ", ', \ and * may follow a \)"}});
        }
      }
      Append(&token, escaped);
    }
    if (position_ == filter_.size()) {
      return FilterInvalidError(filter_, {{token.begin, "the string that begins here has no end"}});
    }
    ++position_;
    Push(std::move(token));
    return absl::OkStatus();
  }

  absl::Status SymbolToken() {
    for (const Symbol& symbol : kSymbols) {
      if (!absl::StartsWith(filter_.substr(position_), symbol.text)) continue;
      FilterToken token{symbol.kind, std::string(symbol.text), position_, 0, {}};
      position_ += symbol.text.size();
      Push(std::move(token));
      return absl::OkStatus();
    }
    return FilterInvalidError(filter_,
                              {{position_, "this character is allowed only in a quoted string"}});
  }

  // Appends the next byte to the token's text.
  void Append(FilterToken* token, bool escaped) {
    const char c = filter_[position_++];
    if (c == '*' && !escaped) token->stars.push_back(token->text.size());
    token->text.push_back(c);
  }

  void Push(FilterToken token) {
    token.end = position_;
    tokens_.push_back(std::move(token));
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
