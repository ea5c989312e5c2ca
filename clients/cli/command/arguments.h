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

// A list of words among which there is to choose.
using Words = std::vector<std::string> (*)();

// An option of a command: "--name VALUE" or "--name=VALUE", or a switch that takes none.
struct OptionSpec {
  absl::string_view name;
  // What stands for the value in the help; "" for a switch. "a|b": one of these words. "FILE": the
  // name of a file.
  absl::string_view value;
  absl::string_view help;
  // The words of which the value is one, where `value` doesn't list them; null for any value.
  Words words = nullptr;
};

// What was given on a command line: words in their order, and options by name.
class Arguments {
 public:
  std::vector<std::string> words;
  std::map<std::string, std::string, std::less<>> options;

  bool Has(absl::string_view option) const { return options.find(option) != options.end(); }
  // The value of `option`, or `otherwise` where it was not given.
  std::string Get(absl::string_view option, absl::string_view otherwise) const;
  // The value as a number from `least` on, or `otherwise` where it was not given. A usage error for
  // anything else.
  absl::StatusOr<int64_t> GetNumber(absl::string_view option, int64_t least,
                                    int64_t otherwise) const;
};

// An error of whoever called the program, not of a service: the program says how to call it and
// ends with exit code 2.
absl::Status UsageError(absl::string_view message);
bool IsUsageError(const absl::Status& status);

// Parts `command_line` (without the program's name) into words and options, which may stand in any
// order; what follows "--" is words. `known` holds the options of all commands: one of one name
// takes a value everywhere or nowhere.
// Usage errors: an unknown option, a missing or unwanted value, an option given twice.
absl::StatusOr<Arguments> ParseArguments(absl::Span<const std::string> command_line,
                                         absl::Span<const OptionSpec> known);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_ARGUMENTS_H_
