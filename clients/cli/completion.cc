#include "clients/cli/completion.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "clients/cli/command/arguments.h"

namespace jumelage::cli {
namespace {

// The candidate that the scripts replace with file names.
constexpr char kFiles[] = "FILE";

// A possible next word. `help` describes it, for shells that show descriptions.
struct Candidate {
  std::string word;
  std::string help;
};
using Candidates = std::vector<Candidate>;

// Candidates, keyed by the place on the command line where they apply. Each place becomes a branch
// of a shell `case`.
using Cases = std::map<std::string, Candidates>;

void Add(const std::string& word, absl::string_view help, Candidates* candidates) {
  for (const Candidate& known : *candidates) {
    if (known.word == word) return;
  }
  // Use only the first line of the help, to keep the description short.
  const std::vector<std::string> lines = absl::StrSplit(help, '\n');
  candidates->push_back({word, lines[0]});
}

// Returns the candidates for a value or an operand. `form` is its placeholder in the help. `words`,
// if not null, returns the possible words.
Candidates ValuesOf(absl::string_view form, Words words) {
  Candidates values;
  if (words != nullptr) {
    for (const std::string& word : words()) Add(word, "", &values);
  } else if (absl::StrContains(form, '|')) {
    for (const absl::string_view word : absl::StrSplit(form, '|')) {
      Add(std::string(word), "", &values);
    }
  } else if (absl::StartsWith(form, kFiles)) {
    Add(kFiles, "", &values);
  }
  return values;
}

// Returns the possible next words for every incomplete command, such as "" and "city".
Cases NextWords(const std::vector<Command>& commands) {
  Cases next;
  for (const Command& command : commands) {
    const std::vector<std::string> words = absl::StrSplit(command.name, ' ');
    std::string before;
    for (size_t i = 0; i < words.size(); ++i) {
      Add(words[i], i + 1 == words.size() ? command.summary : "", &next[before]);
      absl::StrAppend(&before, before.empty() ? "" : " ", words[i]);
    }
  }
  Add("help", "Shows all commands, or the help of one.", &next[""]);
  return next;
}

// Returns the candidates for operands. The key is "COMMAND/NUMBER", or "COMMAND/*" for a last
// operand that can be repeated.
Cases Operands(const std::vector<Command>& commands) {
  Cases operands;
  for (const Command& command : commands) {
    if (command.most == 0) continue;
    const std::vector<std::string> forms = absl::StrSplit(command.operands, ' ', absl::SkipEmpty());
    for (size_t i = 0; i < forms.size(); ++i) {
      const bool last = i + 1 == forms.size();
      Candidates values = ValuesOf(forms[i], last ? command.last_operand : nullptr);
      if (values.empty()) continue;
      const std::string place = last && command.most < 0 ? "*" : absl::StrCat(i + 1);
      operands.emplace(absl::StrCat(command.name, "/", place), std::move(values));
    }
  }
  return operands;
}

void AddOptions(absl::Span<const OptionSpec> options, Candidates* candidates) {
  for (const OptionSpec& option : options) {
    Add(absl::StrCat("--", option.name), option.help, candidates);
  }
}

// Returns the options of each command, including the global options, keyed by the name of the
// command. The key "" has only the global options.
Cases Options(const std::vector<Command>& commands) {
  Cases options;
  AddOptions(GlobalOptions(), &options[""]);
  for (const Command& command : commands) {
    Candidates& own = options[std::string(command.name)];
    AddOptions(command.options, &own);
    AddOptions(GlobalOptions(), &own);
  }
  return options;
}

void AddValues(absl::string_view command, absl::Span<const OptionSpec> options, Cases* values) {
  for (const OptionSpec& option : options) {
    Candidates words = ValuesOf(option.value, option.words);
    if (words.empty()) continue;
    values->emplace(absl::StrCat(command, "/--", option.name), std::move(words));
  }
}

// Returns the candidates for values of options. The key is "COMMAND/--OPTION", or "*/--OPTION" for
// global options.
Cases OptionValues(const std::vector<Command>& commands) {
  Cases values;
  AddValues("*", GlobalOptions(), &values);
  for (const Command& command : commands) AddValues(command.name, command.options, &values);
  return values;
}

// Returns a shell pattern that matches the options that take a value, such as "--a|--b".
std::string ValuedOptions(const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const OptionSpec& option : AllOptions(commands)) {
    if (!option.value.empty()) names.push_back(absl::StrCat("--", option.name));
  }
  std::sort(names.begin(), names.end());
  return absl::StrJoin(names, "|");
}

// Returns a shell pattern that matches the commands with `words` words, such as "'city list'|'city
// show'".
std::string CommandsOf(const std::vector<Command>& commands, size_t words) {
  std::vector<std::string> names;
  for (const Command& command : commands) {
    if (std::count(command.name.begin(), command.name.end(), ' ') + size_t{1} == words) {
      names.push_back(absl::StrCat("'", command.name, "'"));
    }
  }
  return absl::StrJoin(names, "|");
}

// Returns `text` in single quotes, in a form that both shells understand.
std::string QuotedForShell(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// Returns the shell pattern for the place `name`. Quotes everything except a `*` before or after
// the slash.
std::string Pattern(const std::string& name) {
  if (absl::StartsWith(name, "*/")) {
    return absl::StrCat("*", QuotedForShell(absl::StripPrefix(name, "*")));
  }
  if (absl::EndsWith(name, "/*")) {
    return absl::StrCat(QuotedForShell(absl::StripSuffix(name, "*")), "*");
  }
  return QuotedForShell(name);
}

// Returns the shell function `name`, which adds the candidates for the place $1 to the array
// `candidates`. `form` returns the text of a candidate in the script.
template <typename Form>
std::string Function(absl::string_view name, const Cases& cases, Form form) {
  std::string text = absl::StrCat(name, "() {\n  case $1 in\n");
  // The shell uses the first pattern that matches, so patterns for a particular command come before
  // patterns for any command.
  for (const bool any : {false, true}) {
    for (const auto& [which, candidates] : cases) {
      if (absl::StartsWith(which, "*/") != any) continue;
      std::vector<std::string> forms;
      for (const Candidate& candidate : candidates) forms.push_back(form(candidate));
      absl::StrAppend(&text, "    ", Pattern(which), ") candidates+=(", absl::StrJoin(forms, " "),
                      ") ;;\n");
    }
  }
  absl::StrAppend(&text, "  esac\n}\n\n");
  return text;
}

template <typename Form>
std::string Functions(const std::vector<Command>& commands, Form form) {
  return absl::StrCat(Function("_jumelage_next", NextWords(commands), form),
                      Function("_jumelage_operands", Operands(commands), form),
                      Function("_jumelage_options", Options(commands), form),
                      Function("_jumelage_values", OptionValues(commands), form));
}

constexpr absl::string_view kBashHead =
    R"(# Bash completion for jumelage, generated by 'jumelage completion bash'.

)";

constexpr absl::string_view kBashBody = R"sh(_jumelage() {
  local cur=${COMP_WORDS[COMP_CWORD]} command='' option='' word help=''
  local -a before=() candidates=()
  local -i i length=0
  COMPREPLY=()
  # The words before the cursor without options, and the option whose value the cursor is in. Bash
  # splits --option=value into three words.
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if [[ $word == '=' ]]; then
      continue
    elif [[ -n $option ]]; then
      option=''
    else
      case $word in
        @VALUED@) option=$word ;;
        --*) ;;
        *) before+=("$word") ;;
      esac
    fi
  done
  [[ $cur == '=' ]] && cur=''
  if [[ ${before[0]-} == help ]]; then
    help=yes
    before=("${before[@]:1}")
  fi
  case "${before[*]:0:2}" in
    @TWO@) command="${before[*]:0:2}" length=2 ;;
    *)
      case ${before[0]-} in
        @ONE@) command=${before[0]-} length=1 ;;
      esac
      ;;
  esac
  if [[ -n $option ]]; then
    _jumelage_values "$command/$option"
  elif [[ $cur == -* ]]; then
    _jumelage_options "$command"
  else
    _jumelage_next "${before[*]}"
    [[ -n $command && -z $help ]] && _jumelage_operands "$command/$((${#before[@]} - length + 1))"
  fi
  for word in "${candidates[@]}"; do
    if [[ $word == FILE ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
    elif [[ $word == "$cur"* ]]; then
      COMPREPLY+=("$word")
    fi
  done
}

complete -F _jumelage jumelage
)sh";

