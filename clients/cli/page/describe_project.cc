#include "clients/cli/page/describe_project.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/page/describe_body.h"
#include "clients/cli/page/ledger_lines.h"
#include "clients/cli/text/labels.h"

namespace jumelage::cli {
namespace {

using projects::v1::Participant;
using projects::v1::Project;
using projects::v1::ProjectSector;
using projects::v1::RegistryReference;
using projects::v1::RelatedProject;
using projects::v1::Site;
using projects::v1::TargetGroup;

// A sector's share is in hundredths of a per cent.
constexpr double kBasisPointsPerPercent = 100;

Tags ProjectTags(const Project& project, Language language) {
  Tags tags;
  const std::string kind = Label(project.kind(), language);
  if (!kind.empty()) tags.tags.push_back(Tag{kind, ""});
  const std::string state = Label(project.state(), language);
  const bool halted =
      project.state() == Project::STATE_SUSPENDED || project.state() == Project::STATE_CANCELLED;
  const bool running = project.state() == Project::STATE_IMPLEMENTATION ||
                       project.state() == Project::STATE_FINALISATION;
  if (!state.empty()) tags.tags.push_back(Tag{state, halted ? "stop" : running ? "good" : "rest"});
  return tags;
}

// Returns a note if the resource `name`, to which the project refers, was deleted, merged or
// removed. Otherwise returns "".
std::string ReferenceNote(const std::string& name, const Project& project, const Context& context) {
  for (const RegistryReference& reference : project.references()) {
    if (reference.resource() != name) continue;
    // UNKNOWN only means that the projects service has not read the resource yet.
    if (reference.state() == RegistryReference::STATE_LIVE ||
        reference.state() == RegistryReference::STATE_UNKNOWN) {
      return "";
    }
    std::string label = Label(reference.state(), context.language);
    if (reference.redirect_target().empty()) return label;
    return absl::StrCat(label, " → ",
                        context.directory.NameOf(reference.redirect_target(), context.language));
  }
  return "";
}

std::string ParticipantName(const Participant& participant, const Context& context) {
  if (participant.has_city()) {
    return context.directory.NameOf(participant.city(), context.language);
  }
  if (participant.has_organization()) {
    return context.directory.NameOf(participant.organization(), context.language);
  }
  return participant.unregistered_display_name();
}

std::string Roles(const Participant& participant, Language language) {
  std::vector<std::string> roles;
  for (const int role : participant.roles()) {
    const std::string label = Label(static_cast<Participant::Role>(role), language);
    if (!label.empty()) roles.push_back(label);
  }
  return JoinWithAnd(roles, language);
}

Line ParticipantLine(const Participant& participant, const Project& project,
                     const Context& context) {
  const Language language = context.language;
  Line line = {Strong(ParticipantName(participant, context))};
  if (!participant.acting_as_member_of().empty()) {
    line.push_back(
        Plain(absl::StrCat(", ", Say(Phrase::kAsMemberOf, language), " ",
                           context.directory.NameOf(participant.acting_as_member_of(), language))));
  }
  const std::string roles = Roles(participant, language);
  if (!roles.empty()) AppendPart(" – ", PlainLine(roles), &line);
  const std::string period = FormatPeriod(participant.since(), participant.until(), language);
  if (!period.empty()) line.push_back(Plain(absl::StrCat(" (", period, ")")));
  AppendPart(" – ", TextLine(participant.notes(), language), &line);
  const std::string name = participant.has_city() ? participant.city() : participant.organization();
  const std::string note = ReferenceNote(name, project, context);
  if (!note.empty()) line.push_back(Plain(absl::StrCat(" [", note, "]")));
  return line;
}

// Returns a line with the facility, then the place, such as "2 collèges, Komki-Ipala".
Line SiteLine(const Site& site, const Context& context) {
  const Language language = context.language;
  Line line;
  const std::string facility = FacilityLabel(site.facility_kind(), site.facility_count(), language);
  if (!facility.empty()) AppendPart(", ", PlainLine(Capitalized(facility, language)), &line);
  const std::string names = NameSpellings(site.facility_names(), language);
  if (!names.empty()) AppendPart(" ", PlainLine(Quoted(names, language)), &line);
  if (!site.place_display_name().empty()) {
    AppendPart(", ", PlainLine(site.place_display_name()), &line);
  }
  if (!site.city().empty()) {
    const std::string city = context.directory.NameOf(site.city(), language);
    if (site.place_display_name().empty()) {
      AppendPart(", ", PlainLine(city), &line);
    } else {
      line.push_back(Plain(absl::StrCat(" (", city, ")")));
    }
  }
  AppendPart(" – ", TextLine(site.notes(), language), &line);
  return line;
}

Line SectorLine(const ProjectSector& sector, Language language) {
  Line line = PlainLine(sector.code());
  const std::string label(DacLabel(sector.code(), language));
  if (!label.empty()) AppendPart(" ", PlainLine(label), &line);
  if (sector.share_basis_points() > 0) {
    const std::string share =
        FormatDecimal(sector.share_basis_points() / kBasisPointsPerPercent, language);
    AppendPart(", ",
               PlainLine(absl::StrCat(share, language == Language::kFrench ? "\u00a0%" : "%")),
               &line);
  }
  AppendPart(" – ", TextLine(sector.notes(), language), &line);
  return line;
}

Line TargetGroupLine(const TargetGroup& group, Language language) {
  Line line = TextLine(group.texts(), language);
  if (group.has_size()) {
    line.push_back(Plain(absl::StrCat(" (", FormatCount(group.size(), language), ")")));
  }
  return line;
}

void AddDate(Phrase term, const type::v1::UncertainDate& date, Language language, FactList* facts) {
  Line line = DateLine(date, language);
  if (!line.empty()) facts->Add(term, std::vector<Line>{std::move(line)});
}

// Returns one line per entry of a repeated field. Leaves out empty lines.
template <typename Entries, typename ToLine>
std::vector<Line> Lines(const Entries& entries, ToLine to_line) {
  std::vector<Line> lines;
  for (const auto& entry : entries) {
    Line line = to_line(entry);
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

void AddFrame(const Project& project, const Context& context, FactList* facts) {
  const Language language = context.language;
  const auto to_line = [&](const std::string& name) {
    Line line = {
        Linked(context.directory.NameOf(name, language), absl::StrCat("#", SectionId(name)))};
    const std::string note = ReferenceNote(name, project, context);
    if (!note.empty()) line.push_back(Plain(absl::StrCat(" [", note, "]")));
    return line;
  };
  facts->Add(Phrase::kInTheFrameOf, Lines(project.twinnings(), to_line));
  facts->Add(Phrase::kAgreements, Lines(project.agreements(), to_line));
  if (!project.parent().empty()) {
    facts->Add(Phrase::kPartOfProject, std::vector<Line>{to_line(project.parent())});
  }
  facts->Add(Phrase::kRelatedProjects,
             Lines(project.related_projects(), [&](const RelatedProject& related) {
               Line line = to_line(related.project());
               AppendPart(", ", PlainLine(Label(related.relation(), language)), &line);
               return line;
             }));
}

}  // namespace

Section DescribeProject(const Project& project, const Context& context) {
  const Language language = context.language;
  Section section;
  section.id = SectionId(project.name());
  section.role = "project";
  section.title = TextLine(project.titles(), language);
  if (section.title.empty()) section.title = PlainLine(project.display_name());
  section.blocks.push_back(Block{ProjectTags(project, language)});
  AppendText(project.descriptions(), language, &section.blocks);
  FactList facts(language);
  AddDate(Phrase::kStart, project.actual_start(), language, &facts);
  AddDate(Phrase::kPlannedStart, project.planned_start(), language, &facts);
  AddDate(Phrase::kEnd, project.actual_end(), language, &facts);
  AddDate(Phrase::kPlannedEnd, project.planned_end(), language, &facts);
  facts.Add(Phrase::kHistory, HistoryLines(project.ledger(), context));
  facts.Add(Phrase::kParticipants, Lines(project.participants(), [&](const Participant& each) {
              return ParticipantLine(each, project, context);
            }));
  facts.Add(Phrase::kPlaces,
            Lines(project.sites(), [&](const Site& site) { return SiteLine(site, context); }));
  facts.Add(Phrase::kFor, Lines(project.target_groups(), [&](const TargetGroup& group) {
              return TargetGroupLine(group, language);
            }));
  AddFrame(project, context, &facts);
  facts.Add(Phrase::kSectors, Lines(project.sectors(), [&](const ProjectSector& sector) {
              return SectorLine(sector, language);
            }));
  facts.Add(Phrase::kGoals, Lines(project.sdg_targets(), [&](const std::string& target) {
              return PlainLine(absl::StrCat(target, " ", SdgGoalLabel(target, language)));
            }));
  facts.Add(Phrase::kDocuments, LinkLines(project.documents(), language));
  std::move(facts).AppendTo(&section.blocks);
  AppendFactSection(Phrase::kActivities, project.activities(), language, &section.blocks);
  return section;
}

std::string ParticipantNames(const Project& project, const Context& context) {
  std::vector<std::string> names;
  for (const Participant& participant : project.participants()) {
    names.push_back(ParticipantName(participant, context));
  }
  return absl::StrJoin(names, ", ");
}

std::string ProjectStart(const Project& project, Language language) {
  const std::string actual = FormatDate(project.actual_start(), language);
  return actual.empty() ? FormatDate(project.planned_start(), language) : actual;
}

}  // namespace jumelage::cli
