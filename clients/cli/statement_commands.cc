#include <algorithm>
#include <iterator>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/listing.h"
#include "clients/cli/page/describe_twinning.h"
#include "clients/cli/record_printing.h"
#include "clients/cli/resolve.h"
#include "clients/cli/step_options.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

constexpr Language kLanguage = Language::kEnglish;

struct StepWord {
  absl::string_view word;
  v1::LedgerEntry::Step step;
};
constexpr StepWord kSteps[] = {
    {"sign", v1::LedgerEntry::STEP_SIGN},       {"dormant", v1::LedgerEntry::STEP_MARK_DORMANT},
    {"suspend", v1::LedgerEntry::STEP_SUSPEND}, {"reactivate", v1::LedgerEntry::STEP_REACTIVATE},
    {"end", v1::LedgerEntry::STEP_END},         {"void", v1::LedgerEntry::STEP_VOID},
};

struct DisagreementWord {
  absl::string_view word;
  absl::string_view text;
  v1::DisagreementReason::Kind kind;
};
constexpr DisagreementWord kDisagreements[] = {
    {"one-sided", "stated by one side alone", v1::DisagreementReason::KIND_ONE_SIDED},
    {"start-dates", "since when", v1::DisagreementReason::KIND_START_DATES_DIFFER},
    {"end-dates", "until when", v1::DisagreementReason::KIND_END_DATES_DIFFER},
    {"ended", "ended by one side alone", v1::DisagreementReason::KIND_ENDED_BY_ONE_SIDE},
};

absl::Status PrintTwinning(const CommandContext& context, const v1::Twinning& twinning) {
  Directory directory;
  directory.twinnings.emplace(twinning.name(), twinning);
  return PrintRecord(context, twinning, std::move(directory), DescribeTwinning);
}

// "council of Belfort, 2007-112".
std::string DecisionText(const type::v1::Decision& decision) {
  std::vector<std::string> parts = {decision.body(), decision.reference()};
  parts.erase(std::remove(parts.begin(), parts.end(), ""), parts.end());
  return absl::StrJoin(parts, ", ");
}

std::string PlaceText(const v1::LedgerEntry& entry) {
  if (!entry.supersedes().empty()) return absl::StrCat("instead of ", entry.supersedes());
  return entry.precedes().empty() ? "" : absl::StrCat("before ", entry.precedes());
}

absl::Status ShowLedger(const CommandContext& context, const Arguments& arguments) {
  v1::GetTwinningRequest request;
  request.set_name(InCollection("twinnings", arguments.words[0]));
  request.mutable_read_mask()->add_paths("ledger");
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Twinning twinning, context.registry.GetTwinning(request));
  if (context.json) return PrintJson(twinning, context.out);
  std::set<std::string> superseded;
  for (const v1::LedgerEntry& entry : twinning.ledger()) superseded.insert(entry.supersedes());
  TextTable table({"ENTRY", "STEP", "EFFECTIVE", "PLACE", "COUNTS", "DECISION", "NOTE"});
  for (const v1::LedgerEntry& entry : twinning.ledger()) {
    table.AddRow({entry.entry_id(), std::string(Label(entry.step(), kLanguage)),
                  FormatDateWithWords(entry.effective_date(), kLanguage), PlaceText(entry),
                  superseded.count(entry.entry_id()) > 0 ? "no" : "yes",
                  DecisionText(entry.decision()), TextIn(entry.notes(), kLanguage)});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

absl::Status CorrectLedger(const CommandContext& context, const Arguments& arguments) {
  const std::string& word = arguments.words[1];
  const auto* step = std::find_if(std::begin(kSteps), std::end(kSteps),
                                  [&](const StepWord& known) { return known.word == word; });
  if (step == std::end(kSteps)) {
    return UsageError(absl::StrCat(
        "the step is sign, dormant, suspend, reactivate, end or void, not '", word, "'"));
  }
  if (arguments.Has("entry") == arguments.Has("before")) {
    return UsageError("either --entry N is replaced, or a missed step is brought in --before N");
  }
  v1::CorrectTwinningLedgerRequest request;
  request.set_name(InCollection("twinnings", arguments.words[0]));
  request.set_etag(arguments.Get("etag", ""));
  request.set_validate_only(arguments.Has("validate-only"));
  v1::LedgerCorrection* correction = request.add_corrections();
  if (arguments.Has("entry")) {
    correction->set_supersedes(arguments.Get("entry", ""));
  } else {
    correction->set_precedes(arguments.Get("before", ""));
  }
  correction->set_step(step->step);
  if (arguments.Has("effective")) {
    JUMELAGE_ASSIGN_OR_RETURN(*correction->mutable_effective_date(),
                              ParseUncertainDate(arguments.Get("effective", ""), "effective"));
  }
  SetDecision(arguments, correction);
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Twinning twinning,
                            context.registry.CorrectTwinningLedger(std::move(request)));
  return PrintTwinning(context, twinning);
}