constexpr absl::string_view kZshHead =
    R"(#compdef jumelage
# Zsh completion for jumelage, generated by 'jumelage completion zsh'.

)";

constexpr absl::string_view kZshBody = R"sh(_jumelage() {
  local command='' option='' word help=''
  local -a before candidates
  local -i i length=0
  # The words before the cursor without options, and the option whose value the cursor is in.
  for ((i = 2; i < CURRENT; ++i)); do
    word=${words[i]}
    if [[ -n $option ]]; then
      option=''
    else
      case $word in
        @VALUED@) option=$word ;;
        --*) ;;
        *) before+=("$word") ;;
      esac
    fi
  done
  word=${words[CURRENT]}
  if [[ -z $option && $word == --*=* ]]; then
    option=${word%%=*}
    compset -P '*='
    word=${word#*=}
  fi
  if [[ ${before[1]} == help ]]; then
    help=yes
    shift before
  fi
  case "${before[1,2]}" in
    @TWO@) command="${before[1,2]}" length=2 ;;
    *)
      case "${before[1]}" in
        @ONE@) command=${before[1]} length=1 ;;
      esac
      ;;
  esac
  if [[ -n $option ]]; then
    _jumelage_values "$command/$option"
  elif [[ $word == -* ]]; then
    _jumelage_options "$command"
  else
    _jumelage_next "${before[*]}"
    [[ -n $command && -z $help ]] && _jumelage_operands "$command/$(($#before - length + 1))"
  fi
  if (( ${candidates[(Ie)FILE]} )); then
    candidates=("${(@)candidates:#FILE}")
    _files
  fi
  (( $#candidates )) && _describe jumelage candidates
}

# If zsh has loaded this file from the fpath, this is the first call of _jumelage. If the file is
# sourced, register the function.
if [[ ${funcstack[1]} == _jumelage ]]; then
  _jumelage "$@"
else
  compdef _jumelage jumelage
fi
)sh";

std::string Body(absl::string_view body, const std::vector<Command>& commands) {
  return absl::StrReplaceAll(body, {{"@VALUED@", ValuedOptions(commands)},
                                    {"@TWO@", CommandsOf(commands, 2)},
                                    {"@ONE@", CommandsOf(commands, 1)}});
}

}  // namespace

std::string BashCompletion(const std::vector<Command>& commands) {
  const auto word = [](const Candidate& candidate) { return QuotedForShell(candidate.word); };
  return absl::StrCat(kBashHead, Functions(commands, word), Body(kBashBody, commands));
}

std::string ZshCompletion(const std::vector<Command>& commands) {
  // The format of _describe: "word:description".
  const auto described = [](const Candidate& candidate) {
    const std::string word = absl::StrReplaceAll(candidate.word, {{":", "\\:"}});
    return QuotedForShell(candidate.help.empty() ? word : absl::StrCat(word, ":", candidate.help));
  };
  return absl::StrCat(kZshHead, Functions(commands, described), Body(kZshBody, commands));
}

}  // namespace jumelage::cli
