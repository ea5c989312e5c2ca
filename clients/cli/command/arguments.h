#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_ARGUMENTS_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_ARGUMENTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace jumelage::cli {

// A function that returns the possible words for an option or operand.
using Words = std::vector<std::string> (*)();

// An option of a command: "--name VALUE" or "--name=VALUE", or a switch without a value.
struct OptionSpec {
  absl::string_view name;
  // The placeholder for the value in the help, or "" for a switch. "a|b" means one of these words;
  // "FILE" means the name of a file.
  absl::string_view value;
  absl::string_view help;
  // The possible words if `value` doesn't list them. Null if any value is possible.
  Words words = nullptr;
  // Whether the value may be empty.
  bool may_be_empty = false;
};

// The contents of a command line: words in order, and options by name.
class Arguments {
 public:
  std::vector<std::string> words;
  std::map<std::string, std::string, std::less<>> options;

  bool Has(absl::string_view option) const { return options.find(option) != options.end(); }
  // Returns the value of `option`, or `otherwise` if the option was not given.
  std::string Get(absl::string_view option, absl::string_view otherwise) const;
  // Returns the value of `option` as a number, or `otherwise` if the option was not given. Returns
  // a usage error if the value is not a number or is less than `least`.
  absl::StatusOr<int64_t> GetNumber(absl::string_view option, int64_t least,
                                    int64_t otherwise) const;
  // Returns the parts of the value of `option` between commas, without blanks around them, or
  // nothing if the option was not given. Returns a usage error if a part is empty.
  absl::StatusOr<std::vector<std::string>> GetList(absl::string_view option) const;
};

// Returns an error about the command line or a file that it names, as opposed to an error from a
// service. For such an error, the program refers to its help and exits with code 2.
absl::Status UsageError(absl::string_view message);
bool IsUsageError(const absl::Status& status);

// Splits `command_line` (without the program's name) into words and options, in any order.
// Everything after "--" is a word. `known` must contain the options of all commands, and an option
// must take a value in all commands or in none. Returns a usage error for an unknown option, a
// missing, empty or unexpected value, or an option given twice.
absl::StatusOr<Arguments> ParseArguments(absl::Span<const std::string> command_line,
                                         absl::Span<const OptionSpec> known);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_ARGUMENTS_H_
