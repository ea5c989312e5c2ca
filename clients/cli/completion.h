#ifndef JUMELAGE_CLIENTS_CLI_COMPLETION_H_
#define JUMELAGE_CLIENTS_CLI_COMPLETION_H_

#include <string>
#include <vector>

#include "clients/cli/command/command.h"

namespace jumelage::cli {

// Shell completion scripts for jumelage. They complete commands, options, the words that an option
// or operand accepts, and file names. They are generated from the same tables as the help, and
// don't call the services.

// Returns the script for bash 4.4 and later. It doesn't need the package bash-completion.
std::string BashCompletion(const std::vector<Command>& commands);

// Returns the script for zsh 5 and later. Source it, or save it as the file `_jumelage` on the
// fpath.
std::string ZshCompletion(const std::vector<Command>& commands);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMPLETION_H_
