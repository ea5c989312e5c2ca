#ifndef JUMELAGE_CLIENTS_CLI_TEXT_PRINTABLE_H_
#define JUMELAGE_CLIENTS_CLI_TEXT_PRINTABLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace jumelage::cli {

// Functions that keep a text from a record from changing what stands around it, on a terminal or on
// a page. They are pure, and don't change a text that contains only ordinary characters of a script
// that is written from left to right.

// Returns `text` on one line: with spaces in place of line breaks and control characters, which
// could control a terminal, and with U+FFFD in place of bytes that are not UTF-8.
std::string Printable(absl::string_view text);
// Returns the same as Printable, but keeps line breaks. All kinds of line breaks become "\n".
std::string PrintableLines(absl::string_view text);

// Returns `text` so that its direction can't change the order of the characters around it. Closes
// the embeddings, overrides and isolates that each line leaves open, and leaves out characters that
// would close one that stands before the text. If a line contains a character that is written from
// right to left or controls the direction, encloses the line in U+2068 and U+2069, unless such
// characters already stand within isolates.
std::string Isolated(absl::string_view text);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_PRINTABLE_H_
