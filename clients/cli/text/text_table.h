#ifndef JUMELAGE_CLIENTS_CLI_TEXT_TEXT_TABLE_H_
#define JUMELAGE_CLIENTS_CLI_TEXT_TEXT_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage::cli {

// Returns how many columns `text` takes on a terminal: two for a wide East Asian character, none
// for a combining or format character, and one for any other character. Uses ICU's data for
// Unicode's East Asian Width.
int DisplayWidth(absl::string_view text);

// A table for people: a header and rows. Each column is as wide as its widest cell. Not
// thread-safe.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : rows_{std::move(header)} {}

  // Adds a row, which must have as many cells as the header. Each cell is made printable and
  // isolated (printable.h), so that it can't change the cells around it.
  void AddRow(std::vector<std::string> cells);

  // Returns the table as lines that end with a line feed and have no trailing spaces.
  std::string Render() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_TEXT_TABLE_H_
