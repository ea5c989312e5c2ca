#include "clients/cli/page/page.h"

#include <string>
#include <vector>

#include "clients/cli/page/html.h"
#include "clients/cli/page/markdown.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "jumelage/bundle/v1/bundle.pb.h"
#include "jumelage/registry/v1/partner.pb.h"

namespace jumelage::cli {
namespace {

// A small town with two partners, an agreement, an association and a project.
constexpr char kRecords[] = R"pb(
  cities {
    name: 'cities/belfort'
    display_name: 'Belfort'
    country: 'FR'
    region: 'FR-90'
    facts {
      topic: TOPIC_COOPERATION
      texts { language_code: 'fr' text: 'Une ville ouverte.' }
      texts { language_code: 'en' text: 'An open city.' }
    }
    sources {
      title: 'Relations internationales'
      publisher: 'Ville de Belfort'
      locator: 'line 1'
      language_code: 'fr'
    }
  }
  cities {
    name: 'cities/leonberg'
    display_name: 'Leonberg'
    country: 'DE'
    populations { value: 50000 qualifier: QUALIFIER_NEARLY }
    distances { place { named_place { display_name: 'Stuttgart' } } }
    parts { part_count: 5 level: ADMINISTRATIVE_LEVEL_COMMUNE }
    offices {
      titles { language_code: 'fr' text: 'Maire' }
      titles { language_code: 'en' text: 'Mayor' }
      holders { person { display_name: 'Bernhard Schuler' honorific: 'M.' } }
    }
    websites { uri: 'http://www.leonberg.de' }
  }
  cities {
    name: 'cities/zaporizhzhia'
    display_name: 'Zaporizhzhia'
    country: 'UA'
    names { text: 'Zaporojie' language_code: 'fr' kind: KIND_EXONYM }
    names { text: 'Zaporoje' language_code: 'fr' kind: KIND_MISSPELLING }
  }
  organizations {
    name: 'organizations/amis'
    display_name: 'Les Amis de Leonberg'
    kind: KIND_ASSOCIATION
    territories { city: 'cities/belfort' }
  }
  agreements {
    name: 'agreements/charter'
    display_name: 'Charter of 1977'
    kind: KIND_TWINNING_CHARTER
    parties { city: 'cities/belfort' }
    parties { city: 'cities/leonberg' }
    signatories {
      person { display_name: 'Ortlieb' honorific: 'Dr' }
      office_titles { language_code: 'en' text: 'Mayor of Leonberg' }
      on_behalf_of { city: 'cities/leonberg' }
    }
    signed_date {
      precision: PRECISION_MONTH
      earliest { year: 1977 month: 2 }
    }
  }
  twinnings {
    name: 'twinnings/belfort-leonberg'
    kind: KIND_TWINNING
    state: STATE_ACTIVE
    sides {
      city: 'cities/belfort'
      priority: PRIORITY_HIGH
      priority_reasons {
        topic: TOPIC_PEACE
        texts { language_code: 'en' text: 'Neighbours.' }
      }
    }
    sides { city: 'cities/leonberg' }
    established {
      precision: PRECISION_MONTH
      earliest { year: 1977 month: 2 }
    }
    charter: 'agreements/charter'
    organizations {
      organization: 'organizations/amis'
      role: ROLE_SUPPORTING
      city: 'cities/belfort'
    }
    themes: TOPIC_EDUCATION
  }
  twinnings {
    name: 'twinnings/belfort-zaporizhzhia'
    kind: KIND_TWINNING
    state: STATE_DORMANT
    sides { city: 'cities/belfort' }
    sides { city: 'cities/zaporizhzhia' }
    ledger {
      step: STEP_SIGN
      effective_date {
        precision: PRECISION_DAY
        earliest { year: 1967 month: 6 day: 2 }
      }
    }
    ledger {
      step: STEP_MARK_DORMANT
      effective_date {
        precision: PRECISION_YEAR
        earliest { year: 2000 }
      }
    }
  }
  projects {
    name: 'projects/school'
    display_name: 'School'
    kind: KIND_EXCHANGE
    state: STATE_IMPLEMENTATION
    titles { language_code: 'fr' text: 'École' }
    actual_start {
      precision: PRECISION_YEAR
      earliest { year: 2005 }
    }
    participants {
      city: 'cities/belfort'
      roles: ROLE_FUNDING
      roles: ROLE_ACCOUNTABLE
      acting_as_member_of: 'organizations/amis'
    }
    participants { unregistered_display_name: 'A school' roles: ROLE_BENEFICIARY }
    sites {
      place_display_name: 'Centre'
      city: 'cities/leonberg'
      facility_kind: FACILITY_KIND_LOWER_SECONDARY_SCHOOL
      facility_count: 2
    }
    sectors { code: '11220' share_basis_points: 10000 }
    sdg_targets: '4.1'
    twinnings: 'twinnings/belfort-leonberg'
  }
)pb";

void AddGroup(int year, const std::string& twinning, const std::string& city,
              registry::v1::Twinning::State state, PageData* data) {
  registry::v1::PartnerGroup group;
  group.set_year(year);
  registry::v1::Partner* partner = group.add_partners();
  partner->set_twinning(twinning);
  partner->mutable_city()->set_city(city);
  partner->set_state(state);
  partner->mutable_since()->set_precision(type::v1::UncertainDate::PRECISION_YEAR);
  partner->mutable_since()->mutable_earliest()->set_year(year);
  data->groups.push_back(group);
}

PageData SampleData() {
  bundle::v1::Bundle bundle;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kRecords, &bundle));
  PageData data;
  data.city = "cities/belfort";
  for (const auto& record : bundle.cities()) data.directory.cities[record.name()] = record;
  for (const auto& record : bundle.organizations()) {
    data.directory.organizations[record.name()] = record;
    data.organizations.push_back(record.name());
  }
  for (const auto& record : bundle.agreements()) {
    data.directory.agreements[record.name()] = record;
    data.agreements.push_back(record.name());
  }
  for (const auto& record : bundle.twinnings()) data.directory.twinnings[record.name()] = record;
  for (const auto& record : bundle.projects()) {
    data.directory.projects[record.name()] = record;
    data.projects.push_back(record.name());
  }
  AddGroup(1967, "twinnings/belfort-zaporizhzhia", "cities/zaporizhzhia",
           registry::v1::Twinning::STATE_DORMANT, &data);
  AddGroup(1977, "twinnings/belfort-leonberg", "cities/leonberg",
           registry::v1::Twinning::STATE_ACTIVE, &data);
  return data;
}

