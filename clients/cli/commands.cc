#include "clients/cli/commands.h"

#include <iterator>

namespace jumelage::cli {

std::vector<Command> AllCommands() {
  std::vector<Command> all;
  for (std::vector<Command> part :
       {ImportCommands(), ExportCommands(), CityCommands(), SearchCommands(), IdentityCommands(),
        PartnerCommands(), TwinningCommands(), TwinningLifeCommands(), StatementCommands(),
        AnniversaryCommands(), AgreementCommands(), OrganizationCommands(), NetworkCommands(),
        ProjectCommands(), ProjectLifeCommands(), HistoryCommands(), ForgettingCommands(),
        WatchCommands(), CompletionCommands()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

}  // namespace jumelage::cli
