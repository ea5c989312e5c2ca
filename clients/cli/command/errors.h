#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_ERRORS_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_ERRORS_H_

#include <string>

#include "absl/status/status.h"

namespace jumelage::cli {

// What the program's end tells whoever started it. Documented in its help: stable.
enum ExitCode {
  kExitOk = 0,
  // A service refused or failed for a reason that none of the others names.
  kExitServiceError = 1,
  // The command line can't be understood.
  kExitUsage = 2,
  // What was asked for does not exist.
  kExitNotFound = 3,
  // What was asked for does not agree with the state of the records: a stale etag, a step that is
  // not legal, a name that is taken, a record that is in use.
  kExitConflict = 4,
  // A service can't be reached or can't answer now. Trying again later may help.
  kExitUnavailable = 5,
};

ExitCode ExitCodeOf(const absl::Status& status);

// `error` for people, on several lines that end with a line feed: what happened, with its reason;
// every violation, missing reference or obstacle, one a line; what to do next.
std::string ErrorText(const absl::Status& error);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_ERRORS_H_
