#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "clients/cli/command/filters.h"
#include "clients/cli/commands.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/listing.h"
#include "clients/cli/page/describe_project.h"
#include "clients/cli/record_printing.h"
#include "clients/cli/record_table.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace p1 = projects::v1;

constexpr Language kLanguage = Language::kEnglish;

absl::Status ShowProject(const CommandContext& context, const Arguments& arguments) {
  p1::GetProjectRequest request;
  request.set_name(InCollection("projects", arguments.words[0]));
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t revision, AtRevision(arguments));
  request.set_read_revision(revision);
  JUMELAGE_ASSIGN_OR_RETURN(const p1::Project project, context.projects.GetProject(request));
  return PrintProject(context, project);
}

absl::Status ListProjects(const CommandContext& context, const Arguments& arguments) {
  std::string city;
  if (arguments.Has("city")) {
    JUMELAGE_ASSIGN_OR_RETURN(const registry::v1::City record,
                              ResolveCity(arguments.Get("city", ""), context));
    city = record.name();
  }
  p1::ListProjectsRequest request;
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t revision, AtRevision(arguments));
  request.set_read_revision(revision);
  JUMELAGE_ASSIGN_OR_RETURN(const auto states,
                            ParseEnumOption<p1::Project::State>(arguments, "state"));
  SetListOptions(arguments,
                 {city.empty() ? "" : HasValue("city", city), HasOneOf("state", EnumNames(states))},
                 &request);
  absl::StatusOr<p1::ListProjectsResponse> projects =
      ReadAll<p1::ListProjectsRequest, p1::ListProjectsResponse>(
          arguments, request, [&](const auto& page) { return context.projects.ListProjects(page); },
          [](p1::ListProjectsResponse* response) { return response->mutable_projects(); });
  if (!projects.ok()) return projects.status();
  if (context.json) return PrintJson(*projects, context.out);
  RecordTable table({"PROJECT", "TITLE", "KIND", "STATE", "START", "PARTICIPANTS"});
  for (const p1::Project& project : projects->projects()) {
    const Directory directory = DirectoryOf(project);
    table.AddRow(project, {project.name(), directory.NameOf(project.name(), kLanguage),
                           Label(project.kind(), kLanguage), Label(project.state(), kLanguage),
                           ProjectStart(project, kLanguage),
                           ParticipantNames(project, Context{directory, kLanguage})});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ProjectCommands() {
  return {
      {"project show",
       "PROJECT",
       1,
       1,
       "Shows everything that is known about a project.",
       "",
       {kAtRevisionOption},
       ShowProject},
      {"project list",
       "",
       0,
       0,
       "Lists projects.",
       FieldsHelp("display_name, state, kind, parent, city, organization, sector, sdg_target, "
                  "twinning, agreement, planned_start, actual_start, planned_end, actual_end",
                  "display_name, planned_start, actual_start"),
       {{"city", "CITY",
         "Only projects that this city takes part in or that are on its territory."},
        {"state", "STATE,…",
         "Only those in one of these states, such as pipeline, implementation, closed, unknown.",
         EnumWords<p1::Project::State>},
        kFilterOption,
        kOrderOption,
        kLimitOption,
        kDeletedOption,
        kAtRevisionOption},
       ListProjects},
  };
}

}  // namespace jumelage::cli
