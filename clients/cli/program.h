#ifndef JUMELAGE_CLIENTS_CLI_PROGRAM_H_
#define JUMELAGE_CLIENTS_CLI_PROGRAM_H_

#include <iosfwd>
#include <string>
#include <vector>

#include "clients/cli/command/errors.h"

namespace jumelage::cli {

// Runs `command_line`, which doesn't include the program's name. Writes results to `out`, and
// progress and errors to `err`. --registry and --projects are the addresses of the services, by
// default 127.0.0.1:7001 and 127.0.0.1:7002. Connects only when a command needs a service.
ExitCode RunProgram(const std::vector<std::string>& command_line, std::ostream& out,
                    std::ostream& err);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PROGRAM_H_
