#include "clients/cli/page/page.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/page/describe_body.h"
#include "clients/cli/page/describe_city.h"
#include "clients/cli/page/describe_project.h"
#include "clients/cli/page/describe_twinning.h"
#include "clients/cli/page/isolate_texts.h"
#include "clients/cli/page/typeset.h"

namespace jumelage::cli {
namespace {

using registry::v1::City;
using registry::v1::Partner;
using registry::v1::PartnerGroup;
using registry::v1::Twinning;
using registry::v1::TwinningOrganization;

// Returns whether a link in this state is neither proposed nor ended.
bool IsCurrent(Twinning::State state) {
  return state != Twinning::STATE_PROPOSED && state != Twinning::STATE_ENDED;
}

// Returns the city without the ISO code of its region, which is meant for programs. The page names
// only the country.
City WithoutCodes(City city) {
  city.clear_region();
  return city;
}

// Builds one page. Remembers which cities it has described, to describe each only once.
class PageBuilder {
 public:
  PageBuilder(const PageData& data, Language language)
      : data_(data), language_(language), context_{data.directory, language} {}

  Document Build() {
    const City& city = data_.directory.cities.at(data_.city);
    Document document;
    document.language = language_;
    document.title = absl::StrCat(CityNameIn(city, language_), " – ",
                                  Say(Phrase::kInternationalRelations, language_));
    document.subtitle = Subtitle();
    AddCity(city, &document.blocks);
    AddCurrentLinks(&document.blocks);
    AddLinksIn(Twinning::STATE_PROPOSED, Phrase::kProposedLinks, "proposed", &document.blocks);
    AddLinksIn(Twinning::STATE_ENDED, Phrase::kEndedLinks, "ended", &document.blocks);
    AddProjects(&document.blocks);
    AddAgreements(&document.blocks);
    AddOrganizations(&document.blocks);
    AddSources(city, &document.blocks);
    Typeset(&document);
    return document;
  }

 private:
  static Section NewSection(std::string id, std::string title, std::string role) {
    Section section;
    section.id = std::move(id);
    section.title = PlainLine(std::move(title));
    section.role = std::move(role);
    return section;
  }

  Section NewSection(std::string id, Phrase title) const {
    return NewSection(std::move(id), std::string(Say(title, language_)), "");
  }

  static void AddSection(Section section, std::vector<Block>* blocks) {
    if (!section.blocks.empty()) blocks->push_back(Block{std::move(section)});
  }

  // Returns the city's links in the order of the page. Takes them from `groups`, because the
  // directory may also contain twinnings of other cities.
  std::vector<const Twinning*> Links() const {
    std::vector<const Twinning*> links;
    for (const PartnerGroup& group : data_.groups) {
      for (const Partner& partner : group.partners()) {
        const Twinning* twinning = data_.directory.FindTwinning(partner.twinning());
        if (twinning != nullptr) links.push_back(twinning);
      }
    }
    return links;
  }

  // Returns the names of the current partners, each once, or a sentence if there are none.
  Line Subtitle() const {
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (const PartnerGroup& group : data_.groups) {
      for (const Partner& partner : group.partners()) {
        const std::string& city = partner.city().city();
        if (!IsCurrent(partner.state()) || !seen.insert(city).second) continue;
        names.push_back(data_.directory.NameOf(city, language_));
      }
    }
    if (names.empty()) return PlainLine(std::string(Say(Phrase::kNoPartners, language_)));
    return PlainLine(absl::StrJoin(names, " · "));
  }

  // Adds the city with all facts, including its cooperation policy.
  void AddCity(const City& city, std::vector<Block>* blocks) {
    if (city.has_delete_time()) {
      blocks->push_back(Block{Paragraph{PlainLine(std::string(Say(Phrase::kDeleted, language_)))}});
    }
    Section about = NewSection("city", Phrase::kAbout);
    FactList facts(language_);
    AddCityFacts(WithoutCodes(city), context_, &facts);
    std::move(facts).AppendTo(&about.blocks);
    AppendCityTexts(city, context_, &about.blocks);
    AddSection(std::move(about), blocks);
  }

  void AddCurrentLinks(std::vector<Block>* blocks) {
    Section links = NewSection("partners", Phrase::kTwinTowns);
    for (const PartnerGroup& group : data_.groups) {
      const std::string title =
          group.year() == 0 ? std::string(Say(Phrase::kSinceUnknown, language_))
                            : absl::StrCat(Say(Phrase::kSince, language_), " ", group.year());
      Section year =
          NewSection(group.year() == 0 ? "since-unknown" : absl::StrCat("since-", group.year()),
                     title, "year");
      for (const Partner& partner : group.partners()) {
        if (IsCurrent(partner.state())) AddPartner(partner, &year.blocks);
      }
      AddSection(std::move(year), &links.blocks);
    }
    AddSection(std::move(links), blocks);
  }

  void AddLinksIn(Twinning::State state, Phrase title, std::string id, std::vector<Block>* blocks) {
    Section links = NewSection(std::move(id), title);
    for (const PartnerGroup& group : data_.groups) {
      for (const Partner& partner : group.partners()) {
        if (partner.state() == state) AddPartner(partner, &links.blocks);
      }
    }
    AddSection(std::move(links), blocks);
  }