absl::Status Attest(const CommandContext& context, const Arguments& arguments) {
  if (!arguments.Has("evidence")) {
    return UsageError("--evidence TITLE tells where the statement stands");
  }
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(arguments.words[1], context.registry));
  v1::AttestTwinningRequest request;
  request.set_name(InCollection("twinnings", arguments.words[0]));
  request.set_city(city.name());
  request.set_etag(arguments.Get("etag", ""));
  v1::Attestation* attestation = request.mutable_attestation();
  if (arguments.Has("since")) {
    JUMELAGE_ASSIGN_OR_RETURN(*attestation->mutable_since(),
                              ParseUncertainDate(arguments.Get("since", ""), "since"));
  }
  if (arguments.Has("until")) {
    JUMELAGE_ASSIGN_OR_RETURN(*attestation->mutable_until(),
                              ParseUncertainDate(arguments.Get("until", ""), "until"));
  }
  attestation->set_ended(arguments.Has("ended") || arguments.Has("until"));
  type::v1::Source* evidence = attestation->add_evidence();
  evidence->set_title(arguments.Get("evidence", ""));
  evidence->set_uri(arguments.Get("evidence-uri", ""));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Twinning twinning,
                            context.registry.AttestTwinning(std::move(request)));
  return PrintTwinning(context, twinning);
}

absl::Status Retract(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(arguments.words[1], context.registry));
  v1::RetractTwinningAttestationRequest request;
  request.set_name(InCollection("twinnings", arguments.words[0]));
  request.set_city(city.name());
  request.set_etag(arguments.Get("etag", ""));
  request.set_validate_only(arguments.Has("validate-only"));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Twinning twinning,
                            context.registry.RetractTwinningAttestation(std::move(request)));
  return PrintTwinning(context, twinning);
}

// "since when: 1977 and 1978", "stated by one side alone: Belfort".
std::string ReasonText(const v1::Disagreement& disagreement, const v1::DisagreementReason& reason) {
  std::vector<std::string> details;
  for (const v1::CitySummary& city : disagreement.cities()) {
    if (city.city() == reason.city()) details.push_back(city.display_name());
  }
  std::vector<std::string> dates;
  for (const auto& date : reason.dates()) dates.push_back(FormatDate(date, kLanguage));
  if (!dates.empty()) details.push_back(JoinWithAnd(dates, kLanguage));
  const auto* known = std::find_if(
      std::begin(kDisagreements), std::end(kDisagreements),
      [&](const DisagreementWord& candidate) { return candidate.kind == reason.kind(); });
  const std::string text(known == std::end(kDisagreements) ? "" : known->text);
  return Labelled(text, absl::StrJoin(details, ", "), kLanguage);
}

