#include <algorithm>
#include <iterator>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "clients/cli/changes.h"
#include "clients/cli/command/dates.h"
#include "clients/cli/commands.h"
#include "clients/cli/record_printing.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

// Commands for the life-cycle steps and ledgers of twinnings and projects. A traits type defines
// the resource, its service and its steps. Twinnings and projects share all other code.
namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;
namespace p1 = projects::v1;

constexpr Language kLanguage = Language::kEnglish;

// A step and the word for it on the command line.
template <typename Step>
struct StepWord {
  absl::string_view word;
  Step step;
};

struct TwinningLife {
  using Client = client::RegistryClient;
  using Resource = v1::Twinning;
  using Entry = v1::LedgerEntry;
  using GetRequest = v1::GetTwinningRequest;
  using CorrectRequest = v1::CorrectTwinningLedgerRequest;

  static constexpr absl::string_view kCollection = "twinnings";
  static constexpr absl::string_view kOperand = "TWINNING";
  static constexpr auto kGet = &Client::GetTwinning;
  static constexpr auto kCorrect = &Client::CorrectTwinningLedger;
  static constexpr auto kPrint = &PrintTwinning;
  static constexpr StepWord<Entry::Step> kSteps[] = {
      {"sign", Entry::STEP_SIGN},       {"dormant", Entry::STEP_MARK_DORMANT},
      {"suspend", Entry::STEP_SUSPEND}, {"reactivate", Entry::STEP_REACTIVATE},
      {"end", Entry::STEP_END},         {"void", Entry::STEP_VOID},
  };
  static Client& ClientOf(const CommandContext& context) { return context.registry; }
};

struct ProjectLife {
  using Client = client::ProjectsClient;
  using Resource = p1::Project;
  using Entry = p1::ProjectLedgerEntry;
  using GetRequest = p1::GetProjectRequest;
  using CorrectRequest = p1::CorrectProjectLedgerRequest;

  static constexpr absl::string_view kCollection = "projects";
  static constexpr absl::string_view kOperand = "PROJECT";
  static constexpr auto kGet = &Client::GetProject;
  static constexpr auto kCorrect = &Client::CorrectProjectLedger;
  static constexpr auto kPrint = &PrintProject;
  static constexpr StepWord<Entry::Step> kSteps[] = {
      {"start", Entry::STEP_START},     {"finalise", Entry::STEP_FINALISE},
      {"close", Entry::STEP_CLOSE},     {"cancel", Entry::STEP_CANCEL},
      {"suspend", Entry::STEP_SUSPEND}, {"resume", Entry::STEP_RESUME},
      {"void", Entry::STEP_VOID},
  };
  static Client& ClientOf(const CommandContext& context) { return context.projects; }
};

template <typename Life>
std::vector<std::string> StepWords() {
  std::vector<std::string> words;
  for (const auto& step : Life::kSteps) words.emplace_back(step.word);
  return words;
}

// Returns text such as "council of Belfort, 2007-112".
std::string DecisionText(const type::v1::Decision& decision) {
  std::vector<std::string> parts = {decision.body(), decision.reference()};
  parts.erase(std::remove(parts.begin(), parts.end(), ""), parts.end());
  return absl::StrJoin(parts, ", ");
}

template <typename Entry>
std::string PlaceText(const Entry& entry) {
  if (!entry.supersedes().empty()) return absl::StrCat("instead of ", entry.supersedes());
  return entry.precedes().empty() ? "" : absl::StrCat("before ", entry.precedes());
}

// Fills the fields that requests for steps and corrections have in common.
template <typename M>
absl::Status SetStep(const Arguments& arguments, M* step) {
  if (arguments.Has("effective")) {
    JUMELAGE_ASSIGN_OR_RETURN(*step->mutable_effective_date(),
                              ParseUncertainDate(arguments.Get("effective", ""), "effective"));
  }
  if (arguments.Has("decision-body")) {
    step->mutable_decision()->set_body(arguments.Get("decision-body", ""));
  }
  if (arguments.Has("decision-reference")) {
    step->mutable_decision()->set_reference(arguments.Get("decision-reference", ""));
  }
  if (arguments.Has("note")) {
    auto* note = step->add_notes();
    note->set_text(arguments.Get("note", ""));
    note->set_language_code(arguments.Get("note-language", "en"));
  }
  return absl::OkStatus();
}

