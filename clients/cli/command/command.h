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
  // Whether to print JSON instead of tables (--output json).
  bool json = false;
  std::ostream& out;
  // For progress and remarks.
  std::ostream& err;
};

// A command of the program, with its help.
struct Command {
  // The words that select the command, such as "city show".
  absl::string_view name;
  // The operands, for the help, such as "CITY [TEXT…]". "a|b" means one of these words; "FILE"
  // means the name of a file.
  absl::string_view operands;
  // The minimum and maximum number of operands. A `most` of -1 means that there is no maximum.
  int least;
  int most;
  // One line for the help.
  absl::string_view summary;
  // More text for 'help COMMAND'. May be empty.
  std::string details;
  std::vector<OptionSpec> options;
  // Runs the command. `arguments.words` contains only the operands.
  absl::Status (*run)(const CommandContext& context, const Arguments& arguments);
  // The possible words for the last operand if `operands` doesn't list them. Null if any word is
  // possible.
  Words last_operand = nullptr;
};

// Returns the options that every command accepts.
absl::Span<const OptionSpec> GlobalOptions();

// Returns the command that the first words of `arguments` name, and removes those words. Returns a
// usage error if there is no such command, if there are too few or too many operands, or if an
// option is neither global nor an option of the command.
absl::StatusOr<const Command*> SelectCommand(const std::vector<Command>& commands,
                                             Arguments* arguments);

// Returns the global options and all options of `commands`, each once, for ParseArguments.
std::vector<OptionSpec> AllOptions(const std::vector<Command>& commands);

// Returns the help for the program if `words` is empty, otherwise the help for the command that
// `words` name. Returns a usage error if there is no such command.
absl::StatusOr<std::string> HelpText(const std::vector<Command>& commands,
                                     absl::Span<const std::string> words);

// Returns `message` as proto JSON with the field names as in the protos and without unset fields.
// The text has one line or several, and ends with a line feed. Returns UNKNOWN if JSON can't
// represent a value, such as a time after the year 9999.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message, bool one_line);

// Returns `message` as a JSON object that can be nested in another object. May return errors from
// ToJson.
absl::StatusOr<google::protobuf::Struct> ToStruct(const google::protobuf::Message& message);

// Writes `message` to `out` as JSON on several lines. May return errors from ToJson.
absl::Status PrintJson(const google::protobuf::Message& message, std::ostream& out);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_COMMAND_H_
