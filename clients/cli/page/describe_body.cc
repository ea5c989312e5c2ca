#include "clients/cli/page/describe_body.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/text/labels.h"

namespace jumelage::cli {
namespace {

using registry::v1::Agreement;
using registry::v1::Membership;
using registry::v1::Organization;
using registry::v1::PartyReference;
using registry::v1::PlaceReference;
using registry::v1::Signatory;

Line PartiesLine(const Agreement& agreement, const Context& context) {
  Line line;
  for (const PartyReference& party : agreement.parties()) {
    AppendPart(", ", PlainLine(context.directory.NameOf(party, context.language)), &line);
  }
  return line;
}

Line SignatoryLine(const Signatory& signatory, const Context& context) {
  const Language language = context.language;
  Line line;
  const std::string person = FormatPerson(signatory.person(), language);
  if (!person.empty()) line.push_back(Strong(person));
  AppendPart(", ", TextLine(signatory.office_titles(), language), &line);
  if (signatory.office_ordinal() > 0) {
    AppendPart(", ",
               PlainLine(absl::StrCat(FormatOrdinal(signatory.office_ordinal(), language), " ",
                                      Say(Phrase::kFirstHolder, language))),
               &line);
  }
  if (signatory.has_on_behalf_of()) {
    AppendPart(
        ", ",
        PlainLine(absl::StrCat(Say(Phrase::kForParty, language), " ",
                               context.directory.NameOf(signatory.on_behalf_of(), language))),
        &line);
  }
  return line;
}

std::vector<Line> MemberLines(const Organization& organization, const Context& context) {
  std::vector<Line> lines;
  for (const Membership& member : organization.members()) {
    Line line = PlainLine(context.directory.NameOf(member.member(), context.language));
    AppendPart(" – ", TextLine(member.roles(), context.language), &line);
    const std::string period = FormatPeriod(member.since(), member.until(), context.language);
    if (!period.empty()) line.push_back(Plain(absl::StrCat(" (", period, ")")));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string Territories(const Organization& organization, const Context& context) {
  std::vector<std::string> names;
  for (const PlaceReference& territory : organization.territories()) {
    names.push_back(context.directory.NameOf(territory, context.language));
  }
  return JoinWithAnd(names, context.language);
}

// Returns a list that contains `line`, or an empty list if `line` is empty.
std::vector<Line> OneLine(Line line) {
  if (line.empty()) return {};
  return {std::move(line)};
}

}  // namespace

Line AgreementLine(const Agreement& agreement, const Context& context) {
  const Language language = context.language;
  Line line = {Plain(context.directory.NameOf(agreement.name(), language))};
  Line date = DateLine(agreement.signed_date(), language);
  if (!date.empty()) {
    line.push_back(Plain(absl::StrCat(", ", Say(Phrase::kSigned, language), " ")));
    Append(std::move(date), &line);
  }
  return line;
}

std::vector<Line> SignatoryLines(const Agreement& agreement, const Context& context) {
  std::vector<Line> lines;
  for (const Signatory& signatory : agreement.signatories()) {
    Line line = SignatoryLine(signatory, context);
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

Section DescribeAgreement(const Agreement& agreement, const Context& context) {
  const Language language = context.language;
  Section section;
  section.id = SectionId(agreement.name());
  section.role = "note";
  section.title = PlainLine(context.directory.NameOf(agreement.name(), language));
  // Many agreements have the same title, so add the parties.
  Line parties = PartiesLine(agreement, context);
  AppendPart(" – ", parties, &section.title);
  FactList facts(language);
  facts.Add(Phrase::kKind, Label(agreement.kind(), language));
  facts.Add(Phrase::kParties, OneLine(std::move(parties)));
  facts.Add(Phrase::kSignedOn, OneLine(DateLine(agreement.signed_date(), language)));
  facts.Add(Phrase::kSignatories, SignatoryLines(agreement, context));
  facts.Add(Phrase::kTerm, FormatPeriod(agreement.term_start(), agreement.term_end(), language));
  facts.Add(Phrase::kDocuments, LinkLines(agreement.documents(), language));
  std::move(facts).AppendTo(&section.blocks);
  AppendText(agreement.descriptions(), language, &section.blocks);
  AppendFactSection(Phrase::kPurposes, agreement.purposes(), language, &section.blocks);
  return section;
}

Section DescribeOrganization(const Organization& organization, const Context& context) {
  const Language language = context.language;
  Section section;
  section.id = SectionId(organization.name());
  section.role = "note";
  section.title = PlainLine(context.directory.NameOf(organization.name(), language));
  FactList facts(language);
  facts.Add(Phrase::kKind, Label(organization.kind(), language));
  facts.Add(Phrase::kCountry, CountryName(organization.country(), language));
  if (!organization.seat_city().empty()) {
    facts.Add(Phrase::kSeat, context.directory.NameOf(organization.seat_city(), language));
  }
  facts.Add(Phrase::kTerritories, Territories(organization, context));
  facts.Add(Phrase::kMembers, MemberLines(organization, context));
  facts.Add(Phrase::kFounded, OneLine(DateLine(organization.founded(), language)));
  facts.Add(Phrase::kDissolved, OneLine(DateLine(organization.dissolved(), language)));
  facts.Add(Phrase::kWebsite, LinkLines(organization.websites(), language));
  std::move(facts).AppendTo(&section.blocks);
  AppendText(organization.descriptions(), language, &section.blocks);
  AppendFactSection(Phrase::kPurposes, organization.purposes(), language, &section.blocks);
  return section;
}

Line DecisionLine(const type::v1::Decision& decision, const Context& context) {
  const Language language = context.language;
  Line line;
  if (!decision.body().empty()) AppendPart(", ", PlainLine(decision.body()), &line);
  if (!decision.reference().empty()) AppendPart(", ", PlainLine(decision.reference()), &line);
  if (!decision.agreement().empty()) {
    AppendPart(", ", PlainLine(context.directory.NameOf(decision.agreement(), language)), &line);
  }
  AppendPart(", ", DateLine(decision.decision_date(), language), &line);
  AppendPart(" – ", TextLine(decision.texts(), language), &line);
  if (line.empty()) return line;
  line.insert(line.begin(), Plain(Labelled(Say(Phrase::kDecision, language), "", language)));
  return line;
}

}  // namespace jumelage::cli
