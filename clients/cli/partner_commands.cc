#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/day_options.h"
#include "clients/cli/page/html.h"
#include "clients/cli/page/markdown.h"
#include "clients/cli/page/page.h"
#include "clients/cli/page/page_data.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

// Returns the remarks for a partner's row. Leaves out a normal priority.
std::string Remarks(const v1::Partner& partner) {
  std::vector<std::string> remarks;
  const std::string open = CertaintyText(partner.certainty());
  if (!open.empty()) remarks.push_back(open);
  if (partner.priority() != v1::TwinningSide::PRIORITY_NORMAL) {
    const std::string priority = Label(partner.priority(), Language::kEnglish);
    if (!priority.empty()) remarks.push_back(priority);
  }
  return absl::StrJoin(remarks, ", ");
}

std::string PartnersTable(const v1::QueryPartnersResponse& response) {
  constexpr Language kLanguage = Language::kEnglish;
  TextTable table({"SINCE", "CITY", "COUNTRY", "KIND", "STATE", "EXACTLY", "REMARKS", "TWINNING"});
  for (const v1::PartnerGroup& group : response.groups()) {
    // Show the year only once, before its first partner.
    std::string year = group.year() == 0 ? "?" : absl::StrCat(group.year());
    for (const v1::Partner& partner : group.partners()) {
      const std::string since = FormatDateWithWords(partner.since(), kLanguage);
      table.AddRow(
          {year, partner.city().display_name(), CountryName(partner.city().country(), kLanguage),
           Label(partner.kind(), kLanguage), Label(partner.state(), kLanguage),
           since == absl::StrCat(group.year()) ? "" : since, Remarks(partner), partner.twinning()});
      year.clear();
    }
  }
  return table.Render();
}

absl::Status ShowPartners(const CommandContext& context, const Arguments& arguments) {
  v1::QueryPartnersRequest request;
  JUMELAGE_RETURN_IF_ERROR(SetDay(arguments, &request));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(arguments.words[0], context));
  request.set_city(city.name());
  JUMELAGE_ASSIGN_OR_RETURN(const v1::QueryPartnersResponse response,
                            context.registry.QueryPartners(request));
  if (context.json) return PrintJson(response, context.out);
  context.out << PartnersTable(response);
  return absl::OkStatus();
}

absl::Status ShowPage(const CommandContext& context, const Arguments& arguments) {
  const std::string format = arguments.Get("format", "markdown");
  if (format != "markdown" && format != "html") {
    return UsageError(absl::StrCat("--format must be markdown or html, not '", format, "'"));
  }
  const std::string tag = arguments.Get("language", "en");
  const absl::optional<Language> language = ParseLanguage(tag);
  if (!language) return UsageError(absl::StrCat("--language must be fr or en, not '", tag, "'"));
  if (context.json) {
    return UsageError("'page' has no JSON output: use 'city show', 'partners' and 'project list'");
  }
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(arguments.words[0], context));
  JUMELAGE_ASSIGN_OR_RETURN(const PageData data,
                            GatherPage(city.name(), context.registry, context.projects));
  const Document page = BuildPage(data, *language);
  context.out << (format == "html" ? RenderHtml(page) : RenderMarkdown(page));
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> PartnerCommands() {
  return {
      {"partners",
       "CITY",
       1,
       1,
       "Shows the partner cities of a city, by the year in which each link began.",
       "Without --on, shows links that are now active, dormant or suspended, even if their dates "
       "are not\nknown.",
       {{"on", "DATE", "Links that certainly existed on this day, such as 1990-07-14."},
        {"possible", "", "With --on: also links that may have existed on that day, marked."}},
       ShowPartners},
      {"page",
       "CITY",
       1,
       1,
       "Writes a city's international page: policy, partners, programmes, agreements.",
       "",
       {{"format", "markdown|html", "Default: markdown. HTML is one self-contained file."},
        {"language", "fr|en", "Default: en."}},
       ShowPage},
  };
}

}  // namespace jumelage::cli
