#ifndef JUMELAGE_CLIENTS_CLI_TEXT_TEXT_TABLE_H_
#define JUMELAGE_CLIENTS_CLI_TEXT_TEXT_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage::cli {

// The columns that `text` takes on a terminal: two for wide East Asian characters, none for
// combining and format characters, one for any other (Unicode's East Asian Width, by ICU).
int DisplayWidth(absl::string_view text);

// Text without what would act on a terminal: control characters become spaces.
std::string Printable(absl::string_view text);

// A table for people: a header, then rows, in columns that are as wide as their widest cell.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : rows_{std::move(header)} {}

  // Adds a row of as many cells as the header has.
  void AddRow(std::vector<std::string> cells);

  // Lines that end with a line feed. Cells are made printable; no spaces at the ends of lines.
  std::string Render() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_TEXT_TABLE_H_
