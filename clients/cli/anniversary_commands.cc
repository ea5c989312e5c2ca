#include <algorithm>
#include <cstdint>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/day_options.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/listing.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

constexpr Language kLanguage = Language::kEnglish;

std::string AnniversaryTable(const v1::QueryAnniversariesResponse& response) {
  TextTable table({"DATE", "YEARS", "CITIES", "", "SINCE", "STATE", "REMARK", "TWINNING"});
  for (const v1::Anniversary& anniversary : response.anniversaries()) {
    std::vector<std::string> cities(2);
    for (int i = 0; i < anniversary.cities_size() && i < 2; ++i) {
      cities[i] = anniversary.cities(i).display_name();
    }
    table.AddRow({FormatDate(anniversary.date(), kLanguage), absl::StrCat(anniversary.years()),
                  cities[0], cities[1], FormatDateWithWords(anniversary.since(), kLanguage),
                  Label(anniversary.state(), kLanguage), CertaintyText(anniversary.certainty()),
                  anniversary.twinning()});
  }
  return table.Render();
}

absl::Status ListAnniversaries(const CommandContext& context, const Arguments& arguments) {
  if (!arguments.Has("from") || !arguments.Has("to")) {
    return UsageError("'anniversaries' needs a period: --from DATE and --to DATE");
  }
  v1::QueryAnniversariesRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_first_day(),
                            ParseDay(arguments.Get("from", ""), "from"));
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_last_day(), ParseDay(arguments.Get("to", ""), "to"));
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t every, arguments.GetNumber("every", 1, 0));
  request.set_every_years(
      static_cast<int32_t>(std::min<int64_t>(every, std::numeric_limits<int32_t>::max())));
  JUMELAGE_ASSIGN_OR_RETURN(const auto states,
                            ParseEnumOption<v1::Twinning::State>(arguments, "state"));
  for (const v1::Twinning::State state : states) request.add_states(state);
  if (arguments.Has("city")) {
    JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(arguments.Get("city", ""), context));
    request.set_city(city.name());
  }
  using Request = v1::QueryAnniversariesRequest;
  using Response = v1::QueryAnniversariesResponse;
  absl::StatusOr<Response> response = ReadAll<Request, Response>(
      arguments, request,
      [&](const Request& page) { return context.registry.QueryAnniversaries(page); },
      [](Response* page) { return page->mutable_anniversaries(); });
  if (!response.ok()) return response.status();
  if (context.json) return PrintJson(*response, context.out);
  context.out << AnniversaryTable(*response);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> AnniversaryCommands() {
  return {
      {"anniversaries",
       "",
       0,
       0,
       "Lists the anniversaries of twinnings in a period.",
       "Incomplete dates count too. An anniversary that may or may not fall within the period is "
       "marked.",
       {{"from", "DATE", "The first day, such as 2025-01-01."},
        {"to", "DATE", "The last day, at most 10 years later."},
        {"every", "N", "Every N years. Default: 5."},
        {"city", "CITY", "Only those of this city."},
        {"state", "STATE,…", "Only twinnings that are now in one of these states. Default: active.",
         EnumWords<v1::Twinning::State>},
        kLimitOption},
       ListAnniversaries},
  };
}

}  // namespace jumelage::cli
