#ifndef JUMELAGE_COMMON_FILTER_LEXER_H_
#define JUMELAGE_COMMON_FILTER_LEXER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace jumelage {

enum class FilterTokenKind {
  kText,      // belfort, cities/belfort, 1955
  kString,    // "Guang'an", 'Guang\'an': text is what the quotes hold
  kAnd,       // AND
  kEquals,    // =
  kOperator,  // what AIP-160 has besides: OR NOT ( ) : , < <= > >= != - *
  kEnd,       // after the last
};

struct FilterToken {
  FilterTokenKind kind;
  std::string text;
  // Of its first byte in the filter.
  size_t offset;
};

// Splits a filter into tokens after AIP-160; kEnd is the last. Keywords are in upper case.
//
//   text   = text_char { text_char | "-" } ;
//   text_char = letter | digit | "_" | "/" | "." | "+" | any character beyond ASCII ;
//   string = '"' { character | "\" escaped } '"' | "'" { character | "\" escaped } "'" ;
//   escaped = '"' | "'" | "\" ;
//
// FILTER_INVALID (INVALID_ARGUMENT): another character, a string without its end, another escape,
// or more than kMaxFilterLength characters.
absl::StatusOr<std::vector<FilterToken>> TokenizeFilter(absl::string_view filter);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_LEXER_H_
