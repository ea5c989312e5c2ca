#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/dates.h"
#include "clients/cli/listing.h"
#include "clients/cli/page/describe_twinning.h"
#include "clients/cli/page/markdown.h"
#include "clients/cli/page/page_data.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;
using client::RegistryClient;

constexpr Language kLanguage = Language::kEnglish;

// The twinning as Markdown, with its name, revision and etag on top: what a next step needs.
absl::Status PrintTwinning(const CommandContext& context, const v1::Twinning& twinning) {
  if (context.json) {
    context.out << ToJson(twinning, /*one_line=*/false);
    return absl::OkStatus();
  }
  Directory directory;
  directory.twinnings.emplace(twinning.name(), twinning);
  JUMELAGE_RETURN_IF_ERROR(AddReferenced(twinning, context.registry, &directory));
  // The parties of its agreements, for the signatories.
  const auto agreements = directory.agreements;
  for (const auto& entry : agreements) {
    JUMELAGE_RETURN_IF_ERROR(AddReferenced(entry.second, context.registry, &directory));
  }
  Section section = DescribeTwinning(twinning, Context{directory, kLanguage});
  Document document;
  document.title = directory.NameOf(twinning.name(), kLanguage);
  document.subtitle = PlainLine(absl::StrCat(twinning.name(), ", revision ", twinning.revision(),
                                             ", etag ", twinning.etag()));
  if (twinning.has_delete_time()) {
    document.blocks.push_back(
        Block{Paragraph{PlainLine(std::string(Say(Phrase::kDeleted, kLanguage)))}});
  }
  for (Block& block : section.blocks) document.blocks.push_back(std::move(block));
  context.out << RenderMarkdown(document);
  return absl::OkStatus();
}

absl::Status ShowTwinning(const CommandContext& context, const Arguments& arguments) {
  v1::GetTwinningRequest request;
  request.set_name(InCollection("twinnings", arguments.words[0]));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Twinning twinning, context.registry.GetTwinning(request));
  return PrintTwinning(context, twinning);
}

