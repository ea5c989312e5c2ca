#include "clients/cli/command/command.h"

#include <algorithm>
#include <ostream>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace jumelage::cli {
namespace {

constexpr OptionSpec kGlobalOptions[] = {
    {"registry", "HOST:PORT", "The registry service. Default: 127.0.0.1:7001."},
    {"projects", "HOST:PORT", "The projects service. Default: 127.0.0.1:7002."},
    {"output", "table|json",
     "Tables for people, or JSON with the field names of the protos. Default: table."},
    {"timeout", "DURATION",
     "The time limit of one call with its retries: 500ms, 10s, 2m. Default: 30s."},
    {"help", "", "Shows the help of the command."},
};

// The columns of a help text.
constexpr int kHelpWidth = 100;

constexpr absl::string_view kIntroduction =
    R"(jumelage: towns, their twinnings and what they do together

Usage: jumelage [OPTION…] COMMAND [OPERAND…]
)";

constexpr absl::string_view kConclusion =
    R"(A CITY is a resource name (cities/belfort), an id (belfort), or a name in any spelling that finds
exactly one city (Zaporojie). Twinnings and projects are resource names or ids.

Exit codes:
  0  success
  1  a service refused or failed
  2  the command line can't be understood or has a wrong value, or a file that it names can't be
     opened or is invalid
  3  not found
  4  the records don't allow it: a stale etag, an illegal step, a name that is taken
  5  a service can't be reached or can't answer now

'jumelage help COMMAND' shows the help of a command.
)";

int CountWords(absl::string_view name) {
  return static_cast<int>(1 + std::count(name.begin(), name.end(), ' '));
}

// Returns the first command whose name is the beginning of `words`, or null if there is none.
const Command* FindCommand(const std::vector<Command>& commands,
                           absl::Span<const std::string> words) {
  for (const Command& command : commands) {
    const auto count = static_cast<size_t>(CountWords(command.name));
    if (words.size() >= count && absl::StrJoin(words.subspan(0, count), " ") == command.name) {
      return &command;
    }
  }
  return nullptr;
}

absl::Status NoSuchCommand(const std::vector<Command>& commands,
                           absl::Span<const std::string> words) {
  if (words.empty()) return UsageError("which command?");
  std::vector<std::string> close;
  for (const Command& command : commands) {
    const std::vector<absl::string_view> name = absl::StrSplit(command.name, ' ');
    if (name[0] == words[0]) close.push_back(absl::StrCat("'", command.name, "'"));
  }
  if (close.empty()) return UsageError(absl::StrCat("there is no command '", words[0], "'"));
  return UsageError(absl::StrCat("which of ", absl::StrJoin(close, ", "), "?"));
}

// Appends the words of `text` to `out`, in lines of at most kHelpWidth columns. The first line
// begins at column `indent` of the last line of `out`; the others are indented to that column.
void AppendWrapped(absl::string_view text, int indent, std::string* out) {
  int column = indent;
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    const int width = DisplayWidth(word);
    if (column > indent && column + 1 + width > kHelpWidth) {
      absl::StrAppend(out, "\n", std::string(static_cast<size_t>(indent), ' '));
      column = indent;
    }
    if (column > indent) {
      *out += ' ';
      ++column;
    }
    absl::StrAppend(out, word);
    column += width;
  }
  *out += '\n';
}

void AppendOptions(absl::Span<const OptionSpec> options, std::string* text) {
  const auto form = [](const OptionSpec& option) {
    return absl::StrCat("  --", option.name, option.value.empty() ? "" : " ", option.value);
  };
  int width = 0;
  for (const OptionSpec& option : options) width = std::max(width, DisplayWidth(form(option)));
  for (const OptionSpec& option : options) {
    const std::string left = form(option);
    absl::StrAppend(text, left,
                    std::string(static_cast<size_t>(width + 2 - DisplayWidth(left)), ' '));
    AppendWrapped(option.help, width + 2, text);
  }
}

