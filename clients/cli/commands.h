#ifndef JUMELAGE_CLIENTS_CLI_COMMANDS_H_
#define JUMELAGE_CLIENTS_CLI_COMMANDS_H_

#include <vector>

#include "clients/cli/command/command.h"

namespace jumelage::cli {

// Each of these functions returns the commands for one subject.
std::vector<Command> ImportCommands();
std::vector<Command> ExportCommands();
std::vector<Command> CityCommands();
std::vector<Command> SearchCommands();
std::vector<Command> IdentityCommands();
std::vector<Command> PartnerCommands();
std::vector<Command> NetworkCommands();
std::vector<Command> TwinningCommands();
std::vector<Command> TwinningLifeCommands();
std::vector<Command> StatementCommands();
std::vector<Command> AnniversaryCommands();
std::vector<Command> AgreementCommands();
std::vector<Command> OrganizationCommands();
std::vector<Command> ProjectCommands();
std::vector<Command> ProjectLifeCommands();
std::vector<Command> HistoryCommands();
std::vector<Command> ForgettingCommands();
std::vector<Command> WatchCommands();
std::vector<Command> CompletionCommands();

// Returns all commands, in the order in which the help lists them.
std::vector<Command> AllCommands();

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMANDS_H_