absl::Status ListTwinnings(const CommandContext& context, const Arguments& arguments) {
  std::string city;
  if (arguments.Has("city")) {
    JUMELAGE_ASSIGN_OR_RETURN(const v1::City record,
                              ResolveCity(arguments.Get("city", ""), context.registry));
    city = record.name();
  }
  v1::ListTwinningsRequest request;
  SetListOptions(
      arguments,
      {TextComparison("city", city), EnumComparison("state", arguments.Get("state", ""))},
      &request);
  request.set_show_merged(arguments.Has("merged"));
  absl::StatusOr<v1::ListTwinningsResponse> twinnings =
      ReadAll<v1::ListTwinningsRequest, v1::ListTwinningsResponse>(
          arguments, request,
          [&](const auto& page) { return context.registry.ListTwinnings(page); },
          [](v1::ListTwinningsResponse* response) { return response->mutable_twinnings(); });
  if (!twinnings.ok()) return twinnings.status();
  if (context.json) {
    context.out << ToJson(*twinnings, /*one_line=*/false);
    return absl::OkStatus();
  }
  TextTable table({"TWINNING", "CITIES", "", "KIND", "STATE", "ESTABLISHED"});
  for (const v1::Twinning& twinning : twinnings->twinnings()) {
    std::vector<std::string> sides(2);
    for (int i = 0; i < twinning.sides_size() && i < 2; ++i) sides[i] = twinning.sides(i).city();
    table.AddRow({twinning.name(), sides[0], sides[1],
                  std::string(Label(twinning.kind(), kLanguage)),
                  std::string(Label(twinning.state(), kLanguage)),
                  FormatDateWithWords(twinning.established(), kLanguage)});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

// Takes a step in the life of a twinning: the requests of all steps have the same fields.
template <typename Request, absl::StatusOr<v1::Twinning> (RegistryClient::*kStep)(Request request)>
absl::Status TakeStep(const CommandContext& context, const Arguments& arguments) {
  Request request;
  request.set_name(InCollection("twinnings", arguments.words[0]));
  request.set_etag(arguments.Get("etag", ""));
  request.set_validate_only(arguments.Has("validate-only"));
  if (arguments.Has("effective")) {
    JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_effective_date(),
                              ParseUncertainDate(arguments.Get("effective", ""), "effective"));
  }
  if (arguments.Has("decision-body")) {
    request.mutable_decision()->set_body(arguments.Get("decision-body", ""));
  }
  if (arguments.Has("decision-reference")) {
    request.mutable_decision()->set_reference(arguments.Get("decision-reference", ""));
  }
  if (arguments.Has("note")) {
    google::type::LocalizedText* note = request.add_notes();
    note->set_text(arguments.Get("note", ""));
    note->set_language_code(arguments.Get("note-language", "en"));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Twinning twinning,
                            (context.registry.*kStep)(std::move(request)));
  return PrintTwinning(context, twinning);
}

template <typename Request, absl::StatusOr<v1::Twinning> (RegistryClient::*kStep)(Request request)>
Command StepCommand(absl::string_view name, absl::string_view summary, absl::string_view details) {
  return {name,
          "TWINNING",
          1,
          1,
          summary,
          details,
          {{"effective", "DATE", "From when it has effect: a year, a month or a day."},
           {"note", "TEXT", "A remark."},
           {"note-language", "TAG", "The language of --note (BCP-47). Default: en."},
           {"decision-body", "TEXT", "Who decided it, such as a council."},
           {"decision-reference", "TEXT", "The reference of that decision."},
           {"etag", "ETAG", "Only if the record still is as 'twinning show' showed it."},
           {"validate-only", "", "Checks whether it could be done, and does nothing."}},
          TakeStep<Request, kStep>};
}

}  // namespace

std::vector<Command> TwinningCommands() {
  return {
      {"twinning show",
       "TWINNING",
       1,
       1,
       "Shows all that is known of a twinning.",
       "",
       {},
       ShowTwinning},
      {"twinning list",
       "",
       0,
       0,
       "Lists twinnings.",
       "Fields of --filter: name, state, kind, city, city_names, country, organization, agreement, "
       "established, relation_since, themes, external_ids, create_time, update_time, deleted; "
       "of --order-by: name, established, relation_since, create_time, "
       "update_time.",
       {{"city", "CITY", "Only those of this city."},
        {"state", "STATE",
         "Only those in this state: proposed, active, dormant, suspended, ended."},
        kFilterOption,
        kOrderOption,
        kLimitOption,
        kDeletedOption,
        kMergedOption},
       ListTwinnings},
      StepCommand<v1::SignTwinningRequest, &RegistryClient::SignTwinning>(
          "twinning sign", "Records that a proposed twinning was signed.", "PROPOSED → ACTIVE."),
      StepCommand<v1::SuspendTwinningRequest, &RegistryClient::SuspendTwinning>(
          "twinning suspend", "Records that a twinning was halted by a decision.",
          "ACTIVE or DORMANT → SUSPENDED."),
      StepCommand<v1::MarkTwinningDormantRequest, &RegistryClient::MarkTwinningDormant>(
          "twinning dormant", "Records that nothing happens in a twinning any more.",
          "ACTIVE → DORMANT."),
      StepCommand<v1::ReactivateTwinningRequest, &RegistryClient::ReactivateTwinning>(
          "twinning reactivate", "Records that a twinning was taken up again.",
          "DORMANT, SUSPENDED or ENDED → ACTIVE."),
      StepCommand<v1::EndTwinningRequest, &RegistryClient::EndTwinning>(
          "twinning end", "Records that a twinning is over.", "Any state but ENDED → ENDED."),
  };
}

}  // namespace jumelage::cli
