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
    return UsageError(absl::StrCat("the shell must be bash or zsh, not '", shell, "'"));
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
       "For the current shell: source <(jumelage completion bash). In zsh, run compinit first, and "
       "write zsh\ninstead of bash. For every shell, add that line to ~/.bashrc or ~/.zshrc. The "
       "script completes\ncommands, options, the words that they take, and names of files. It "
       "calls no service.",
       {},
       Complete},
  };
}

}  // namespace jumelage::cli
