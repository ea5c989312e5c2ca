#include "clients/cli/command/arguments.h"

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace jumelage::cli {
namespace {

constexpr char kUsagePayload[] = "jumelage.cli/usage";

const OptionSpec* FindOption(absl::Span<const OptionSpec> known, absl::string_view name) {
  for (const OptionSpec& option : known) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

}  // namespace

std::string Arguments::Get(absl::string_view option, absl::string_view otherwise) const {
  const auto entry = options.find(option);
  return std::string(entry == options.end() ? otherwise : absl::string_view(entry->second));
}

absl::StatusOr<int64_t> Arguments::GetNumber(absl::string_view option, int64_t least,
                                             int64_t otherwise) const {
  const auto entry = options.find(option);
  if (entry == options.end()) return otherwise;
  int64_t number = 0;
  if (!absl::SimpleAtoi(entry->second, &number) || number < least) {
    return UsageError(absl::StrCat("--", option, " takes a number of at least ", least, ", not '",
                                   entry->second, "'"));
  }
  return number;
}

absl::StatusOr<std::vector<std::string>> Arguments::GetList(absl::string_view option) const {
  std::vector<std::string> parts;
  if (!Has(option)) return parts;
  const std::string text = Get(option, "");
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    parts.emplace_back(absl::StripAsciiWhitespace(part));
    if (parts.back().empty()) {
      return UsageError(
          absl::StrCat("--", option, " takes a list with commas in between, not '", text, "'"));
    }
  }
  return parts;
}

absl::Status UsageError(absl::string_view message) {
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kUsagePayload, absl::Cord());
  return status;
}

bool IsUsageError(const absl::Status& status) {
  return status.GetPayload(kUsagePayload).has_value();
}

absl::StatusOr<Arguments> ParseArguments(absl::Span<const std::string> command_line,
                                         absl::Span<const OptionSpec> known) {
  Arguments arguments;
  for (size_t i = 0; i < command_line.size(); ++i) {
    absl::string_view word = command_line[i];
    if (word == "--") {
      arguments.words.insert(arguments.words.end(), command_line.begin() + i + 1,
                             command_line.end());
      break;
    }
    // "-" alone is a word: the usual name for standard input.
    if (!absl::StartsWith(word, "-") || word == "-") {
      arguments.words.emplace_back(word);
      continue;
    }
    const absl::string_view name = absl::StripPrefix(word, "--");
    const size_t equals = name.find('=');
    const OptionSpec* option =
        absl::StartsWith(word, "--") ? FindOption(known, name.substr(0, equals)) : nullptr;
    if (option == nullptr) {
      return UsageError(absl::StrCat("there is no option ", word.substr(0, word.find('='))));
    }
    std::string value;
    if (equals != absl::string_view::npos) {
      if (option->value.empty()) {
        return UsageError(absl::StrCat("--", option->name, " takes no value"));
      }
      value = std::string(name.substr(equals + 1));
    } else if (!option->value.empty()) {
      if (i + 1 == command_line.size()) {
        return UsageError(absl::StrCat("--", option->name, " needs a value: ", option->value));
      }
      value = command_line[++i];
    }
    if (!option->value.empty() && !option->may_be_empty &&
        absl::StripAsciiWhitespace(value).empty()) {
      return UsageError(absl::StrCat("--", option->name, " needs a value: ", option->value));
    }
    if (!arguments.options.emplace(std::string(option->name), std::move(value)).second) {
      return UsageError(absl::StrCat("--", option->name, " is given twice"));
    }
  }
  return arguments;
}

}  // namespace jumelage::cli
