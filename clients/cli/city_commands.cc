#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command/filters.h"
#include "clients/cli/commands.h"
#include "clients/cli/listing.h"
#include "clients/cli/page/describe_city.h"
#include "clients/cli/page/isolate_texts.h"
#include "clients/cli/page/markdown.h"
#include "clients/cli/page/page_data.h"
#include "clients/cli/record_table.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

constexpr Language kLanguage = Language::kEnglish;

// Returns the city's first population as a table cell, or "" if there is none.
std::string Population(const v1::City& city) {
  return city.populations().empty() ? "" : FormatCount(city.populations(0), kLanguage);
}

absl::Status ShowCity(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_ASSIGN_OR_RETURN(v1::City city, ResolveCity(arguments.words[0], context));
  v1::GetCityRequest past;
  past.set_name(city.name());
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t revision, AtRevision(arguments));
  past.set_read_revision(revision);
  if (revision > 0) {
    JUMELAGE_ASSIGN_OR_RETURN(city, context.registry.GetCity(past));
  }
  if (context.json) return PrintJson(city, context.out);
  Directory directory;
  directory.cities.emplace(city.name(), city);
  JUMELAGE_RETURN_IF_ERROR(AddReferenced(city, context.registry, &directory));
  IsolateTexts(&city);
  IsolateTexts(&directory);
  const Context texts{directory, kLanguage};
  Document document;
  document.title = CityTitle(city, kLanguage);
  document.subtitle = PlainLine(city.name());
  if (city.has_delete_time()) {
    document.blocks.push_back(
        Block{Paragraph{PlainLine(std::string(Say(Phrase::kDeleted, kLanguage)))}});
  }
  if (!city.merged_into().empty()) {
    document.blocks.push_back(
        Block{Paragraph{PlainLine(absl::StrCat("Merged into ", city.merged_into(), "."))}});
  }
  FactList facts(kLanguage);
  AddCityFacts(city, texts, &facts);
  std::vector<Line> ids;
  for (const type::v1::ExternalId& id : city.external_ids()) {
    ids.push_back(PlainLine(absl::StrCat(id.scheme(), " ", id.value())));
  }
  facts.Add(Phrase::kIdentifiers, std::move(ids));
  std::move(facts).AppendTo(&document.blocks);
  AppendCityTexts(city, texts, &document.blocks);
  context.out << RenderMarkdown(document);
  return absl::OkStatus();
}

absl::Status ListCities(const CommandContext& context, const Arguments& arguments) {
  v1::ListCitiesRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t revision, AtRevision(arguments));
  request.set_read_revision(revision);
  JUMELAGE_ASSIGN_OR_RETURN(const std::string country, CountryOption(arguments));
  SetListOptions(arguments, {country.empty() ? "" : HasValue("country", country)}, &request);
  request.set_show_merged(arguments.Has("merged"));
  absl::StatusOr<v1::ListCitiesResponse> cities =
      ReadAll<v1::ListCitiesRequest, v1::ListCitiesResponse>(
          arguments, request, [&](const auto& page) { return context.registry.ListCities(page); },
          [](v1::ListCitiesResponse* response) { return response->mutable_cities(); });
  if (!cities.ok()) return cities.status();
  if (context.json) return PrintJson(*cities, context.out);
  RecordTable table({"CITY", "NAME", "COUNTRY", "STATUS", "POPULATION"});
  for (const v1::City& city : cities->cities()) {
    table.AddRow(city, {city.name(), city.display_name(), CountryName(city.country(), kLanguage),
                        Label(city.level(), kLanguage), Population(city)});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> CityCommands() {
  const OptionSpec country = {"country", "CC", "Only cities in this country, such as FR."};
  return {
      {"city show",
       "CITY",
       1,
       1,
       "Shows everything that is known about a city.",
       "",
       {kAtRevisionOption},
       ShowCity},
      {"city list",
       "",
       0,
       0,
       "Lists cities.",
       FieldsHelp("display_name, names, country, region, kind, level, parent, population, location",
                  "display_name, country, population",
                  "distance(\"cities/ID\"), distance(LATITUDE, LONGITUDE)"),
       {country, kFilterOption, kOrderOption, kLimitOption, kDeletedOption, kMergedOption,
        kAtRevisionOption},
       ListCities},
  };
}

}  // namespace jumelage::cli
