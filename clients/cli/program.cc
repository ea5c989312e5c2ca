#include "clients/cli/program.h"

#include <ostream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/commands.h"
#include "clients/cpp/channel.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

constexpr char kDefaultRegistry[] = "127.0.0.1:7001";
constexpr char kDefaultProjects[] = "127.0.0.1:7002";

absl::Status RunCommand(const Command& command, const Arguments& arguments, std::ostream& out,
                        std::ostream& err) {
  const std::string output = arguments.Get("output", "table");
  if (output != "table" && output != "json") {
    return UsageError(absl::StrCat("--output must be table or json, not '", output, "'"));
  }
  client::ClientOptions options;
  const std::string timeout = arguments.Get("timeout", "30s");
  if (!absl::ParseDuration(timeout, &options.timeout) || options.timeout <= absl::ZeroDuration() ||
      options.timeout > absl::Hours(24)) {
    return UsageError(
        absl::StrCat("--timeout must be a duration such as 500ms, 10s or 2m, not '", timeout, "'"));
  }
  options.watch_over_any_outage = true;
  client::RegistryClient registry(
      client::ConnectInsecurely(arguments.Get("registry", kDefaultRegistry)), options);
  client::ProjectsClient projects(
      client::ConnectInsecurely(arguments.Get("projects", kDefaultProjects)), options);
  return command.run(CommandContext{registry, projects, output == "json", out, err}, arguments);
}

absl::Status Run(const std::vector<std::string>& command_line, std::ostream& out,
                 std::ostream& err) {
  const std::vector<Command> commands = AllCommands();
  JUMELAGE_ASSIGN_OR_RETURN(Arguments arguments,
                            ParseArguments(command_line, AllOptions(commands)));
  std::vector<std::string>& words = arguments.words;
  const bool asks_help = !words.empty() && words[0] == "help";
  if (asks_help) words.erase(words.begin());
  if (asks_help || arguments.Has("help")) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::string help, HelpText(commands, words));
    out << help;
    return absl::OkStatus();
  }
  JUMELAGE_ASSIGN_OR_RETURN(const Command* command, SelectCommand(commands, &arguments));
  JUMELAGE_RETURN_IF_ERROR(RunCommand(*command, arguments, out, err));
  out.flush();
  return out.good() ? absl::OkStatus() : absl::UnknownError("can't write the output");
}

}  // namespace

ExitCode RunProgram(const std::vector<std::string>& command_line, std::ostream& out,
                    std::ostream& err) {
  const absl::Status status = Run(command_line, out, err);
  if (!status.ok()) err << ErrorText(status);
  return ExitCodeOf(status);
}

}  // namespace jumelage::cli
