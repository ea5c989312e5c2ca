#ifndef JUMELAGE_CLIENTS_CLI_STEP_OPTIONS_H_
#define JUMELAGE_CLIENTS_CLI_STEP_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/arguments.h"
#include "clients/cli/dates.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/phrases.h"
#include "common/base/status_macros.h"
#include "jumelage/registry/v1/certainty.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// What the commands about the life of twinnings, and those about a day, have in common.

// The options of a step: when, why, by whose decision.
inline std::vector<OptionSpec> StepOptions() {
  return {{"effective", "DATE",
           "From when it has effect: a year, a month or a day, 'about 1990', '1990..1994'."},
          {"note", "TEXT", "A remark."},
          {"note-language", "TAG", "The language of --note (BCP-47). Default: en."},
          {"decision-body", "TEXT", "Who decided it, such as a council."},
          {"decision-reference", "TEXT", "The reference of that decision."},
          {"etag", "ETAG", "Only if the record still is as 'twinning show' showed it."},
          {"validate-only", "", "Checks whether it could be done, and does nothing."}};
}

// Fills `decision` and `notes` of a step or a correction.
template <typename M>
void SetDecision(const Arguments& arguments, M* step) {
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
}

// Fills `day` and `include_possible` from --on and --possible.
template <typename Request>
absl::Status SetDay(const Arguments& arguments, Request* request) {
  if (arguments.Has("on")) {
    JUMELAGE_ASSIGN_OR_RETURN(*request->mutable_day(), ParseDay(arguments.Get("on", ""), "on"));
  } else if (arguments.Has("possible")) {
    return UsageError("--possible needs a day: --on DATE");
  }
  request->set_include_possible(arguments.Has("possible"));
  return absl::OkStatus();
}

// "active" as a state of twinnings.
inline absl::StatusOr<registry::v1::Twinning::State> ParseState(absl::string_view text) {
  registry::v1::Twinning::State state;
  if (registry::v1::Twinning::State_Parse(absl::StrCat("STATE_", absl::AsciiStrToUpper(text)),
                                          &state) &&
      state != registry::v1::Twinning::STATE_UNSPECIFIED) {
    return state;
  }
  return UsageError(
      absl::StrCat("--state is proposed, active, dormant, suspended or ended, not '", text, "'"));
}

// "", or what is said of an answer that the dates leave open.
inline std::string CertaintyText(registry::v1::Certainty certainty) {
  return certainty == registry::v1::CERTAINTY_POSSIBLE
             ? std::string(Say(Phrase::kPossible, Language::kEnglish))
             : "";
}
// "active", "active (possible)".
inline std::string StateText(registry::v1::Twinning::State state,
                             registry::v1::Certainty certainty) {
  const std::string open = CertaintyText(certainty);
  const std::string text(Label(state, Language::kEnglish));
  return open.empty() ? text : absl::StrCat(text, " (", open, ")");
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_STEP_OPTIONS_H_
