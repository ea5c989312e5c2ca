#include <algorithm>
#include <iterator>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/changes.h"
#include "clients/cli/command/dates.h"
#include "clients/cli/commands.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/listing.h"
#include "clients/cli/record_printing.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

constexpr Language kLanguage = Language::kEnglish;

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

std::vector<std::string> DisagreementWords() {
  std::vector<std::string> words;
  for (const DisagreementWord& known : kDisagreements) words.emplace_back(known.word);
  return words;
}

absl::Status Attest(const CommandContext& context, const Arguments& arguments) {
  if (!arguments.Has("evidence")) {
    return UsageError("'twinning attest' needs the source of the statement: --evidence TITLE");
  }
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCityToChange(arguments.words[1], context));
  v1::AttestTwinningRequest request;
  request.set_name(InCollection("twinnings", arguments.words[0]));
  request.set_city(city.name());
  request.set_etag(Etag(arguments));
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
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCityToChange(arguments.words[1], context));
  auto request = ChangeRequest<v1::RetractTwinningAttestationRequest>("twinnings", arguments);
  request.set_city(city.name());
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Twinning twinning,
                            context.registry.RetractTwinningAttestation(std::move(request)));
  return PrintTwinning(context, twinning);
}

// Returns a reason such as "since when: 1977 and 1978" or "stated by one side alone: Belfort".
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
  const std::string text =
      known == std::end(kDisagreements) ? EnumText(reason.kind()) : std::string(known->text);
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
                  Label(disagreement.state(), kLanguage), absl::StrJoin(reasons, "; ")});
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
      return UsageError(absl::StrCat(
          "--kind must be one-sided, start-dates, end-dates or ended, not '", word, "'"));
    }
    request.add_kinds(kind->kind);
  }
  if (arguments.Has("city")) {
    JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(arguments.Get("city", ""), context));
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

}  // namespace

std::vector<Command> StatementCommands() {
  return {
      {"twinning attest",
       "TWINNING CITY",
       2,
       2,
       "Records what one side states about the link.",
       "Replaces its previous statement.",
       {{"since", "DATE", "The date since which the link exists, according to this side."},
        {"ended", "", "This side considers the link ended."},
        {"until", "DATE", "The date until which the link lasted. Implies --ended."},
        {"evidence", "TITLE", "The source of the statement: a page, a charter, minutes."},
        {"evidence-uri", "URI", "The address of the source."},
        kEtagOption},
       Attest},
      {"twinning retract",
       "TWINNING CITY",
       2,
       2,
       "Withdraws what one side stated about the link.",
       "",
       {kEtagOption, kValidateOption},
       Retract},
      {"twinning disagreements",
       "",
       0,
       0,
       "Lists the twinnings on which the two sides disagree.",
       "",
       {{"city", "CITY", "Only those of this city."},
        {"kind", "KIND", "Only this kind: one-sided, start-dates, end-dates, ended.",
         DisagreementWords},
        kLimitOption},
       ListDisagreements},
  };
}

}  // namespace jumelage::cli