  // Adds a link, and a description of its other city unless an earlier link already has one.
  void AddPartner(const Partner& partner, std::vector<Block>* blocks) {
    const std::string& name = partner.city().city();
    const City* city = data_.directory.FindCity(name);
    Section section = NewSection(
        SectionId(partner.twinning()),
        city == nullptr ? data_.directory.NameOf(name, language_) : CityTitle(*city, language_),
        "partner");
    FactList facts(language_);
    const Twinning* twinning = data_.directory.FindTwinning(partner.twinning());
    if (twinning != nullptr) {
      section.blocks.push_back(Block{TwinningTags(*twinning, data_.city, context_)});
      AddSince(partner, *twinning, &facts);
      AddTwinningFacts(*twinning, context_, &facts);
      AddProgrammes(partner.twinning(), &facts);
    }
    const bool tell_city = city != nullptr && told_cities_.insert(name).second;
    if (tell_city) AddCityFacts(WithoutCodes(*city), context_, &facts);
    std::move(facts).AppendTo(&section.blocks);
    if (tell_city) AppendCityTexts(*city, context_, &section.blocks);
    if (twinning != nullptr) AppendTwinningTexts(*twinning, context_, &section.blocks);
    blocks->push_back(Block{std::move(section)});
  }

  // Adds the start of the link if the ledger or a side states it but the field `established`
  // doesn't.
  void AddSince(const Partner& partner, const Twinning& twinning, FactList* facts) {
    Line since = DateLine(partner.since(), language_);
    if (twinning.has_established() || since.empty()) return;
    facts->Add(Phrase::kStart, std::vector<Line>{std::move(since)});
  }

  void AddProgrammes(const std::string& twinning, FactList* facts) {
    std::vector<Line> lines;
    for (const std::string& name : data_.projects) {
      const auto& twinnings = data_.directory.projects.at(name).twinnings();
      if (std::find(twinnings.begin(), twinnings.end(), twinning) == twinnings.end()) continue;
      lines.push_back(
          {Linked(data_.directory.NameOf(name, language_), absl::StrCat("#", SectionId(name)))});
    }
    facts->Add(Phrase::kProgrammes, std::move(lines));
  }

  void AddProjects(std::vector<Block>* blocks) {
    Section section = NewSection("programmes", Phrase::kProgrammes);
    for (const std::string& name : data_.projects) {
      section.blocks.push_back(Block{DescribeProject(data_.directory.projects.at(name), context_)});
    }
    AddSection(std::move(section), blocks);
  }

  // Adds all agreements of the city in full. A partner's section has only the names, dates and
  // signatories of its agreements.
  void AddAgreements(std::vector<Block>* blocks) {
    Section section = NewSection("agreements", Phrase::kAgreements);
    for (const std::string& name : data_.agreements) {
      section.blocks.push_back(
          Block{DescribeAgreement(data_.directory.agreements.at(name), context_)});
    }
    AddSection(std::move(section), blocks);
  }

  // Adds the organizations of the city and of its links, each once.
  void AddOrganizations(std::vector<Block>* blocks) {
    std::set<std::string> names(data_.organizations.begin(), data_.organizations.end());
    for (const Twinning* twinning : Links()) {
      for (const TwinningOrganization& organization : twinning->organizations()) {
        names.insert(organization.organization());
      }
    }
    Section section = NewSection("organizations", Phrase::kOrganizations);
    for (const std::string& name : names) {
      const auto* organization = data_.directory.FindOrganization(name);
      if (organization == nullptr) continue;
      section.blocks.push_back(Block{DescribeOrganization(*organization, context_)});
    }
    AddSection(std::move(section), blocks);
  }

  // Adds the sources of the city, its links and its projects, each once.
  void AddSources(const City& city, std::vector<Block>* blocks) {
    Bullets bullets;
    std::set<std::string> seen;
    const auto add = [&](const auto& sources) {
      for (const type::v1::Source& source : sources) {
        const std::string key =
            absl::StrCat(source.title(), "\n", source.publisher(), "\n", source.uri());
        if (seen.insert(key).second) bullets.items.push_back(SourceLine(source, language_));
      }
    };
    add(city.sources());
    for (const Twinning* twinning : Links()) add(twinning->sources());
    for (const std::string& name : data_.projects) {
      add(data_.directory.projects.at(name).sources());
    }
    Section section = NewSection("sources", Phrase::kSources);
    if (!bullets.items.empty()) section.blocks.push_back(Block{std::move(bullets)});
    AddSection(std::move(section), blocks);
  }

  const PageData& data_;
  const Language language_;
  const Context context_;
  std::set<std::string> told_cities_;
};

}  // namespace

Document BuildPage(const PageData& data, Language language) {
  PageData isolated = data;
  IsolateTexts(&isolated.directory);
  for (PartnerGroup& group : isolated.groups) IsolateTexts(&group);
  return PageBuilder(isolated, language).Build();
}

}  // namespace jumelage::cli
