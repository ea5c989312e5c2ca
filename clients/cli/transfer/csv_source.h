#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_SOURCE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_SOURCE_H_

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/transfer/csv.h"
#include "clients/cli/transfer/csv_columns.h"
#include "clients/cli/transfer/record_source.h"

namespace jumelage::cli {

// A table of cities or of twinnings. The header determines which: see CityColumns and
// TwinningColumns. Reads row by row, so files may have any size. Not thread-safe.
class CsvSource : public RecordSource {
 public:
  // Returns a usage error if the file can't be read, or if its header is malformed or has an
  // unknown column or the same column twice. Also returns one if no column in the header belongs to
  // only one of the two kinds of table.
  static absl::StatusOr<std::unique_ptr<CsvSource>> Open(const std::string& path);

  bool Next(SourceRecord* next) override;
  double Fraction() const override;

 private:
  explicit CsvSource(std::string path) : path_(std::move(path)) {}

  absl::Status ReadHeader();
  template <typename R>
  absl::Status ReadRow(const std::vector<const CsvColumn<R>*>& columns,
                       const std::vector<std::string>& cells, R* resource) const;

  const std::string path_;
  std::ifstream file_;
  int64_t size_ = 0;
  std::unique_ptr<CsvReader> reader_;
  // The columns in the order of the header. One of the two lists is empty.
  std::vector<const CsvColumn<registry::v1::City>*> city_columns_;
  std::vector<const CsvColumn<registry::v1::Twinning>*> twinning_columns_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_SOURCE_H_
