#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/completion.h"

namespace jumelage::cli {
namespace {

absl::Status Complete(const CommandContext& context, const Arguments& arguments) {
  const std::string& shell = arguments.words[0];
  if (shell == "bash") {
    context.out << BashCompletion(AllCommands());
  } else if (shell == "zsh") {
    context.out << ZshCompletion(AllCommands());
  } else {
    return UsageError(absl::StrCat("the shell is bash or zsh, not '", shell, "'"));
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> CompletionCommands() {
  return {
      {"completion",
       "bash|zsh",
       1,
       1,
       "Writes a script that makes a shell complete command lines.",
       "For the running shell: source <(jumelage completion bash), or with zsh for bash, after\n"
       "compinit. For every shell, a line with that in ~/.bashrc or ~/.zshrc. It completes "
       "commands,\n"
       "options, the words that they take, and names of files; it asks no service.",
       {},
       Complete},
  };
}

}  // namespace jumelage::cli
