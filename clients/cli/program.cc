#include "clients/cli/program.h"

#include <ostream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/command/connection.h"
#include "clients/cli/commands.h"
#include "clients/cpp/channel.h"
#include "common/base/host_port.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

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
  JUMELAGE_ASSIGN_OR_RETURN(const HostPort registry_address, ServiceAddress(arguments, "registry"));
  JUMELAGE_ASSIGN_OR_RETURN(const HostPort projects_address, ServiceAddress(arguments, "projects"));
  options.service = "registry";
  client::RegistryClient registry(client::ConnectInsecurely(FormatHostPort(registry_address)),
                                  options);
  options.service = "projects";
  client::ProjectsClient projects(client::ConnectInsecurely(FormatHostPort(projects_address)),
                                  options);
  return ExplainTransportError(
      command.run(CommandContext{registry, projects, output == "json", out, err}, arguments),
      arguments);
}

absl::Status Flush(std::ostream& out) {
  out.flush();
  return out.good() ? absl::OkStatus() : absl::UnknownError("can't write the output");
}

// Runs a command line. Sets `name` to the name of its command once it is known.
absl::Status Run(const std::vector<std::string>& command_line, std::ostream& out, std::ostream& err,
                 std::string* name) {
  const std::vector<Command> commands = AllCommands();
  JUMELAGE_ASSIGN_OR_RETURN(Arguments arguments,
                            ParseArguments(command_line, AllOptions(commands)));
  std::vector<std::string>& words = arguments.words;
  const bool asks_help = !words.empty() && words[0] == "help";
  if (asks_help) words.erase(words.begin());
  if (asks_help || arguments.Has("help")) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::string help, HelpText(commands, words));
    out << help;
    return Flush(out);
  }
  JUMELAGE_ASSIGN_OR_RETURN(const Command* command, SelectCommand(commands, &arguments));
  *name = std::string(command->name);
  JUMELAGE_RETURN_IF_ERROR(RunCommand(*command, arguments, out, err));
  return Flush(out);
}

}  // namespace

ExitCode RunProgram(const std::vector<std::string>& command_line, std::ostream& out,
                    std::ostream& err) {
  std::string name;
  const absl::Status status = Run(command_line, out, err, &name);
  if (!status.ok()) err << ErrorText(status, name);
  return ExitCodeOf(status);
}

}  // namespace jumelage::cli
