#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// A column of a table of resources of type `R`. It contains a part of each resource as one cell. A
// table contains less than the complete records.
template <typename R>
struct CsvColumn {
  absl::string_view name;
  // The explanation in the help.
  absl::string_view meaning;
  std::string (*get)(const R& resource);
  // Sets that part of the resource from a cell that is not empty. Returns INVALID_ARGUMENT for an
  // invalid cell, with a message that continues a sentence that begins with the column's name.
  absl::Status (*set)(const std::string& cell, R* resource);
};

absl::Span<const CsvColumn<registry::v1::City>> CityColumns();
absl::Span<const CsvColumn<registry::v1::Twinning>> TwinningColumns();

// Completes a resource after all cells of its row were set. For a twinning, creates the ledger that
// leads to its state, with a signature on the day on which the twinning was established. Returns
// INVALID_ARGUMENT if the row has only one coordinate, or a `state_since` without a state.
absl::Status CompleteRow(registry::v1::City* city);
absl::Status CompleteRow(registry::v1::Twinning* twinning);

// Returns a description of the columns of all tables, for the help.
std::string DescribeCsvColumns();

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_
