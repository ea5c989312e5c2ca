#ifndef JUMELAGE_CLIENTS_CLI_DAY_OPTIONS_H_
#define JUMELAGE_CLIENTS_CLI_DAY_OPTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/command/dates.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/phrases.h"
#include "common/base/status_macros.h"
#include "jumelage/registry/v1/certainty.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// The options of the commands that take a day, and the texts for a state on that day.

// Fills `day` and `include_possible` from --on and --possible. Returns a usage error if --on is not
// a day, or if --possible is given without --on.
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

// Returns the remark for a result that is possible but not certain, "" for a certain one, or the
// number of a certainty that only a newer service knows.
inline std::string CertaintyText(registry::v1::Certainty certainty) {
  if (certainty == registry::v1::CERTAINTY_POSSIBLE) {
    return std::string(Say(Phrase::kPossible, Language::kEnglish));
  }
  return registry::v1::Certainty_IsValid(certainty) ? "" : absl::StrCat(certainty);
}
// Returns the state with its certainty: "active" or "active (possibly)".
inline std::string StateText(registry::v1::Twinning::State state,
                             registry::v1::Certainty certainty) {
  const std::string open = CertaintyText(certainty);
  const std::string text = Label(state, Language::kEnglish);
  return open.empty() ? text : absl::StrCat(text, " (", open, ")");
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_DAY_OPTIONS_H_