// Takes a step. The requests for all steps have the same fields.
template <typename Life, typename Request,
          absl::StatusOr<typename Life::Resource> (Life::Client::*kStep)(Request)>
absl::Status TakeStep(const CommandContext& context, const Arguments& arguments) {
  auto request = ChangeRequest<Request>(Life::kCollection, arguments);
  JUMELAGE_RETURN_IF_ERROR(SetStep(arguments, &request));
  JUMELAGE_ASSIGN_OR_RETURN(const typename Life::Resource resource,
                            (Life::ClientOf(context).*kStep)(std::move(request)));
  return Life::kPrint(context, resource);
}

template <typename Life>
absl::Status ShowLedger(const CommandContext& context, const Arguments& arguments) {
  using Entry = typename Life::Entry;
  typename Life::GetRequest request;
  request.set_name(InCollection(Life::kCollection, arguments.words[0]));
  request.mutable_read_mask()->add_paths("ledger");
  JUMELAGE_ASSIGN_OR_RETURN(const typename Life::Resource resource,
                            (Life::ClientOf(context).*Life::kGet)(request));
  if (context.json) return PrintJson(resource, context.out);
  std::set<std::string> superseded;
  for (const Entry& entry : resource.ledger()) superseded.insert(entry.supersedes());
  TextTable table({"ENTRY", "STEP", "EFFECTIVE", "PLACE", "COUNTS", "DECISION", "NOTE"});
  for (const Entry& entry : resource.ledger()) {
    table.AddRow({entry.entry_id(), Label(entry.step(), kLanguage),
                  FormatDateWithWords(entry.effective_date(), kLanguage), PlaceText(entry),
                  superseded.count(entry.entry_id()) > 0 ? "no" : "yes",
                  DecisionText(entry.decision()), TextIn(entry.notes(), kLanguage)});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

template <typename Life>
absl::Status CorrectLedger(const CommandContext& context, const Arguments& arguments) {
  const std::string& word = arguments.words[1];
  const auto* step = std::find_if(std::begin(Life::kSteps), std::end(Life::kSteps),
                                  [&](const auto& known) { return known.word == word; });
  if (step == std::end(Life::kSteps)) {
    return UsageError(absl::StrCat("the step must be one of ",
                                   absl::StrJoin(StepWords<Life>(), ", "), ", not '", word, "'"));
  }
  if (arguments.Has("entry") == arguments.Has("before")) {
    return UsageError(
        "give either --entry ID to replace an entry, or --before ID to add a missed step");
  }
  auto request = ChangeRequest<typename Life::CorrectRequest>(Life::kCollection, arguments);
  auto* correction = request.add_corrections();
  if (arguments.Has("entry")) {
    correction->set_supersedes(arguments.Get("entry", ""));
  } else {
    correction->set_precedes(arguments.Get("before", ""));
  }
  correction->set_step(step->step);
  JUMELAGE_RETURN_IF_ERROR(SetStep(arguments, correction));
  JUMELAGE_ASSIGN_OR_RETURN(const typename Life::Resource resource,
                            (Life::ClientOf(context).*Life::kCorrect)(std::move(request)));
  return Life::kPrint(context, resource);
}

// Returns the options of a step, such as its date, note and decision.
std::vector<OptionSpec> StepOptions() {
  return {{"effective", "DATE",
           "When it takes effect: a year, a month or a day, 'about 1990', '1990..1994'."},
          {"note", "TEXT", "A remark."},
          {"note-language", "TAG", "The language of --note (BCP-47). Default: en."},
          {"decision-body", "TEXT", "The body that decided it, such as a council."},
          {"decision-reference", "TEXT", "The reference of that decision."},
          kEtagOption,
          kValidateOption};
}

std::vector<OptionSpec> CorrectOptions() {
  std::vector<OptionSpec> options = StepOptions();
  options.insert(options.begin(),
                 {{"entry", "ID", "The entry that the correction replaces."},
                  {"before", "ID", "The entry that directly follows the missed step."}});
  return options;
}

template <typename Life, typename Request,
          absl::StatusOr<typename Life::Resource> (Life::Client::*kStep)(Request)>
Command StepCommand(absl::string_view name, absl::string_view summary, std::string details) {
  return {name,
          Life::kOperand,
          1,
          1,
          summary,
          std::move(details),
          StepOptions(),
          TakeStep<Life, Request, kStep>};
}

template <typename Life>
Command LedgerCommand(absl::string_view name, absl::string_view summary) {
  return {name, Life::kOperand, 1, 1, summary, "", {}, ShowLedger<Life>};
}

template <typename Life>
Command CorrectCommand(absl::string_view name, absl::string_view operands,
                       absl::string_view summary, std::string details) {
  return {name,
          operands,
          2,
          2,
          summary,
          std::move(details),
          CorrectOptions(),
          CorrectLedger<Life>,
          StepWords<Life>};
}

}  // namespace

std::vector<Command> TwinningLifeCommands() {
  using Client = client::RegistryClient;
  return {
      StepCommand<TwinningLife, v1::SignTwinningRequest, &Client::SignTwinning>(
          "twinning sign", "Records that a proposed twinning was signed.", "PROPOSED → ACTIVE."),
      StepCommand<TwinningLife, v1::SuspendTwinningRequest, &Client::SuspendTwinning>(
          "twinning suspend", "Records that a twinning was halted by a decision.",
          "ACTIVE or DORMANT → SUSPENDED."),
      StepCommand<TwinningLife, v1::MarkTwinningDormantRequest, &Client::MarkTwinningDormant>(
          "twinning dormant", "Records that a twinning is no longer active in practice.",
          "ACTIVE → DORMANT."),
      StepCommand<TwinningLife, v1::ReactivateTwinningRequest, &Client::ReactivateTwinning>(
          "twinning reactivate", "Records that a twinning was resumed.",
          "DORMANT, SUSPENDED or ENDED → ACTIVE."),
      StepCommand<TwinningLife, v1::EndTwinningRequest, &Client::EndTwinning>(
          "twinning end", "Records that a twinning is over.", "Any state but ENDED → ENDED."),
      LedgerCommand<TwinningLife>(
          "twinning ledger", "Shows all entries of a twinning's ledger, including corrected ones."),
      CorrectCommand<TwinningLife>(
          "twinning correct", "TWINNING STEP", "Corrects the ledger of a twinning.",
          "STEP is what really happened: sign, dormant, suspend, reactivate or end. void means "
          "that nothing\nhappened. 'twinning ledger' shows the ids of the entries. Corrected "
          "entries stay on record."),
  };
}

std::vector<Command> ProjectLifeCommands() {
  using Client = client::ProjectsClient;
  return {
      StepCommand<ProjectLife, p1::StartProjectRequest, &Client::StartProject>(
          "project start", "Records that a project has begun.",
          "UNKNOWN or PIPELINE → IMPLEMENTATION. The date becomes the actual start if there is "
          "none."),
      StepCommand<ProjectLife, p1::FinaliseProjectRequest, &Client::FinaliseProject>(
          "project finalise",
          "Records that the work of a project is done, while accounts or evaluation are open.",
          "UNKNOWN or IMPLEMENTATION → FINALISATION. The date becomes the actual end if there is "
          "none."),
      StepCommand<ProjectLife, p1::CloseProjectRequest, &Client::CloseProject>(
          "project close", "Records that a project is completely done.",
          "UNKNOWN, IMPLEMENTATION or FINALISATION → CLOSED. The date becomes the actual end if "
          "there is none."),
      StepCommand<ProjectLife, p1::CancelProjectRequest, &Client::CancelProject>(
          "project cancel", "Records that a project was abandoned.",
          "UNKNOWN, PIPELINE, IMPLEMENTATION or SUSPENDED → CANCELLED."),
      StepCommand<ProjectLife, p1::SuspendProjectRequest, &Client::SuspendProject>(
          "project suspend", "Records that a project was halted temporarily.",
          "UNKNOWN, PIPELINE, IMPLEMENTATION or FINALISATION → SUSPENDED."),
      StepCommand<ProjectLife, p1::ResumeProjectRequest, &Client::ResumeProject>(
          "project resume", "Records that a suspended project continues.",
          "SUSPENDED → the previous state, or IMPLEMENTATION if that is not known."),
      LedgerCommand<ProjectLife>(
          "project ledger", "Shows all entries of a project's ledger, including corrected ones."),
      CorrectCommand<ProjectLife>(
          "project correct", "PROJECT STEP", "Corrects the ledger of a project.",
          "STEP is what really happened: start, finalise, close, cancel, suspend or resume. void "
          "means that\nnothing happened. 'project ledger' shows the ids of the entries. Corrected "
          "entries stay on record.\nAn actual start or end that came from a corrected step is "
          "cleared."),
  };
}

}  // namespace jumelage::cli
