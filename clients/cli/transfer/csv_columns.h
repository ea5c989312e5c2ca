#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// A column of a table of `R`: a part of the resource as one cell. Tables contain less than records.
template <typename R>
struct CsvColumn {
  absl::string_view name;
  // The explanation in the help.
  absl::string_view meaning;
  std::string (*get)(const R& resource);
  // Sets the part from a cell that is not empty. INVALID_ARGUMENT: the message continues a sentence
  // that begins with the column's name.
  absl::Status (*set)(const std::string& cell, R* resource);
};

absl::Span<const CsvColumn<registry::v1::City>> CityColumns();
absl::Span<const CsvColumn<registry::v1::Twinning>> TwinningColumns();

// Completes a row after its cells were set. Creates the ledger that leads to its state, with a
// signature on the day on which the twinning was established. INVALID_ARGUMENT: the row has a date
// without its state, or only one coordinate.
absl::Status CompleteRow(registry::v1::City* city);
absl::Status CompleteRow(registry::v1::Twinning* twinning);

// Returns a description of the columns of all tables, for the help.
std::string DescribeCsvColumns();

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_