std::string DisagreementTable(const v1::QueryDisagreementsResponse& response) {
  TextTable table({"TWINNING", "CITIES", "", "STATE", "DISAGREE ON"});
  for (const v1::Disagreement& disagreement : response.disagreements()) {
    std::vector<std::string> cities(2);
    for (int i = 0; i < disagreement.cities_size() && i < 2; ++i) {
      cities[i] = disagreement.cities(i).display_name();
    }
    std::vector<std::string> reasons;
    for (const v1::DisagreementReason& reason : disagreement.reasons()) {
      reasons.push_back(ReasonText(disagreement, reason));
    }
    table.AddRow({disagreement.twinning(), cities[0], cities[1],
                  std::string(Label(disagreement.state(), kLanguage)),
                  absl::StrJoin(reasons, "; ")});
  }
  return table.Render();
}

absl::Status ListDisagreements(const CommandContext& context, const Arguments& arguments) {
  v1::QueryDisagreementsRequest request;
  if (arguments.Has("kind")) {
    const std::string word = arguments.Get("kind", "");
    const auto* kind =
        std::find_if(std::begin(kDisagreements), std::end(kDisagreements),
                     [&](const DisagreementWord& known) { return known.word == word; });
    if (kind == std::end(kDisagreements)) {
      return UsageError(
          absl::StrCat("--kind is one-sided, start-dates, end-dates or ended, not '", word, "'"));
    }
    request.add_kinds(kind->kind);
  }
  if (arguments.Has("city")) {
    JUMELAGE_ASSIGN_OR_RETURN(const v1::City city,
                              ResolveCity(arguments.Get("city", ""), context.registry));
    request.set_city(city.name());
  }
  using Request = v1::QueryDisagreementsRequest;
  using Response = v1::QueryDisagreementsResponse;
  absl::StatusOr<Response> response = ReadAll<Request, Response>(
      arguments, request,
      [&](const Request& page) { return context.registry.QueryDisagreements(page); },
      [](Response* page) { return page->mutable_disagreements(); });
  if (!response.ok()) return response.status();
  if (context.json) return PrintJson(*response, context.out);
  context.out << DisagreementTable(*response);
  return absl::OkStatus();
}

std::vector<OptionSpec> CorrectOptions() {
  std::vector<OptionSpec> options = StepOptions();
  options.insert(options.begin(),
                 {{"entry", "N", "The entry whose place the correction takes."},
                  {"before", "N", "The entry just before which a missed step took place."}});
  return options;
}

}  // namespace

std::vector<Command> LedgerCommands() {
  const OptionSpec etag = {"etag", "ETAG",
                           "Only if the record still is as 'twinning show' showed it."};
  return {
      {"twinning ledger",
       "TWINNING",
       1,
       1,
       "Shows all entries of a twinning's ledger, corrected ones too.",
       "",
       {},
       ShowLedger},
      {"twinning correct", "TWINNING STEP", 2, 2, "Corrects the ledger of a twinning.",
       "STEP is what really happened: sign, dormant, suspend, reactivate, end, or void: nothing.\n"
       "Entries have the numbers that 'twinning ledger' shows. What is corrected stays on record.",
       CorrectOptions(), CorrectLedger},
      {"twinning attest",
       "TWINNING CITY",
       2,
       2,
       "Records what one side states about the link.",
       "In place of what it stated before.",
       {{"since", "DATE", "Since when the link exists, by this side's account."},
        {"ended", "", "The side holds that the link is over."},
        {"until", "DATE", "Until when it lasted. Implies --ended."},
        {"evidence", "TITLE", "Where the statement stands: a page, a charter, minutes."},
        {"evidence-uri", "URI", "Its address."},
        etag},
       Attest},
      {"twinning retract",
       "TWINNING CITY",
       2,
       2,
       "Withdraws what one side stated about the link.",
       "",
       {etag, {"validate-only", "", "Checks whether it could be done, and does nothing."}},
       Retract},
      {"twinning disagreements",
       "",
       0,
       0,
       "Lists the twinnings of which the two sides do not state the same.",
       "",
       {{"city", "CITY", "Only those of this city."},
        {"kind", "KIND", "Only this kind: one-sided, start-dates, end-dates, ended."},
        kLimitOption},
       ListDisagreements},
  };
}

}  // namespace jumelage::cli
