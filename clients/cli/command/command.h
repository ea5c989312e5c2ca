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

// What a command works with. Owned by the program; used by one thread.
struct CommandContext {
  client::RegistryClient& registry;
  client::ProjectsClient& projects;
  // --output json: for programs.
  bool json = false;
  std::ostream& out;
  // Progress and remarks.
  std::ostream& err;
};

// A command of the program, with what its help says.
struct Command {
  // "city show": the words that call it.
  absl::string_view name;
  // "CITY [TEXT…]": what follows, for the help. "a|b" is one of these words, "FILE" the name of a
  // file.
  absl::string_view operands;
  // How many operands it takes; `most` of -1: any number.
  int least;
  int most;
  // One line.
  absl::string_view summary;
  // More, for 'help COMMAND'. May be empty.
  absl::string_view details;
  std::vector<OptionSpec> options;
  // Runs it; `arguments.words` are the operands alone.
  absl::Status (*run)(const CommandContext& context, const Arguments& arguments);
  // The words of which the last operand is one, where `operands` doesn't list them; null for any.
  Words last_operand = nullptr;
};

// The option that lists take, and those of every command.
absl::Span<const OptionSpec> GlobalOptions();

// The command that the first words of `arguments` call; takes them off. Checks the operands' number
// and that the options are the command's own or global.
// Usage errors: no such command, too few or many operands, an option of another command.
absl::StatusOr<const Command*> SelectCommand(const std::vector<Command>& commands,
                                             Arguments* arguments);

// All options of `commands` and the global ones, each once: what ParseArguments wants to know.
std::vector<OptionSpec> AllOptions(const std::vector<Command>& commands);

// The help of the whole program, or of the command that `words` call.
// Usage error: no such command.
absl::StatusOr<std::string> HelpText(const std::vector<Command>& commands,
                                     absl::Span<const std::string> words);

// Proto JSON with the field names of the protos, fields without a value left out: on many lines for
// reading, on one for streams. UNKNOWN: the message holds what JSON has no form for, such as a time
// beyond the year 9999.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message, bool one_line);

// The message as an object of such JSON, to be put into another one. Errors: those of ToJson.
absl::StatusOr<google::protobuf::Struct> ToStruct(const google::protobuf::Message& message);

// Writes the message as JSON on many lines to `out`. Errors: those of ToJson.
absl::Status PrintJson(const google::protobuf::Message& message, std::ostream& out);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_COMMAND_H_
