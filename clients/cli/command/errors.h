#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_ERRORS_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace jumelage::cli {

// The exit codes of the program. Its help documents them, so they must stay the same.
enum ExitCode {
  kExitOk = 0,
  // A service refused the request or failed, for any reason not listed below.
  kExitServiceError = 1,
  // The command line can't be understood or has a wrong value, or a file that it names can't be
  // opened or is invalid.
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

// Returns `error` as text for people. Each line ends with a line feed. The text says what happened
// and gives the error's reason. It then lists the violations, missing references and obstacles, one
// per line, and finally says what to do next. `command` is the name of the command that failed, or
// "" if there is none.
std::string ErrorText(const absl::Status& error, absl::string_view command = "");

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_ERRORS_H_
