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
  kString,      // "Guang'an", 'Guang\'an': text is what the quotes hold
  kAnd,         // AND
  kOr,          // OR
  kNot,         // NOT
  kMinus,       // -
  kDot,         // .
  kComma,       // ,
  kOpen,        // (
  kClose,       // )
  kComparator,  // < <= > >= != = :
  kEnd,         // after the last
};

struct FilterToken {
  FilterTokenKind kind;
  std::string text;
  // Where its first byte stands in the filter, and what follows its last.
  size_t begin;
  size_t end;
  // Where in `text` a * stands that is a wildcard: any but one after a backslash.
  std::vector<size_t> stars;
};

// Splits a filter into tokens after AIP-160; kEnd is the last. Keywords are in upper case; one that
// an opening parenthesis follows at once is the name of a function, thus a text.
//
//   text    = text_char { text_char | "-" } ;
//   text_char = any character but blanks, control characters and  " ' ( ) , . : = < > ! \ - ;
//   string  = '"' { character | "\" escaped } '"' | "'" { character | "\" escaped } "'" ;
//   escaped = '"' | "'" | "\" | "*" ;
//
// FILTER_INVALID (INVALID_ARGUMENT): another character, a string without its end, another escape,
// or more than kMaxFilterLength characters.
absl::StatusOr<std::vector<FilterToken>> TokenizeFilter(absl::string_view filter);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_LEXER_H_
