#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_DATES_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_DATES_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

namespace jumelage::cli {

// Dates as they are given on the command line: "2007-06-15". Only the form is checked: whether the
// calendar has such a day is the service's to say.
// A usage error that names `option` for anything else.
absl::StatusOr<google::type::Date> ParseDay(absl::string_view text, absl::string_view option);

// The same where less may be known: "2007", "2007-06", "2007-06-15", "about 2007", "before
// 2007-06", "after 2007", "2005..2007" and whatever else ParseDateText reads; in French too ("vers
// 2007").
absl::StatusOr<type::v1::UncertainDate> ParseUncertainDate(absl::string_view text,
                                                           absl::string_view option);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_DATES_H_
