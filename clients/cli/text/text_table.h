#ifndef JUMELAGE_CLIENTS_CLI_TEXT_TEXT_TABLE_H_
#define JUMELAGE_CLIENTS_CLI_TEXT_TEXT_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage::cli {

// Returns the columns that `text` takes on a terminal: two for wide East Asian characters, none for
// combining and format characters, one for any other (Unicode's East Asian Width, by ICU).
int DisplayWidth(absl::string_view text);

// Replaces control characters, which could control a terminal, by spaces.
std::string Printable(absl::string_view text);

// A table for people: a header and rows. Each column is as wide as its widest cell. Not
// thread-safe.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : rows_{std::move(header)} {}

  // Adds a row. It must have as many cells as the header.
  void AddRow(std::vector<std::string> cells);

  // Returns lines that end with a line feed, without trailing spaces. Cells are made printable.
  std::string Render() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_TEXT_TABLE_H_
