#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// A column of a table of `R`: a part of the resource as one cell. Tables hold less than records;
// what a record has beyond the columns is not in them.
template <typename R>
struct CsvColumn {
  absl::string_view name;
  // What the help says of it.
  absl::string_view meaning;
  std::string (*get)(const R& resource);
  // Takes a cell that is not empty. INVALID_ARGUMENT, continuing a sentence that begins with the
  // column's name.
  absl::Status (*set)(const std::string& cell, R* resource);
};

absl::Span<const CsvColumn<registry::v1::City>> CityColumns();
absl::Span<const CsvColumn<registry::v1::Twinning>> TwinningColumns();

// What brings together the cells of a row: the ledger that leads to the state it shows, with a
// signature on the day on which the twinning was established.
// INVALID_ARGUMENT: it shows a date without the state that it is of, or half a place.
absl::Status CompleteRow(registry::v1::City* city);
absl::Status CompleteRow(registry::v1::Twinning* twinning);

// The columns of all tables, for the help.
std::string DescribeCsvColumns();

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_
