#ifndef JUMELAGE_CLIENTS_CLI_PROGRAM_H_
#define JUMELAGE_CLIENTS_CLI_PROGRAM_H_

#include <iosfwd>
#include <string>
#include <vector>

#include "clients/cli/command/errors.h"

namespace jumelage::cli {

// Runs the command line (without the program's name): answers go to `out`, progress and errors to
// `err`. The addresses of the services come from --registry and --projects, else from
// 127.0.0.1:7001 and 127.0.0.1:7002; a connection is made when a command needs it.
ExitCode RunProgram(const std::vector<std::string>& command_line, std::ostream& out,
                    std::ostream& err);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PROGRAM_H_
