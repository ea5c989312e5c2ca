#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "clients/cli/commands.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/listing.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;
namespace p1 = projects::v1;
using client::RegistryClient;

constexpr Language kLanguage = Language::kEnglish;

// Sets `kinds` from `--kind`, such as "city-part" for KIND_CITY_PART.
template <typename Kind, typename Request>
absl::Status SetKinds(const Arguments& arguments, Request* request) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<Kind> kinds,
                            ParseEnumOption<Kind>(arguments, "kind"));
  for (const Kind kind : kinds) request->add_kinds(kind);
  return absl::OkStatus();
}

// Runs a search of a service and prints its results. `row` returns the first cells of a result, and
// `columns` are their headings. The remaining cells are the name that matched and the number of
// typos.
template <typename Client, typename Request, typename Response, typename Row>
absl::Status PrintSearch(const CommandContext& context, const Arguments& arguments, Client& client,
                         absl::StatusOr<Response> (Client::*search)(const Request&),
                         Request request, std::vector<std::string> columns, Row row) {
  request.set_query(absl::StrJoin(arguments.words, " "));
  const absl::StatusOr<Response> found = ReadAll<Request, Response>(
      arguments, request, [&](const Request& page) { return (client.*search)(page); },
      [](Response* response) { return response->mutable_results(); });
  if (!found.ok()) return found.status();
  if (context.json) return PrintJson(*found, context.out);
  columns.insert(columns.end(), {"FOUND AS", "ERRORS"});
  TextTable table(columns);
  for (const auto& result : found->results()) {
    std::vector<std::string> cells = row(result);
    cells.push_back(result.matched_text());
    cells.push_back(result.typing_errors() == 0 ? "" : absl::StrCat(result.typing_errors()));
    table.AddRow(cells);
  }
  context.out << table.Render();
  return absl::OkStatus();
}

absl::Status SearchCities(const CommandContext& context, const Arguments& arguments) {
  v1::SearchCitiesRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_country(), CountryOption(arguments));
  JUMELAGE_RETURN_IF_ERROR(SetKinds<v1::City::Kind>(arguments, &request));
  return PrintSearch(
      context, arguments, context.registry, &RegistryClient::SearchCities, request,
      {"CITY", "NAME", "COUNTRY"},
      [](const v1::CitySearchResult& result) -> std::vector<std::string> {
        const v1::City& city = result.city();
        return {city.name(), city.display_name(), CountryName(city.country(), kLanguage)};
      });
}

absl::Status SearchOrganizations(const CommandContext& context, const Arguments& arguments) {
  v1::SearchOrganizationsRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_country(), CountryOption(arguments));
  JUMELAGE_RETURN_IF_ERROR(SetKinds<v1::Organization::Kind>(arguments, &request));
  return PrintSearch(context, arguments, context.registry, &RegistryClient::SearchOrganizations,
                     request, {"ORGANIZATION", "NAME", "KIND", "COUNTRY"},
                     [](const v1::OrganizationSearchResult& result) -> std::vector<std::string> {
                       const v1::Organization& organization = result.organization();
                       return {organization.name(), organization.display_name(),
                               Label(organization.kind(), kLanguage),
                               CountryName(organization.country(), kLanguage)};
                     });
}

absl::Status SearchAgreements(const CommandContext& context, const Arguments& arguments) {
  v1::SearchAgreementsRequest request;
  JUMELAGE_RETURN_IF_ERROR(SetKinds<v1::Agreement::Kind>(arguments, &request));
  return PrintSearch(
      context, arguments, context.registry, &RegistryClient::SearchAgreements, request,
      {"AGREEMENT", "TITLE", "KIND"},
      [](const v1::AgreementSearchResult& result) -> std::vector<std::string> {
        const v1::Agreement& agreement = result.agreement();
        return {agreement.name(), agreement.display_name(), Label(agreement.kind(), kLanguage)};
      });
}

absl::Status SearchProjects(const CommandContext& context, const Arguments& arguments) {
  p1::SearchProjectsRequest request;
  JUMELAGE_RETURN_IF_ERROR(SetKinds<p1::Project::Kind>(arguments, &request));
  return PrintSearch(context, arguments, context.projects, &client::ProjectsClient::SearchProjects,
                     request, {"PROJECT", "TITLE", "KIND", "STATE"},
                     [](const p1::ProjectSearchResult& result) -> std::vector<std::string> {
                       const p1::Project& project = result.project();
                       return {project.name(), project.display_name(),
                               Label(project.kind(), kLanguage), Label(project.state(), kLanguage)};
                     });
}

template <typename Kind>
OptionSpec KindOption(absl::string_view help) {
  return {"kind", "KIND,…", help, EnumWords<Kind>};
}

}  // namespace

std::vector<Command> SearchCommands() {
  const OptionSpec country = {"country", "CC", "Only those in this country, such as FR."};
  return {
      {"city search",
       "TEXT…",
       1,
       -1,
       "Finds cities by any of their names, misspelt ones too.",
       "Accents, case and script do not matter. Results with typing errors come last, with the "
       "number of\nerrors.",
       {country, KindOption<v1::City::Kind>("Only those of these kinds, such as town."),
        kLimitOption},
       SearchCities},
      {"organization search",
       "TEXT…",
       1,
       -1,
       "Finds organizations by any of their names, as 'city search' does.",
       "",
       {country,
        KindOption<v1::Organization::Kind>(
            "Only those of these kinds, such as twinning-committee."),
        kLimitOption},
       SearchOrganizations},
      {"agreement search",
       "TEXT…",
       1,
       -1,
       "Finds agreements by their titles, as 'city search' does.",
       "",
       {KindOption<v1::Agreement::Kind>("Only those of these kinds, such as convention."),
        kLimitOption},
       SearchAgreements},
      {"project search",
       "TEXT…",
       1,
       -1,
       "Finds projects by their titles in any language, as 'city search' does.",
       "",
       {KindOption<p1::Project::Kind>("Only those of these kinds, such as exchange."),
        kLimitOption},
       SearchProjects},
  };
}

}  // namespace jumelage::cli
