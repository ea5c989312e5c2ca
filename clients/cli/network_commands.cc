#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command/dates.h"
#include "clients/cli/commands.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/listing.h"
#include "clients/cli/network_json.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/printable.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

const std::vector<OptionSpec>& LinkOptions() {
  static const auto* const options = new std::vector<OptionSpec>{
      {"on", "DATE", "Links that certainly existed on this day, such as 1990-07-14."},
      {"possible", "", "With --on: also links that may have existed on that day."},
      {"kinds", "KIND,…",
       "Links of these kinds: twinning, friendship, cooperation-agreement, "
       "decentralised-cooperation. Default: all.",
       EnumWords<v1::Twinning::Kind>},
      {"states", "STATE,…",
       "Links in these states: proposed, active, dormant, suspended, ended. "
       "Default: active, dormant and suspended.",
       EnumWords<v1::Twinning::State>},
      {"countries", "CODE,…", "Links with a city in one of these countries (FR,DE)."},
      {"within", "", "With --countries: links with both cities in these countries."},
  };
  return *options;
}

std::vector<OptionSpec> WithLinkOptions(std::vector<OptionSpec> options) {
  options.insert(options.end(), LinkOptions().begin(), LinkOptions().end());
  return options;
}

absl::StatusOr<v1::LinkSelection> ReadLinks(const Arguments& arguments) {
  v1::LinkSelection links;
  if (arguments.Has("on")) {
    JUMELAGE_ASSIGN_OR_RETURN(*links.mutable_day(), ParseDay(arguments.Get("on", ""), "on"));
  } else if (arguments.Has("possible")) {
    return UsageError("--possible needs a day: --on DATE");
  }
  if (arguments.Has("within") && !arguments.Has("countries")) {
    return UsageError("--within needs countries: --countries CODE,…");
  }
  links.set_include_possible(arguments.Has("possible"));
  links.set_within_countries(arguments.Has("within"));
  JUMELAGE_ASSIGN_OR_RETURN(const auto kinds,
                            ParseEnumOption<v1::Twinning::Kind>(arguments, "kinds"));
  for (const v1::Twinning::Kind kind : kinds) links.add_kinds(kind);
  JUMELAGE_ASSIGN_OR_RETURN(const auto states,
                            ParseEnumOption<v1::Twinning::State>(arguments, "states"));
  for (const v1::Twinning::State state : states) links.add_states(state);
  JUMELAGE_ASSIGN_OR_RETURN(const auto countries, arguments.GetList("countries"));
  for (const std::string& code : countries) {
    JUMELAGE_ASSIGN_OR_RETURN(*links.add_countries(), CountryCode(code, "countries"));
  }
  return links;
}

std::string Country(absl::string_view code) {
  return code.empty() ? "?" : CountryName(code, Language::kEnglish);
}

std::string Number(int64_t number) { return FormatNumber(number, Language::kEnglish); }

constexpr char kCut[] = "There are more results: this is only a part.\n";

std::string StatisticsTable(const v1::ComputeStatisticsResponse& s) {
  const auto real = [](bool defined, double value) {
    return defined ? absl::StrFormat("%.5f", value) : "–";
  };
  TextTable table({"FIGURE", "VALUE"});
  table.AddRow({"places", Number(s.places())});
  table.AddRow({"twinnings", Number(s.twinnings())});
  table.AddRow({"components", Number(s.components())});
  table.AddRow({"places of the largest component", Number(s.largest_component())});
  table.AddRow({"highest degree", Number(s.max_degree())});
  table.AddRow({"mean degree", real(s.has_mean_degree(), s.mean_degree())});
  table.AddRow({"wedges", Number(s.wedges())});
  table.AddRow({"claws", Number(s.claws())});
  table.AddRow({"triangles", Number(s.triangles())});
  table.AddRow({"squares", Number(s.squares())});
  table.AddRow({"clustering coefficient", real(s.has_clustering(), s.clustering())});
  table.AddRow({"degree assortativity", real(s.has_assortativity(), s.assortativity())});
  table.AddRow({"diameter", Number(s.diameter())});
  table.AddRow({"mean distance", real(s.has_mean_distance(), s.mean_distance())});
  if (!s.degrees().empty() && s.degrees(0).degree() == 1) {
    table.AddRow({"places with one partner",
                  absl::StrFormat("%.1f %%", 100.0 * static_cast<double>(s.degrees(0).places()) /
                                                 static_cast<double>(s.places()))});
  }
  std::string text = table.Render();
  if (s.hubs().empty()) return text;
  TextTable hubs({"PARTNERS", "CITY", "COUNTRY", "NAME"});
  for (const v1::NetworkHub& hub : s.hubs()) {
    hubs.AddRow({Number(hub.degree()), hub.city().display_name(), Country(hub.city().country()),
                 hub.city().city()});
  }
  absl::StrAppend(&text, "\n", hubs.Render());
  return text;
}

absl::Status ShowStatistics(const CommandContext& context, const Arguments& arguments) {
  v1::ComputeStatisticsRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_links(), ReadLinks(arguments));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::ComputeStatisticsResponse response,
                            context.registry.ComputeStatistics(request));
  context.out << (context.json ? StatisticsJson(response) : StatisticsTable(response));
  return absl::OkStatus();
}

