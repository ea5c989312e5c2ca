#include "common/filter/parser.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/filter/filter_error.h"

namespace jumelage {
namespace {

class Parser {
 public:
  Parser(absl::string_view filter, std::vector<FilterToken> tokens)
      : filter_(filter), tokens_(std::move(tokens)) {}

  // filter = [ comparison { "AND" comparison } ] ;
  absl::StatusOr<std::vector<FilterComparison>> Filter() {
    std::vector<FilterComparison> comparisons;
    if (Peek().kind == FilterTokenKind::kEnd) return comparisons;
    while (true) {
      if (comparisons.size() == kMaxFilterTerms) {
        return Error(Peek(), absl::StrCat("at most ", kMaxFilterTerms, " comparisons are allowed"));
      }
      JUMELAGE_ASSIGN_OR_RETURN(FilterComparison comparison, Comparison());
      comparisons.push_back(std::move(comparison));
      const FilterToken& token = Peek();
      if (token.kind == FilterTokenKind::kEnd) return comparisons;
      if (token.kind != FilterTokenKind::kAnd) return Unexpected("AND or the end");
      Take();
    }
  }

 private:
  // comparison = text "=" ( text | string ) ;
  absl::StatusOr<FilterComparison> Comparison() {
    if (Peek().kind != FilterTokenKind::kText) return Unexpected("a field");
    FilterToken field = Take();
    if (Peek().kind != FilterTokenKind::kEquals) return Unexpected("=");
    Take();
    if (Peek().kind != FilterTokenKind::kText && Peek().kind != FilterTokenKind::kString) {
      return Unexpected("a value");
    }
    return FilterComparison{std::move(field), Take()};
  }

  // The last token, kEnd, is never taken.
  const FilterToken& Peek() const { return tokens_[next_]; }
  FilterToken Take() { return std::move(tokens_[next_++]); }

  absl::Status Error(const FilterToken& token, std::string what) const {
    return FilterInvalidError(filter_, {{token.offset, std::move(what)}});
  }

  absl::Status Unexpected(absl::string_view wanted) const {
    const FilterToken& token = Peek();
    std::string what = absl::StrCat("expected ", wanted);
    if (token.kind == FilterTokenKind::kOperator) {
      absl::StrAppend(&what, "; ", token.text,
                      " is not offered here, only FIELD = VALUE joined by AND");
    }
    return Error(token, std::move(what));
  }

  const absl::string_view filter_;
  std::vector<FilterToken> tokens_;
  size_t next_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<FilterComparison>> ParseFilterText(absl::string_view filter) {
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<FilterToken> tokens, TokenizeFilter(filter));
  return Parser(filter, std::move(tokens)).Filter();
}

}  // namespace jumelage
