#include "clients/cli/page/describe_twinning.h"

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

using registry::v1::Attestation;
using registry::v1::Twinning;
using registry::v1::TwinningOrganization;
using registry::v1::TwinningSide;

std::string StateRole(Twinning::State state) {
  switch (state) {
    case Twinning::STATE_ACTIVE:
      return "good";
    case Twinning::STATE_DORMANT:
    case Twinning::STATE_PROPOSED:
      return "rest";
    case Twinning::STATE_SUSPENDED:
    case Twinning::STATE_ENDED:
      return "stop";
    default:
      return "";
  }
}

// Returns a line with the agreement and its date, then one line per signatory.
std::vector<Line> AgreementLines(const std::string& name, const Context& context) {
  const registry::v1::Agreement* agreement = context.directory.FindAgreement(name);
  if (agreement == nullptr) return {PlainLine(context.directory.NameOf(name, context.language))};
  std::vector<Line> lines = {AgreementLine(*agreement, context)};
  for (Line& signatory : SignatoryLines(*agreement, context)) {
    lines.push_back(std::move(signatory));
  }
  return lines;
}

std::vector<Line> OrganizationLines(const Twinning& twinning, const Context& context) {
  const Language language = context.language;
  std::vector<Line> lines;
  for (const TwinningOrganization& organization : twinning.organizations()) {
    Line line = {Linked(context.directory.NameOf(organization.organization(), language),
                        absl::StrCat("#", SectionId(organization.organization())))};
    if (!organization.city().empty()) {
      line.push_back(
          Plain(absl::StrCat(" (", context.directory.NameOf(organization.city(), language), ")")));
    }
    const std::string role = Label(organization.role(), language);
    if (!role.empty()) AppendPart(", ", PlainLine(role), &line);
    AppendPart(" – ", TextLine(organization.notes(), language), &line);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string Themes(const Twinning& twinning, Language language) {
  std::vector<std::string> themes;
  for (const int theme : twinning.themes()) {
    const std::string label = Label(static_cast<type::v1::Topic>(theme), language);
    if (!label.empty()) themes.push_back(label);
  }
  return absl::StrJoin(themes, ", ");
}

// Returns a line with the attestation of a side: the period of the link, whether it has ended, the
// sources and the notes.
Line StatementLine(const TwinningSide& side, const Context& context) {
  const Attestation& attestation = side.attestation();
  Line line;
  const std::string period =
      FormatPeriod(attestation.since(), attestation.until(), context.language);
  if (!period.empty()) line = PlainLine(period);
  if (attestation.ended() && !attestation.has_until()) {
    AppendPart(" – ", PlainLine(Label(Twinning::STATE_ENDED, context.language)), &line);
  }
  for (const type::v1::Source& source : attestation.evidence()) {
    AppendPart(" – ", SourceLine(source, context.language), &line);
  }
  AppendPart(" – ", TextLine(attestation.notes(), context.language), &line);
  return line;
}

void AddSides(const Twinning& twinning, const Context& context, FactList* facts) {
  const Language language = context.language;
  std::vector<Line> names;
  for (const TwinningSide& side : twinning.sides()) {
    const std::string city = context.directory.NameOf(side.city(), language);
    Line spellings;
    for (const google::type::LocalizedText& name : side.names_used()) {
      if (name.text() == city) continue;
      Span span = Plain(name.text());
      span.language = name.language_code();
      AppendPart(", ", {std::move(span)}, &spellings);
    }
    if (spellings.empty()) continue;
    Line line = PlainLine(Labelled(city, "", language));
    Append(std::move(spellings), &line);
    names.push_back(std::move(line));
  }
  facts->Add(Phrase::kNamesUsed, std::move(names));
  for (const TwinningSide& side : twinning.sides()) {
    if (!side.has_attestation()) continue;
    facts->Add(absl::StrCat(Say(Phrase::kStatements, language), " ",
                            context.directory.NameOf(side.city(), language)),
               {StatementLine(side, context)});
  }
}

}  // namespace

Tags TwinningTags(const Twinning& twinning, const std::string& city, const Context& context) {
  const Language language = context.language;
  Tags tags;
  const std::string kind = Label(twinning.kind(), language);
  if (!kind.empty()) tags.tags.push_back(Tag{kind, ""});
  const std::string state = Label(twinning.state(), language);
  if (!state.empty()) tags.tags.push_back(Tag{state, StateRole(twinning.state())});
  for (const TwinningSide& side : twinning.sides()) {
    if (!city.empty() && side.city() != city) continue;
    std::string priority = Label(side.priority(), language);
    if (priority.empty()) continue;
    if (city.empty()) {
      absl::StrAppend(&priority, " (", context.directory.NameOf(side.city(), language), ")");
    }
    const bool high = side.priority() == TwinningSide::PRIORITY_HIGH;
    tags.tags.push_back(Tag{std::move(priority), high ? "mark" : ""});
  }
  return tags;
}

void AddTwinningFacts(const Twinning& twinning, const Context& context, FactList* facts) {
  const Language language = context.language;
  for (const bool established : {true, false}) {
    Line date =
        DateLine(established ? twinning.established() : twinning.relation_since(), language);
    if (date.empty()) continue;
    facts->Add(established ? Phrase::kEstablished : Phrase::kRelationStart,
               std::vector<Line>{std::move(date)});
  }
  facts->Add(Phrase::kHistory, HistoryLines(twinning.ledger(), context));
  if (!twinning.charter().empty()) {
    facts->Add(Phrase::kCharter, AgreementLines(twinning.charter(), context));
  }
  std::vector<Line> agreements;
  for (const std::string& name : twinning.agreements()) {
    for (Line& line : AgreementLines(name, context)) agreements.push_back(std::move(line));
  }
  facts->Add(Phrase::kAgreements, std::move(agreements));
  facts->Add(Phrase::kOrganizations, OrganizationLines(twinning, context));
  facts->Add(Phrase::kThemes, Themes(twinning, language));
  AddSides(twinning, context, facts);
}

void AppendTwinningTexts(const Twinning& twinning, const Context& context,
                         std::vector<Block>* blocks) {
  const Language language = context.language;
  AppendText(twinning.descriptions(), language, blocks);
  AppendFactSection(Phrase::kMotives, twinning.motives(), language, blocks);
  AppendFactSection(Phrase::kActivities, twinning.activities(), language, blocks);
  for (const TwinningSide& side : twinning.sides()) {
    AppendFactSection(Phrase::kPriorityReasons, side.priority_reasons(), language, blocks);
  }
}

Section DescribeTwinning(const Twinning& twinning, const Context& context) {
  Section section;
  section.id = SectionId(twinning.name());
  section.role = "partner";
  section.title = PlainLine(context.directory.NameOf(twinning.name(), context.language));
  section.blocks.push_back(Block{TwinningTags(twinning, "", context)});
  FactList facts(context.language);
  AddTwinningFacts(twinning, context, &facts);
  std::move(facts).AppendTo(&section.blocks);
  AppendTwinningTexts(twinning, context, &section.blocks);
  return section;
}

}  // namespace jumelage::cli
