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

// What stands for the names of files among candidates.
constexpr char kFiles[] = "FILE";

// What may come next, with what it is, for shells that show that.
struct Candidate {
  std::string word;
  std::string help;
};
using Candidates = std::vector<Candidate>;

// Candidates by the case in which they are the ones.
using Cases = std::map<std::string, Candidates>;

void Add(const std::string& word, absl::string_view help, Candidates* candidates) {
  for (const Candidate& known : *candidates) {
    if (known.word == word) return;
  }
  // The first line says enough.
  const std::vector<std::string> lines = absl::StrSplit(help, '\n');
  candidates->push_back({word, lines[0]});
}

// What a value or an operand may be: `form` is how the help writes it, `words` the words where it
// does not list them.
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

// The words that may follow those of the case, for every beginning of a command: "" and "city".
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
  Add("help", "Shows what there is, or tells more of a command.", &next[""]);
  return next;
}

// What the operands of a command may be, by "COMMAND/NUMBER", or "COMMAND/*" where there may be any
// number.
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

// The options of each command, the global ones included, by its name; of no command by "".
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

// What the values of options may be, by "COMMAND/--OPTION", of global ones by "*/--OPTION".
Cases OptionValues(const std::vector<Command>& commands) {
  Cases values;
  AddValues("*", GlobalOptions(), &values);
  for (const Command& command : commands) AddValues(command.name, command.options, &values);
  return values;
}

// "--a|--b": the options that take a value, as a pattern.
std::string ValuedOptions(const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const OptionSpec& option : AllOptions(commands)) {
    if (!option.value.empty()) names.push_back(absl::StrCat("--", option.name));
  }
  std::sort(names.begin(), names.end());
  return absl::StrJoin(names, "|");
}

// "'city list'|'city show'": the commands with so many words, as a pattern.
std::string CommandsOf(const std::vector<Command>& commands, size_t words) {
  std::vector<std::string> names;
  for (const Command& command : commands) {
    if (std::count(command.name.begin(), command.name.end(), ' ') + size_t{1} == words) {
      names.push_back(absl::StrCat("'", command.name, "'"));
    }
  }
  return absl::StrJoin(names, "|");
}

// A text in single quotes, as both shells read it.
std::string QuotedForShell(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// The case as a pattern: all but a `*` before or behind the slash stands for itself.
std::string Pattern(const std::string& name) {
  if (absl::StartsWith(name, "*/")) {
    return absl::StrCat("*", QuotedForShell(absl::StripPrefix(name, "*")));
  }
  if (absl::EndsWith(name, "/*")) {
    return absl::StrCat(QuotedForShell(absl::StripSuffix(name, "*")), "*");
  }
  return QuotedForShell(name);
}

// A function of a shell that puts the candidates of the case $1 into the array `candidates`, as
// `form` writes them.
template <typename Form>
std::string Function(absl::string_view name, const Cases& cases, Form form) {
  std::string text = absl::StrCat(name, "() {\n  case $1 in\n");
  // What begins with any command comes after what names one.
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
    R"(# Makes bash complete command lines of jumelage; written by 'jumelage completion bash'.

)";

constexpr absl::string_view kBashBody = R"sh(_jumelage() {
  local cur=${COMP_WORDS[COMP_CWORD]} command='' option='' word help=''
  local -a before=() candidates=()
  local -i i length=0
  COMPREPLY=()
  # The words before the cursor without options, and the option whose value the cursor is in. Bash
  # takes --option=value for three words.
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
# Makes zsh complete command lines of jumelage; written by 'jumelage completion zsh'.

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

# In a file on the fpath this is the function's own first call; sourced, it is announced.
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
  // What _describe reads: "word:what it is".
  const auto described = [](const Candidate& candidate) {
    const std::string word = absl::StrReplaceAll(candidate.word, {{":", "\\:"}});
    return QuotedForShell(candidate.help.empty() ? word : absl::StrCat(word, ":", candidate.help));
  };
  return absl::StrCat(kZshHead, Functions(commands, described), Body(kZshBody, commands));
}

}  // namespace jumelage::cli
