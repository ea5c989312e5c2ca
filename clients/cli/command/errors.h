#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_ERRORS_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_ERRORS_H_

#include <string>

#include "absl/status/status.h"

namespace jumelage::cli {

// The exit codes of the program. Documented in its help, so they are stable.
enum ExitCode {
  kExitOk = 0,
  // A service refused or failed for any other reason.
  kExitServiceError = 1,
  // The command line can't be understood.
  kExitUsage = 2,
  // The requested record does not exist.
  kExitNotFound = 3,
  // The request conflicts with the state of the records: a stale etag, an illegal step, a name that
  // is taken, a record that is in use.
  kExitConflict = 4,
  // A service can't be reached or can't answer now. Trying again later may help.
  kExitUnavailable = 5,
};

ExitCode ExitCodeOf(const absl::Status& status);

// Returns `error` for people, in lines that end with a line feed: what happened, with its reason.
// Then one line per violation, missing reference or obstacle. Then what to do next.
std::string ErrorText(const absl::Status& error);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_ERRORS_H_
