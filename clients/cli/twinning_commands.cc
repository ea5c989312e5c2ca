#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/command/filters.h"
#include "clients/cli/commands.h"
#include "clients/cli/day_options.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/listing.h"
#include "clients/cli/record_printing.h"
#include "clients/cli/record_table.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

constexpr Language kLanguage = Language::kEnglish;

absl::Status ShowTwinning(const CommandContext& context, const Arguments& arguments) {
  v1::GetTwinningRequest request;
  request.set_name(InCollection("twinnings", arguments.words[0]));
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t revision, AtRevision(arguments));
  request.set_read_revision(revision);
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Twinning twinning, context.registry.GetTwinning(request));
  return PrintTwinning(context, twinning);
}

absl::Status ListTwinnings(const CommandContext& context, const Arguments& arguments) {
  std::string city;
  if (arguments.Has("city")) {
    JUMELAGE_ASSIGN_OR_RETURN(const v1::City record,
                              ResolveCity(arguments.Get("city", ""), context));
    city = record.name();
  }
  v1::ListTwinningsRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t revision, AtRevision(arguments));
  request.set_read_revision(revision);
  JUMELAGE_RETURN_IF_ERROR(SetDay(arguments, &request));
  JUMELAGE_ASSIGN_OR_RETURN(auto states, ParseEnumOption<v1::Twinning::State>(arguments, "state"));
  // With --on, --state means the state on that day. Otherwise it means the current state.
  if (request.has_day()) {
    for (const v1::Twinning::State state : states) request.add_states(state);
    states.clear();
  }
  SetListOptions(arguments,
                 {city.empty() ? "" : HasValue("city", city), HasOneOf("state", EnumNames(states))},
                 &request);
  request.set_show_merged(arguments.Has("merged"));
  absl::StatusOr<v1::ListTwinningsResponse> twinnings =
      ReadAll<v1::ListTwinningsRequest, v1::ListTwinningsResponse>(
          arguments, request,
          [&](const auto& page) { return context.registry.ListTwinnings(page); },
          [](v1::ListTwinningsResponse* response) { return response->mutable_twinnings(); },
          [](v1::ListTwinningsResponse* response) { return response->mutable_on_day(); });
  if (!twinnings.ok()) return twinnings.status();
  if (context.json) return PrintJson(*twinnings, context.out);
  RecordTable table({"TWINNING", "CITIES", "", "KIND", "STATE", "ESTABLISHED"});
  for (int row = 0; row < twinnings->twinnings_size(); ++row) {
    const v1::Twinning& twinning = twinnings->twinnings(row);
    std::vector<std::string> sides(2);
    for (int i = 0; i < twinning.sides_size() && i < 2; ++i) sides[i] = twinning.sides(i).city();
    table.AddRow(twinning,
                 {twinning.name(), sides[0], sides[1], Label(twinning.kind(), kLanguage),
                  row < twinnings->on_day_size() ? StateText(twinnings->on_day(row).state(),
                                                             twinnings->on_day(row).certainty())
                                                 : Label(twinning.state(), kLanguage),
                  FormatDateWithWords(twinning.established(), kLanguage)});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> TwinningCommands() {
  return {
      {"twinning show",
       "TWINNING",
       1,
       1,
       "Shows everything that is known about a twinning.",
       "",
       {kAtRevisionOption},
       ShowTwinning},
      {"twinning list",
       "",
       0,
       0,
       "Lists twinnings.",
       FieldsHelp("state, kind, city, city_names, country, organization, agreement, established, "
                  "relation_since, themes",
                  "established, relation_since", "active_on(DAY)"),
       {{"city", "CITY", "Only those of this city."},
        {"state", "STATE,…",
         "Only those in one of these states: proposed, active, dormant, suspended, ended. With "
         "--on: on that day; default: active, dormant or suspended.",
         EnumWords<v1::Twinning::State>},
        {"on", "DATE", "Links that certainly existed on this day, such as 1990-07-14."},
        {"possible", "", "With --on: also links that may have existed on that day, marked."},
        kFilterOption,
        kOrderOption,
        kLimitOption,
        kDeletedOption,
        kMergedOption,
        kAtRevisionOption},
       ListTwinnings},
  };
}

}  // namespace jumelage::cli
