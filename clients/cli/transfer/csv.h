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

// Reads comma-separated values as RFC 4180 has them: cells in quotation marks may hold commas,
// line ends and doubled quotation marks; lines end with CR LF or LF. A byte order mark at the
// beginning is passed over. Not thread-safe.
class CsvReader {
 public:
  // `in` outlives the reader.
  explicit CsvReader(std::istream* in);

  // Puts the cells of the next row into `*cells`; false at the end. Empty lines are passed over.
  // INVALID_ARGUMENT: a quotation mark stands where none may, or is not closed; reading goes on
  // with the next line.
  absl::StatusOr<bool> Next(std::vector<std::string>* cells);

  // The line on which the last row began, from 1.
  int64_t line() const { return row_line_; }
  int64_t bytes() const { return bytes_; }

 private:
  static constexpr int kEnd = -1;

  int Get();
  absl::Status ReadRow(std::vector<std::string>* cells);
  // Reads a cell up to and with what ends it, which it returns: ',', '\n' or kEnd.
  absl::StatusOr<int> ReadCell(std::string* cell);
  absl::StatusOr<int> ReadQuoted(std::string* cell);
  // What ends a line, or stands behind a closing quotation mark: CR LF counts as LF.
  int AfterReturn(int c);

  std::istream& in_;
  int64_t line_ = 1;
  int64_t row_line_ = 0;
  int64_t bytes_ = 0;
};

// One row, with its line end (CR LF).
std::string CsvRow(absl::Span<const std::string> cells);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_H_
