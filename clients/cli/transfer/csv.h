#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_H_

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace jumelage::cli {

// Reads comma-separated values as defined by RFC 4180: cells in quotation marks may contain commas,
// line ends and doubled quotation marks. Lines end with CR LF or LF. Skips a byte order mark at the
// beginning. Not thread-safe.
class CsvReader {
 public:
  // `in` must outlive the reader.
  explicit CsvReader(std::istream* in);

  // Puts the cells of the next row into `*cells`. Returns false at the end. Skips rows whose only
  // cell is empty, such as empty lines.
  // Returns INVALID_ARGUMENT if a quotation mark is misplaced or not closed; the next call then
  // continues with the next line.
  absl::StatusOr<bool> Next(std::vector<std::string>* cells);

  // Returns the line on which the last row began, counted from 1, or 0 before the first call to
  // Next.
  int64_t line() const { return row_line_; }
  // Returns the number of bytes read so far.
  int64_t bytes() const { return bytes_; }

 private:
  static constexpr int kEnd = -1;

  int Get();
  absl::Status ReadRow(std::vector<std::string>* cells);
  // Reads a cell and the character after it. Returns that character: ',', '\n', kEnd or, after a
  // quoted cell, a CR without an LF.
  absl::StatusOr<int> ReadCell(std::string* cell);
  absl::StatusOr<int> ReadQuoted(std::string* cell);
  // Returns `c`. If `c` is the CR of a CR LF, reads and returns the LF instead.
  int AfterReturn(int c);

  std::istream& in_;
  int64_t line_ = 1;
  int64_t row_line_ = 0;
  int64_t bytes_ = 0;
};

// Returns one row with its line end (CR LF).
std::string CsvRow(absl::Span<const std::string> cells);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_H_
