#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// A column of a table of resources of type `R`. Each of its cells contains one part of a resource.
// A table doesn't contain complete records.
template <typename R>
struct CsvColumn {
  absl::string_view name;
  // The explanation for the help.
  absl::string_view meaning;
  std::string (*get)(const R& resource);
  // Sets that part of the resource from a cell, which must not be empty. Returns INVALID_ARGUMENT
  // for an invalid cell. The error message completes a sentence that begins with the column's name.
  absl::Status (*set)(const std::string& cell, R* resource);
};

absl::Span<const CsvColumn<registry::v1::City>> CityColumns();
absl::Span<const CsvColumn<registry::v1::Twinning>> TwinningColumns();

// Completes a resource after all cells of its row have been set.
//
// A city: returns INVALID_ARGUMENT if the row has only one coordinate.
//
// A twinning: replaces the state with the shortest ledger that leads to it. That ledger is a
// signature, followed by the step to the state unless the state is ACTIVE. An abandoned twinning
// has no signature, and a twinning that is proposed or has no state has no ledger. `state_since` is
// the date of the last step, and `established` is the date of a signature that has no other date.
// Returns INVALID_ARGUMENT if the row has a `state_since` although it has no state or its state is
// PROPOSED.
absl::Status CompleteRow(registry::v1::City* city);
absl::Status CompleteRow(registry::v1::Twinning* twinning);

// Returns a description of the columns of all tables, for the help.
std::string DescribeCsvColumns();

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_CSV_COLUMNS_H_
