#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_DATES_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_DATES_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

namespace jumelage::cli {

// Parses a day on the command line, such as "2007-06-15". Returns a usage error that names `option`
// if `text` is not a day of the calendar.
absl::StatusOr<google::type::Date> ParseDay(absl::string_view text, absl::string_view option);

// Parses a date that may be uncertain: "2007", "2007-06", "2007-06-15", "about 2007", "before
// 2007-06", "after 2007", "2005..2007", or any other form that ParseDateText accepts. Also accepts
// French words, such as "vers 2007". Returns a usage error that names `option` if `text` is not a
// date.
absl::StatusOr<type::v1::UncertainDate> ParseUncertainDate(absl::string_view text,
                                                           absl::string_view option);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_DATES_H_
