#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_WRITTEN_DATE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_WRITTEN_DATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

namespace jumelage::cli {

// Uncertain dates in a cell of a table, without loss:
//   2007-06-15, 2007-06, 2007      a day, a month, a year
//   about 1990, before 2007-06, after 2000
//   1990/1994, ../1945, 1945/..    a range; either bound may be open
//   2000 (inactive since 2000)     the words of the source behind any of them
std::string WriteDate(const type::v1::UncertainDate& date);

// The inverse. INVALID_ARGUMENT for what has another form; whether the calendar has such a day is
// the service's to say.
absl::StatusOr<type::v1::UncertainDate> ReadDate(absl::string_view text);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_WRITTEN_DATE_H_