std::string CommandHelp(const Command& command) {
  std::string text = absl::StrCat(
      "Usage: jumelage ", command.name, command.operands.empty() ? "" : " ", command.operands,
      command.options.empty() ? "" : " [OPTION…]", "\n\n", command.summary, "\n");
  if (!command.details.empty()) {
    text += '\n';
    for (const absl::string_view line : absl::StrSplit(command.details, '\n')) {
      if (DisplayWidth(line) > kHelpWidth) {
        AppendWrapped(line, 0, &text);
      } else {
        absl::StrAppend(&text, line, "\n");
      }
    }
  }
  if (!command.options.empty()) {
    absl::StrAppend(&text, "\nOptions:\n");
    AppendOptions(command.options, &text);
  }
  absl::StrAppend(&text, "\nOptions of every command:\n");
  AppendOptions(kGlobalOptions, &text);
  return text;
}

}  // namespace

absl::Span<const OptionSpec> GlobalOptions() { return kGlobalOptions; }

absl::StatusOr<const Command*> SelectCommand(const std::vector<Command>& commands,
                                             Arguments* arguments) {
  const Command* command = FindCommand(commands, arguments->words);
  if (command == nullptr) return NoSuchCommand(commands, arguments->words);
  std::vector<std::string>& words = arguments->words;
  words.erase(words.begin(), words.begin() + CountWords(command->name));
  const std::string usage = absl::StrCat("'", command->name, command->operands.empty() ? "" : " ",
                                         command->operands, "'");
  const int count = static_cast<int>(words.size());
  for (const std::string& word : words) {
    if (absl::StripAsciiWhitespace(word).empty()) {
      return UsageError(absl::StrCat("a word is empty: the form is ", usage));
    }
  }
  if (count < command->least) return UsageError(absl::StrCat("too few words: the form is ", usage));
  if (command->most >= 0 && count > command->most) {
    return UsageError(absl::StrCat("too many words: the form is ", usage,
                                   "; put quotation marks around a name of several words"));
  }
  const auto takes = [&](absl::string_view name) {
    const auto is_named = [&](const OptionSpec& option) { return option.name == name; };
    return std::any_of(command->options.begin(), command->options.end(), is_named) ||
           std::any_of(std::begin(kGlobalOptions), std::end(kGlobalOptions), is_named);
  };
  for (const auto& option : arguments->options) {
    if (!takes(option.first)) {
      return UsageError(absl::StrCat("'", command->name, "' has no option --", option.first));
    }
  }
  return command;
}

std::vector<OptionSpec> AllOptions(const std::vector<Command>& commands) {
  std::vector<OptionSpec> options(std::begin(kGlobalOptions), std::end(kGlobalOptions));
  std::set<absl::string_view> seen;
  for (const Command& command : commands) {
    for (const OptionSpec& option : command.options) {
      if (seen.insert(option.name).second) options.push_back(option);
    }
  }
  return options;
}

absl::StatusOr<std::string> HelpText(const std::vector<Command>& commands,
                                     absl::Span<const std::string> words) {
  if (!words.empty()) {
    const Command* command = FindCommand(commands, words);
    if (command != nullptr) return CommandHelp(*command);
    return NoSuchCommand(commands, words);
  }
  TextTable table({"Commands:", ""});
  for (const Command& command : commands) {
    table.AddRow(
        {absl::StrCat("  ", command.name, " ", command.operands), std::string(command.summary)});
  }
  std::string text = absl::StrCat(kIntroduction, "\n", table.Render(), "\nOptions:\n");
  AppendOptions(kGlobalOptions, &text);
  absl::StrAppend(&text, "\n", kConclusion);
  return text;
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message, bool one_line) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = !one_line;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) {
    return absl::UnknownError(absl::StrCat("can't be written as JSON: ", status.ToString()));
  }
  if (json.empty() || json.back() != '\n') json += '\n';
  return json;
}

absl::StatusOr<google::protobuf::Struct> ToStruct(const google::protobuf::Message& message) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string json, ToJson(message, /*one_line=*/true));
  google::protobuf::Struct object;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &object);
  if (!status.ok()) {
    return absl::UnknownError(absl::StrCat("is not a JSON object: ", status.ToString()));
  }
  return object;
}

absl::Status PrintJson(const google::protobuf::Message& message, std::ostream& out) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string json, ToJson(message, /*one_line=*/false));
  out << json;
  return absl::OkStatus();
}

}  // namespace jumelage::cli