std::string PathsText(const v1::FindPathsResponse& response) {
  if (!response.has_length()) return "No path was found.\n";
  std::string text = absl::StrCat("Paths: ", Number(response.path_count()),
                                  ", links in each: ", response.length(), "\n");
  for (const v1::NetworkPath& path : response.paths()) {
    absl::StrAppend(&text,
                    absl::StrJoin(path.steps(), " – ",
                                  [](std::string* out, const v1::NetworkStep& step) {
                                    absl::StrAppend(out,
                                                    Isolated(Printable(step.city().display_name())),
                                                    " (", step.city().city(), ")");
                                  }),
                    "\n");
  }
  if (response.truncated()) text += kCut;
  return text;
}

absl::Status ShowPaths(const CommandContext& context, const Arguments& arguments) {
  v1::FindPathsRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_links(), ReadLinks(arguments));
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t most, arguments.GetNumber("most", 1, 0));
  request.set_max_paths(static_cast<int32_t>(std::min<int64_t>(most, INT32_MAX)));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City source, ResolveCity(arguments.words[0], context));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City target, ResolveCity(arguments.words[1], context));
  request.set_source(source.name());
  request.set_target(target.name());
  JUMELAGE_ASSIGN_OR_RETURN(const v1::FindPathsResponse response,
                            context.registry.FindPaths(request));
  if (context.json) return PrintJson(response, context.out);
  context.out << PathsText(response);
  return absl::OkStatus();
}

absl::Status ShowCommonPartners(const CommandContext& context, const Arguments& arguments) {
  v1::QueryCommonPartnersRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_links(), ReadLinks(arguments));
  for (const std::string& word : arguments.words) {
    JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(word, context));
    request.add_cities(city.name());
  }
  JUMELAGE_ASSIGN_OR_RETURN(const v1::QueryCommonPartnersResponse response,
                            context.registry.QueryCommonPartners(request));
  if (context.json) return PrintJson(response, context.out);
  TextTable table({"CITY", "COUNTRY", "NAME", "TWINNINGS"});
  for (const v1::CommonPartner& partner : response.partners()) {
    table.AddRow({partner.city().display_name(), Country(partner.city().country()),
                  partner.city().city(), absl::StrJoin(partner.twinnings(), ", ")});
  }
  context.out << table.Render() << (response.truncated() ? kCut : "");
  return absl::OkStatus();
}

absl::Status ShowNeighborhood(const CommandContext& context, const Arguments& arguments) {
  v1::QueryNeighborhoodRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_links(), ReadLinks(arguments));
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t distance, arguments.GetNumber("distance", 1, 0));
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t most, arguments.GetNumber("most", 1, 0));
  request.set_max_distance(static_cast<int32_t>(std::min<int64_t>(distance, INT32_MAX)));
  request.set_max_cities(static_cast<int32_t>(std::min<int64_t>(most, INT32_MAX)));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(arguments.words[0], context));
  request.set_city(city.name());
  JUMELAGE_ASSIGN_OR_RETURN(const v1::QueryNeighborhoodResponse response,
                            context.registry.QueryNeighborhood(request));
  if (context.json) return PrintJson(response, context.out);
  TextTable table({"DISTANCE", "CITY", "COUNTRY", "NAME"});
  for (const v1::Neighbor& neighbor : response.neighbors()) {
    table.AddRow({absl::StrCat(neighbor.distance()), neighbor.city().display_name(),
                  Country(neighbor.city().country()), neighbor.city().city()});
  }
  context.out << table.Render() << Number(response.city_count())
              << NounFor(response.city_count(), " city, ", " cities, ", Language::kEnglish)
              << Number(response.edges_size())
              << NounFor(response.edges_size(), " link", " links", Language::kEnglish)
              << " among those shown\n"
              << (response.truncated() ? kCut : "");
  return absl::OkStatus();
}

absl::Status ShowCountries(const CommandContext& context, const Arguments& arguments) {
  v1::QueryCountryLinksRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_links(), ReadLinks(arguments));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::QueryCountryLinksResponse response,
                            context.registry.QueryCountryLinks(request));
  if (context.json) return PrintJson(response, context.out);
  TextTable table({"TWINNINGS", "COUNTRY", "COUNTRY"});
  for (const v1::CountryLinks& pair : response.pairs()) {
    table.AddRow(
        {Number(pair.twinnings()), Country(pair.first_country()), Country(pair.second_country())});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> NetworkCommands() {
  return {
      {"network statistics", "", 0, 0,
       "Computes statistics of the network: components, degrees, clustering, distances.",
       "--output json prints one object of numbers, with null for an undefined figure. A large "
       "network can\ntake minutes: use --timeout 5m, or select a part of it with the options "
       "below.",
       LinkOptions(), ShowStatistics},
      {"network path", "CITY CITY", 2, 2, "Finds the shortest paths from one city to another.", "",
       WithLinkOptions({{"most", "NUMBER", "The most paths to show, up to 1000. Default: 100."}}),
       ShowPaths},
      {"network common", "CITY CITY…", 2, -1,
       "Shows the cities that are linked with all of the given cities.", "", LinkOptions(),
       ShowCommonPartners},
      {"network neighborhood", "CITY", 1, 1, "Shows the cities around a city.", "",
       WithLinkOptions({{"distance", "NUMBER", "How many links away, up to 10. Default: 1."},
                        {"most", "NUMBER", "The most cities to show, up to 5000. Default: 1000."}}),
       ShowNeighborhood},
      {"network countries", "", 0, 0, "Counts the links between countries, and within each.", "",
       LinkOptions(), ShowCountries},
  };
}

}  // namespace jumelage::cli
