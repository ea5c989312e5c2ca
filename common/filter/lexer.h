#ifndef JUMELAGE_COMMON_FILTER_LEXER_H_
#define JUMELAGE_COMMON_FILTER_LEXER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace jumelage {

enum class FilterTokenKind {
  kText,        // belfort, cities/belfort, 1955
  kString,      // "Guang'an", 'Guang\'an': text is without the quotes
  kAnd,         // AND
  kOr,          // OR
  kNot,         // NOT
  kMinus,       // -
  kDot,         // .
  kComma,       // ,
  kOpen,        // (
  kClose,       // )
  kComparator,  // < <= > >= != = :
  kEnd,         // after the last token
};

struct FilterToken {
  FilterTokenKind kind;
  std::string text;
  // Offsets in the filter: of the token's first byte, and of the byte after its last one.
  size_t begin;
  size_t end;
  // Offsets in `text` of the wildcards: every * that had no backslash before it.
  std::vector<size_t> stars;
};

// Splits a filter into tokens (AIP-160). The last token is kEnd. Keywords are in upper case. A
// keyword with an opening parenthesis immediately after it is a text, the name of a function.
//
//   text    = text_char { text_char | "-" } ;
//   text_char = any character but blanks, control characters and  " ' ( ) , . : = < > ! \ - ;
//   string  = '"' { character | "\" escaped } '"' | "'" { character | "\" escaped } "'" ;
//   escaped = '"' | "'" | "\" | "*" ;
//
// Returns FILTER_INVALID (INVALID_ARGUMENT) for invalid UTF-8, an invalid character, a string
// without an end, an invalid escape, or more than kMaxFilterLength characters.
absl::StatusOr<std::vector<FilterToken>> TokenizeFilter(absl::string_view filter);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_LEXER_H_