TEST(PageTest, ShowsEverythingInEnglish) {
  EXPECT_EQ(RenderMarkdown(BuildPage(SampleData(), Language::kEnglish)),
            R"(# Belfort – International relations

Zaporizhzhia · Leonberg

## The city and its policy

- **Country:** France

- **Cooperation**: An open city.

## Partner cities

### Since 1967

#### Zaporizhzhia (Ukraine)

*twinning · dormant*

- **Start:** 1967
- **History:**
  - 2 June 1967: signed
  - 2000: became dormant
- **Country:** Ukraine
- **Other names:** Zaporojie (fr), Zaporoje (misspelling, fr)

### Since 1977

#### Leonberg (Germany)

*twinning · active · priority*

- **Established:** February 1977
- **Charter:**
  - Charter of 1977, signed February 1977
  - **Dr Ortlieb**, Mayor of Leonberg, for Leonberg
- **Organizations:** Les Amis de Leonberg (Belfort), keeps it alive
- **Fields:** Education
- **Programmes:** École
- **Country:** Germany
- **Population:** nearly 50,000 inhabitants
- **Distances:** near Stuttgart
- **Comprises:** 5 municipalities
- **Mayor:** **Mr Bernhard Schuler**
- **Website:** <http://www.leonberg.de>

##### Why it is a priority

- **Peace**: Neighbours.

## Programmes

### École

*exchange · under way*

- **Start:** 2005
- **Participants:**
  - **Belfort**, as a member of Les Amis de Leonberg – funding and accountable
  - **A school** – beneficiary
- **Places:** 2 lower secondary schools, Centre (Leonberg)
- **As part of:** Belfort – Leonberg
- **Sectors (OECD DAC):** 11220 Primary education, 100%
- **Sustainable Development Goals:** 4.1 Quality education

## Agreements

### Charter of 1977 – Belfort, Leonberg

- **Kind:** twinning charter
- **Parties:** Belfort, Leonberg
- **Signed:** February 1977
- **Signatories:** **Dr Ortlieb**, Mayor of Leonberg, for Leonberg

## Organizations

### Les Amis de Leonberg

- **Kind:** association
- **Territories:** Belfort

## Sources

- Relations internationales, Ville de Belfort
)");
}

