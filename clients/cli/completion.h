#ifndef JUMELAGE_CLIENTS_CLI_COMPLETION_H_
#define JUMELAGE_CLIENTS_CLI_COMPLETION_H_

#include <string>
#include <vector>

#include "clients/cli/command/command.h"

namespace jumelage::cli {

// Scripts that make a shell complete command lines of jumelage: commands, their options, the words
// that an option or an operand may be, and names of files where one is wanted. They are made of the
// tables that the help is made of, and ask no service.

// For bash 4.4 and later, without the package bash-completion.
std::string BashCompletion(const std::vector<Command>& commands);

// For zsh 5 and later; it may be sourced, or stand in a file `_jumelage` on the fpath.
std::string ZshCompletion(const std::vector<Command>& commands);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMPLETION_H_
