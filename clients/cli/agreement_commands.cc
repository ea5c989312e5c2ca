#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "clients/cli/command/filters.h"
#include "clients/cli/commands.h"
#include "clients/cli/day_options.h"
#include "clients/cli/listing.h"
#include "clients/cli/page/describe_body.h"
#include "clients/cli/record_printing.h"
#include "clients/cli/record_table.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

constexpr Language kLanguage = Language::kEnglish;

absl::Status ShowAgreement(const CommandContext& context, const Arguments& arguments) {
  v1::GetAgreementRequest request;
  request.set_name(InCollection("agreements", arguments.words[0]));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Agreement agreement, context.registry.GetAgreement(request));
  Directory directory;
  directory.agreements.emplace(agreement.name(), agreement);
  return PrintRecord(context, agreement, std::move(directory), DescribeAgreement);
}

// Returns the cells of an agreement in a table.
std::vector<std::string> Row(const v1::Agreement& agreement) {
  return {agreement.name(), agreement.display_name(), Label(agreement.kind(), kLanguage),
          FormatDateWithWords(agreement.signed_date(), kLanguage),
          FormatPeriod(agreement.term_start(), agreement.term_end(), kLanguage)};
}

// Returns the resource name of the party that --party selects, or "" if --party is not given. The
// option takes organizations/ID or a city.
absl::StatusOr<std::string> Party(const CommandContext& context, const Arguments& arguments) {
  std::string text = arguments.Get("party", "");
  if (text.empty() || absl::StartsWith(text, "organizations/")) return text;
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(text, context));
  return city.name();
}

absl::Status ListAgreements(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string party, Party(context, arguments));
  using Request = v1::ListAgreementsRequest;
  using Response = v1::ListAgreementsResponse;
  Request request;
  const bool body = absl::StartsWith(party, "organizations/");
  SetListOptions(arguments, {party.empty() ? "" : HasValue(body ? "organization" : "city", party)},
                 &request);
  absl::StatusOr<Response> agreements = ReadAll<Request, Response>(
      arguments, request,
      [&](const Request& page) { return context.registry.ListAgreements(page); },
      [](Response* page) { return page->mutable_agreements(); });
  if (!agreements.ok()) return agreements.status();
  if (context.json) return PrintJson(*agreements, context.out);
  RecordTable table({"AGREEMENT", "TITLE", "KIND", "SIGNED", "TERM"});
  for (const v1::Agreement& agreement : agreements->agreements()) {
    table.AddRow(agreement, Row(agreement));
  }
  context.out << table.Render();
  return absl::OkStatus();
}

absl::Status ListInForce(const CommandContext& context, const Arguments& arguments) {
  if (!arguments.Has("on")) return UsageError("'agreement in-force' needs a day: --on DATE");
  using Request = v1::QueryInForceRequest;
  using Response = v1::QueryInForceResponse;
  Request request;
  JUMELAGE_RETURN_IF_ERROR(SetDay(arguments, &request));
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_party(), Party(context, arguments));
  absl::StatusOr<Response> response = ReadAll<Request, Response>(
      arguments, request, [&](const Request& page) { return context.registry.QueryInForce(page); },
      [](Response* page) { return page->mutable_agreements(); });
  if (!response.ok()) return response.status();
  if (context.json) return PrintJson(*response, context.out);
  TextTable table({"AGREEMENT", "TITLE", "KIND", "SIGNED", "TERM", "REMARK"});
  for (const v1::AgreementInForce& found : response->agreements()) {
    std::vector<std::string> row = Row(found.agreement());
    row.push_back(CertaintyText(found.certainty()));
    table.AddRow(std::move(row));
  }
  context.out << table.Render();
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> AgreementCommands() {
  const OptionSpec party = {"party", "PARTY",
                            "Only those of this party: a city, or organizations/ID."};
  return {
      {"agreement show",
       "AGREEMENT",
       1,
       1,
       "Shows everything that is known about an agreement.",
       "",
       {},
       ShowAgreement},
      {"agreement list",
       "",
       0,
       0,
       "Lists agreements.",
       FieldsHelp("display_name, kind, city, organization, signed_date, term_start, term_end",
                  "display_name, signed_date"),
       {party, kFilterOption, kOrderOption, kLimitOption, kDeletedOption},
       ListAgreements},
      {"agreement in-force",
       "",
       0,
       0,
       "Lists the agreements that were in force on a day.",
       "An agreement is in force from the beginning of its term to the end. If the beginning is "
       "not known,\nit is in force from its signature.",
       {{"on", "DATE", "The day, such as 2007-06-15."},
        {"possible", "", "Also agreements that may have been in force on that day, marked."},
        party,
        kLimitOption},
       ListInForce},
  };
}

}  // namespace jumelage::cli