TEST(PageTest, ShowsEverythingInFrench) {
  const std::string page = RenderMarkdown(BuildPage(SampleData(), Language::kFrench));
  for (const char* part :
       {"# Belfort – Relations internationales\n", "Zaporojie · Leonberg\n", "### Depuis 1967\n",
        "#### Zaporojie (Ukraine)\n", "*jumelage · en sommeil*\n", "2 juin 1967\u00a0: signature\n",
        "2000\u00a0: mise en sommeil\n", "près de 50\u202f000 habitants\n", "près de Stuttgart\n",
        "**Maire\u00a0:**", "- **Lieux\u00a0:** 2 collèges, Centre (Leonberg)\n",
        "en tant que membre de\u00a0: Les Amis de Leonberg – financement et responsabilité\n"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part << "\nin:\n" << page;
  }
}

TEST(PageTest, LinksBetweenItsPartsInHtml) {
  const std::string page = RenderHtml(BuildPage(SampleData(), Language::kEnglish));
  for (const char* part :
       {"<article class=\"partner\" id=\"twinnings-belfort-leonberg\">",
        "<a href=\"#projects-school\"", "<article class=\"project\" id=\"projects-school\">",
        "<a href=\"#organizations-amis\">", "<a href=\"#partners\">",
        "<time datetime=\"1967-06-02\">2 June 1967</time>",
        "<a href=\"http://www.leonberg.de\">"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part << "\nin:\n" << page;
  }
}

// If two links lead to the same city, the page describes that city only once.
TEST(PageTest, DescribesACityWithSeveralLinksOnce) {
  PageData data = SampleData();
  registry::v1::Twinning& second = data.directory.twinnings["twinnings/second"];
  second = data.directory.twinnings["twinnings/belfort-leonberg"];
  second.set_name("twinnings/second");
  second.set_kind(registry::v1::Twinning::KIND_COOPERATION_AGREEMENT);
  AddGroup(1990, "twinnings/second", "cities/leonberg", registry::v1::Twinning::STATE_ACTIVE,
           &data);
  const std::string page = RenderMarkdown(BuildPage(data, Language::kEnglish));
  const size_t first = page.find("nearly 50,000 inhabitants");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(page.find("nearly 50,000 inhabitants", first + 1), std::string::npos);
  EXPECT_NE(page.find("*cooperation agreement · active"), std::string::npos);
}

TEST(PageTest, ListsProposedAndEndedLinksSeparately) {
  PageData data = SampleData();
  data.groups[0].mutable_partners(0)->set_state(registry::v1::Twinning::STATE_ENDED);
  const std::string page = RenderMarkdown(BuildPage(data, Language::kEnglish));
  EXPECT_EQ(page.find("### Since 1967"), std::string::npos);
  EXPECT_NE(page.find("## Ended links\n\n### Zaporizhzhia (Ukraine)"), std::string::npos);
}

TEST(PageTest, SaysThatThereAreNoPartners) {
  PageData data;
  data.city = "cities/x";
  data.directory.cities["cities/x"].set_name("cities/x");
  data.directory.cities["cities/x"].set_display_name("X");
  EXPECT_EQ(RenderMarkdown(BuildPage(data, Language::kFrench)),
            "# X – Relations internationales\n\n"
            "Aucune ville partenaire n’est enregistrée.\n");
}

// A name must not reverse the words and brackets around it.
TEST(PageTest, IsolatesNamesFromRightToLeft) {
  PageData data = SampleData();
  data.directory.cities["cities/leonberg"].set_display_name("سوسة");
  data.directory.organizations["organizations/amis"].set_display_name("a\u202eb");
  const std::string markdown = RenderMarkdown(BuildPage(data, Language::kEnglish));
  const std::string html = RenderHtml(BuildPage(data, Language::kEnglish));
  EXPECT_NE(markdown.find("#### \u2068سوسة\u2069 (Germany)\n"), std::string::npos) << markdown;
  EXPECT_NE(markdown.find("\u2068a\u202eb\u202c\u2069 (Belfort), keeps it alive\n"),
            std::string::npos)
      << markdown;
  EXPECT_NE(html.find("<h4 dir=\"auto\"><bdi>سوسة</bdi> (Germany)</h4>"), std::string::npos)
      << html;
  EXPECT_NE(html.find("<bdi>a\u202eb\u202c</bdi>"), std::string::npos) << html;
}

TEST(PageTest, CountsInhabitantsInTheFormsOfTheLanguage) {
  PageData data = SampleData();
  auto* population = data.directory.cities["cities/leonberg"].mutable_populations(0);
  population->clear_qualifier();
  population->set_value(1);
  EXPECT_NE(RenderMarkdown(BuildPage(data, Language::kFrench)).find(" 1 habitant\n"),
            std::string::npos);
  EXPECT_NE(RenderMarkdown(BuildPage(data, Language::kEnglish)).find(" 1 inhabitant\n"),
            std::string::npos);
  population->set_value(0);
  EXPECT_NE(RenderMarkdown(BuildPage(data, Language::kFrench)).find(" 0 habitant\n"),
            std::string::npos);
  EXPECT_NE(RenderMarkdown(BuildPage(data, Language::kEnglish)).find(" 0 inhabitants\n"),
            std::string::npos);
}

}  // namespace
}  // namespace jumelage::cli
