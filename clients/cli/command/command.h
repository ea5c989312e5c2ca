#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_COMMAND_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_COMMAND_H_

#include <iosfwd>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "clients/cli/command/arguments.h"
#include "clients/cpp/projects_client.h"
#include "clients/cpp/registry_client.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"

namespace jumelage::cli {

// The clients and streams that a command uses. Owned by the program. Not thread-safe.
struct CommandContext {
  client::RegistryClient& registry;
  client::ProjectsClient& projects;
  // --output json.
  bool json = false;
  std::ostream& out;
  // Progress and remarks.
  std::ostream& err;
};

// A command of the program, with its help.
struct Command {
  // The words that call it, such as "city show".
  absl::string_view name;
  // The operands, for the help, such as "CITY [TEXT…]". "a|b" means one of these words, "FILE" the
  // name of a file.
  absl::string_view operands;
  // The number of operands. -1 as `most` means unlimited.
  int least;
  int most;
  // One line.
  absl::string_view summary;
  // More help, for 'help COMMAND'. May be empty.
  absl::string_view details;
  std::vector<OptionSpec> options;
  // Runs it. `arguments.words` contains only the operands.
  absl::Status (*run)(const CommandContext& context, const Arguments& arguments);
  // The possible words for the last operand if `operands` doesn't list them. Null for any.
  Words last_operand = nullptr;
};

// Returns the options of every command.
absl::Span<const OptionSpec> GlobalOptions();

// Returns the command that the first words of `arguments` call, and removes these words. Checks the
// number of operands and that the options are global or belong to the command. Usage errors: no
// such command, too few or many operands, an option of another command.
absl::StatusOr<const Command*> SelectCommand(const std::vector<Command>& commands,
                                             Arguments* arguments);

// Returns all options of `commands` and the global ones, each once, for ParseArguments.
std::vector<OptionSpec> AllOptions(const std::vector<Command>& commands);

// Returns the help of the program, or of the command that `words` call. Usage error: no such
// command.
absl::StatusOr<std::string> HelpText(const std::vector<Command>& commands,
                                     absl::Span<const std::string> words);

// Returns proto JSON with the field names of the protos, without unset fields, on one line or
// several. UNKNOWN: JSON can't represent a value, such as a time after the year 9999.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message, bool one_line);

// Returns the message as such a JSON object, to be put into another one. Errors: those of ToJson.
absl::StatusOr<google::protobuf::Struct> ToStruct(const google::protobuf::Message& message);

// Writes the message as JSON on several lines to `out`. Errors: those of ToJson.
absl::Status PrintJson(const google::protobuf::Message& message, std::ostream& out);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_COMMAND_H_
