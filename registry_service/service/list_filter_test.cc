// Tests the filters and orders of the registry's lists, with every field in the contract, through a
// real server and client.

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

struct Case {
  const char* filter;
  const char* ids;
};

// Returns the ids of the resources in an answer.
template <typename Resources>
std::string Ids(const Resources& resources) {
  return absl::StrJoin(resources, " ", [](std::string* out, const auto& resource) {
    absl::StrAppend(out, resource.name().substr(resource.name().find('/') + 1));
  });
}

class ListFilterTest : public ::testing::Test {
 protected:
  ListFilterTest() {
    MakeCities();
    MakeBodies();
    MakeTwinnings();
  }

  void MakeCities() {
    AddCity("belfort",
            "display_name: 'Belfort' country: 'FR' region: 'FR-90' kind: KIND_CITY "
            "level: ADMINISTRATIVE_LEVEL_COMMUNE populations { value: 50000 qualifier: "
            "QUALIFIER_NEARLY } location { latitude: 47.64 longitude: 6.86 } "
            "external_ids { scheme: 'insee' value: '90010' } "
            "external_ids { scheme: 'wikidata' value: 'Q171545' }");
    AddCity("delemont",
            "display_name: 'Delémont' country: 'CH' populations { value: 12000 } "
            "names { text: 'Delsberg' language_code: 'de' } "
            "location { latitude: 47.365 longitude: 7.344 } "
            "external_ids { scheme: 'wikidata' value: 'Q64229' }");
    AddCity("leonberg", "display_name: 'Leonberg' country: 'DE' kind: KIND_TOWN");
    AddCity("neukoelln", "display_name: 'Neukölln' country: 'DE' parent: 'cities/leonberg'");
    AddCity("somewhere", "display_name: 'Somewhere'");
  }

  void MakeBodies() {
    ASSERT_THAT(
        registry_.CreateOrganization(
            "amis",
            "display_name: 'Les Amis' country: 'FR' kind: KIND_ASSOCIATION seat_city: "
            "'cities/belfort' founded { earliest { year: 1980 } precision: PRECISION_YEAR } "
            "dissolved { earliest { year: 1999 } precision: PRECISION_YEAR }"),
        IsOk());
    ASSERT_THAT(
        registry_.CreateOrganization("union",
                                     "display_name: 'Union' kind: KIND_TWINNING_COMMITTEE "
                                     "members { member { organization: 'organizations/amis' } } "
                                     "external_ids { scheme: 'siren' value: '1' }"),
        IsOk());
    ASSERT_THAT(registry_.CreateAgreement(
                    "charter",
                    "display_name: 'Charte' kind: KIND_TWINNING_CHARTER "
                    "parties { city: 'cities/belfort' } parties { city: 'cities/delemont' } "
                    "signed_date { earliest { year: 1985 month: 5 day: 12 } "
                    "precision: PRECISION_DAY }"),
                IsOk());
    ASSERT_THAT(registry_.CreateAgreement(
                    "convention",
                    "display_name: 'Convention' kind: KIND_CONVENTION "
                    "parties { city: 'cities/belfort' } "
                    "parties { organization: 'organizations/amis' } "
                    "term_start { earliest { year: 2007 } precision: PRECISION_YEAR } "
                    "term_end { earliest { year: 2010 } precision: PRECISION_YEAR }"),
                IsOk());
  }

  void MakeTwinnings() {
    AddTwinning("delemont",
                "kind: KIND_TWINNING sides { city: 'cities/belfort' } "
                "sides { city: 'cities/delemont' } charter: 'agreements/charter' "
                "themes: TOPIC_EDUCATION established { earliest { year: 1985 month: 5 day: 12 } "
                "precision: PRECISION_DAY } relation_since { earliest { year: 1980 } precision: "
                "PRECISION_YEAR } ledger { step: STEP_SIGN effective_date { earliest { year: 1985 "
                "month: 5 day: 12 } precision: PRECISION_DAY } }");
    AddTwinning(
        "leonberg",
        "kind: KIND_TWINNING sides { city: 'cities/belfort' } "
        "sides { city: 'cities/leonberg' } established { earliest { year: 1977 month: 2 } "
        "precision: PRECISION_MONTH } organizations { organization: 'organizations/amis' } "
        "ledger { step: STEP_SIGN effective_date { earliest { year: 1977 month: 2 } "
        "precision: PRECISION_MONTH } } ledger { step: STEP_END effective_date { earliest { "
        "year: 2000 } precision: PRECISION_YEAR } }");
    AddTwinning("friends",
                "kind: KIND_FRIENDSHIP sides { city: 'cities/delemont' } "
                "sides { city: 'cities/somewhere' }");
  }

  void AddCity(const std::string& id, const std::string& city) {
    ASSERT_THAT(registry_.CreateCity(id, city), IsOk());
  }
  void AddTwinning(const std::string& id, const std::string& twinning) {
    ASSERT_THAT(registry_.CreateTwinning(id, twinning), IsOk());
  }

  template <typename Request>
  static Request Listing(const std::string& filter, const std::string& order_by) {
    Request request;
    request.set_filter(filter);
    request.set_order_by(order_by);
    return request;
  }
  std::string Cities(const std::string& filter, const std::string& order_by = "") {
    const auto list = registry_.Call(registry_.cities(), &LiveRegistry::Cities::ListCities,
                                     Listing<registry::v1::ListCitiesRequest>(filter, order_by));
    return list.ok() ? Ids(list->cities()) : list.status().ToString();
  }
  std::string Organizations(const std::string& filter, const std::string& order_by = "") {
    const auto list =
        registry_.Call(registry_.organizations(), &LiveRegistry::Organizations::ListOrganizations,
                       Listing<registry::v1::ListOrganizationsRequest>(filter, order_by));
    return list.ok() ? Ids(list->organizations()) : list.status().ToString();
  }
  std::string Agreements(const std::string& filter, const std::string& order_by = "") {
    const auto list =
        registry_.Call(registry_.agreements(), &LiveRegistry::Agreements::ListAgreements,
                       Listing<registry::v1::ListAgreementsRequest>(filter, order_by));
    return list.ok() ? Ids(list->agreements()) : list.status().ToString();
  }
  std::string Twinnings(const std::string& filter, const std::string& order_by = "") {
    const auto list = registry_.Call(registry_.twinnings(), &LiveRegistry::Twinnings::ListTwinnings,
                                     Listing<registry::v1::ListTwinningsRequest>(filter, order_by));
    return list.ok() ? Ids(list->twinnings()) : list.status().ToString();
  }

  LiveRegistry registry_;
};

TEST_F(ListFilterTest, Cities) {
  for (const Case& test : std::vector<Case>{
           {"name = cities/belfort OR name = \"cities/d*\"", "belfort delemont"},
           {"display_name = delemont", "delemont"},
           {"names = Delsberg", "delemont"},
           {"delsberg OR leon", "delemont leonberg"},
           {"country = DE", "leonberg neukoelln"},
           {"NOT country = DE", "belfort delemont"},
           {"possibly(NOT country = DE)", "belfort delemont somewhere"},
           {"region = \"FR-*\"", "belfort"},
           {"kind = CITY OR kind = KIND_TOWN", "belfort leonberg"},
           {"level = COMMUNE", "belfort"},
           {"parent = cities/leonberg", "neukoelln"},
           {"country = DE AND NOT parent:*", "leonberg"},
           {"population >= 12000 AND population < 50000", "delemont"},
           {"population:*", "belfort delemont"},
           {"-location:*", "leonberg neukoelln somewhere"},
           {"external_ids.wikidata = Q64229", "delemont"},
           {"external_ids:insee", "belfort"},
           {"create_time >= 2024-05-09 update_time < 2024-05-10 population > 0",
            "belfort delemont"},
           {"deleted", ""},
           {"distance(\"cities/belfort\") < 50", "belfort delemont"},
           {"distance(47.365, 7.344) < 10", "delemont"},
           {"possibly(distance(cities/belfort) > 50)", "leonberg neukoelln somewhere"},
       }) {
    EXPECT_EQ(Cities(test.filter), test.ids) << test.filter;
  }
  EXPECT_EQ(Cities("", "population desc, name"), "belfort delemont leonberg neukoelln somewhere");
  EXPECT_EQ(Cities("", "population"), "delemont belfort leonberg neukoelln somewhere");
}

TEST_F(ListFilterTest, Organizations) {
  for (const Case& test : std::vector<Case>{
           {"name = organizations/amis", "amis"},
           {"display_name : amis", "amis"},
           {"union", "union"},
           {"country = FR", "amis"},
           {"kind = ASSOCIATION", "amis"},
           {"city = cities/belfort", "amis"},
           {"organization = organizations/amis", "union"},
           {"city:*", "amis"},
           {"organization:*", "union"},
           {"founded < 1981", "amis"},
           {"founded < 1980-06", ""},
           {"dissolved:*", "amis"},
           {"possibly(dissolved > 2000)", "union"},
           {"external_ids:siren", "union"},
           {"create_time > 2023 AND update_time > 2023 AND NOT deleted", "amis union"},
       }) {
    EXPECT_EQ(Organizations(test.filter), test.ids) << test.filter;
  }
  EXPECT_EQ(Organizations("", "founded desc"), "amis union");
}

TEST_F(ListFilterTest, Agreements) {
  for (const Case& test : std::vector<Case>{
           {"name = agreements/charter", "charter"},
           {"display_name = charte", "charter"},
           {"conv*", "convention"},
           {"kind = CONVENTION", "convention"},
           {"city = cities/belfort", "charter convention"},
           {"organization = organizations/amis", "convention"},
           {"signed_date = 1985-05", "charter"},
           {"term_start >= 2007 AND term_end < 2011", "convention"},
           {"external_ids:*", ""},
           {"organization:*", "convention"},
           {"-organization:*", "charter"},
           {"city = \"*amis\"", ""},
           {"city:\"*belfort\"", "charter convention"},
           {"organization = \"cities/*\" OR organization:\"*belfort*\"", ""},
           {"create_time > 2023 AND update_time > 2023 AND NOT deleted", "charter convention"},
       }) {
    EXPECT_EQ(Agreements(test.filter), test.ids) << test.filter;
  }
  EXPECT_EQ(Agreements("", "signed_date desc"), "charter convention");
}

TEST_F(ListFilterTest, Twinnings) {
  for (const Case& test : std::vector<Case>{
           {"name = \"*mont\"", "delemont"},
           {"state = ACTIVE", "delemont"},
           {"state != ACTIVE", "friends leonberg"},
           {"kind = FRIENDSHIP", "friends"},
           {"city = cities/delemont", "delemont friends"},
           {"city = cities/belfort AND city = cities/delemont", "delemont"},
           {"city_names = Delsberg", "delemont friends"},
           {"belfort leon", "leonberg"},
           {"country = DE", "leonberg"},
           {"country = FR AND -country = DE", "delemont"},
           {"possibly(country = DE)", "friends leonberg"},
           {"organization = organizations/amis", "leonberg"},
           {"agreement = agreements/charter", "delemont"},
           {"established < 1980", "leonberg"},
           {"established = 1977-02-12", ""},
           {"possibly(established = 1977-02-12)", "friends leonberg"},
           {"relation_since <= 1985", "delemont"},
           {"themes:EDUCATION", "delemont"},
           {"external_ids:*", ""},
           {"create_time > 2023 AND update_time > 2023 AND NOT deleted",
            "delemont friends leonberg"},
           {"active_on(1990-01-01)", "delemont leonberg"},
           {"active_on(1985-05-11)", "leonberg"},
           {"active_on(2000-06-01)", "delemont"},
           {"possibly(active_on(2000-06-01))", "delemont leonberg"},
           {"active_on(2000-06-01) OR country = DE AND possibly(active_on(2000-06-01))",
            "delemont leonberg"},
           {"active_on(2001-01-01)", "delemont"},
       }) {
    EXPECT_EQ(Twinnings(test.filter), test.ids) << test.filter;
  }
  EXPECT_EQ(Twinnings("", "relation_since, established desc"), "delemont leonberg friends");
  EXPECT_EQ(Twinnings("", "established"), "leonberg delemont friends");
}

TEST_F(ListFilterTest, AbsentValuesComeLastAndTiesGoByNameInBothDirections) {
  AddCity("aubel", "display_name: 'Aubel' country: 'BE'");
  for (const auto& [order_by, ids] : std::vector<std::pair<std::string, std::string>>{
           {"country", "aubel delemont leonberg neukoelln belfort somewhere"},
           {"country desc", "belfort leonberg neukoelln delemont aubel somewhere"},
           {"population", "delemont belfort aubel leonberg neukoelln somewhere"},
           {"population desc", "belfort delemont aubel leonberg neukoelln somewhere"},
           {"population desc, country desc", "belfort delemont leonberg neukoelln aubel somewhere"},
           {"population, country", "delemont belfort aubel leonberg neukoelln somewhere"},
           {"population, name desc", "delemont belfort somewhere neukoelln leonberg aubel"},
           {"country desc, population, name desc",
            "belfort neukoelln leonberg delemont aubel somewhere"},
           {"name desc", "somewhere neukoelln leonberg delemont belfort aubel"},
           {"create_time desc, population", "delemont belfort aubel leonberg neukoelln somewhere"},
       }) {
    EXPECT_EQ(Cities("", order_by), ids) << order_by;
    for (const int page_size : {1, 2, 3}) {
      auto request = Listing<registry::v1::ListCitiesRequest>("", order_by);
      request.set_page_size(page_size);
      std::vector<std::string> pages;
      do {
        const auto page =
            registry_.Call(registry_.cities(), &LiveRegistry::Cities::ListCities, request);
        ASSERT_THAT(page, IsOk()) << order_by;
        pages.push_back(Ids(page->cities()));
        request.set_page_token(page->next_page_token());
      } while (!request.page_token().empty());
      EXPECT_EQ(absl::StrJoin(pages, " "), ids) << order_by << " by " << page_size;
    }
  }
}

TEST_F(ListFilterTest, ANameWithoutLettersIsAName) {
  AddCity("stars", "display_name: '★☆' country: 'IT'");
  EXPECT_EQ(Cities("country = IT AND display_name:* AND names:*"), "stars");
  EXPECT_EQ(Cities("display_name = \"★☆\""), "stars");
  EXPECT_EQ(Cities("names = \"★☆\""), "stars");
  EXPECT_EQ(Cities("NOT display_name = belfort AND country = IT"), "stars");
  EXPECT_EQ(Cities("display_name = \"★\""), "");
}

TEST_F(ListFilterTest, APrefixIncludesTextsThatContinueWithTheLastCharacter) {
  AddCity("last", "display_name: 'Last' external_ids { scheme: 'x' value: 'a\U0010FFFF' }");
  EXPECT_EQ(Cities("external_ids.x = \"a*\""), "last");
}

TEST_F(ListFilterTest, DeletedCanBeSelectedIfDeletedCitiesAreShown) {
  registry::v1::DeleteCityRequest erase;
  erase.set_name("cities/neukoelln");
  ASSERT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::DeleteCity, erase), IsOk());
  auto request = Listing<registry::v1::ListCitiesRequest>("deleted", "");
  request.set_show_deleted(true);
  const auto list = registry_.Call(registry_.cities(), &LiveRegistry::Cities::ListCities, request);
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(Ids(list->cities()), "neukoelln");
}

TEST_F(ListFilterTest, ErrorsContainTheColumn) {
  const std::string error = Cities("country = FR AND mayor = x");
  EXPECT_THAT(error, testing::HasSubstr("filter, column 18: there is no field mayor"));
  EXPECT_THAT(Twinnings("active_on(1990)"), testing::HasSubstr("active_on takes one day"));
  EXPECT_THAT(Agreements("distance(cities/a) < 5"),
              testing::HasSubstr("the functions are possibly"));
}

// The contract of every List method promises this, whatever is written between the pages: a list
// ordered by name returns exactly once each resource that matches the filter throughout. A list in
// a different order does so for each resource that does not change.
TEST_F(ListFilterTest, WalksReturnEachResourceOnceWhileOthersWrite) {
  std::mt19937 random(20260509);
  const auto below = [&](int bound) { return static_cast<int>(random() % bound); };
  constexpr int kCities = 60;
  for (int i = 0; i < kCities; ++i) {
    AddCity(absl::StrCat("walk-", i),
            absl::StrCat("display_name: 'Walk' region: 'FR-90' country: 'FR' populations { value: ",
                         below(20), " }"));
  }
  for (const std::string order_by : {"", "name desc", "population, name", "population desc",
                                     "display_name, population desc", "update_time"}) {
    std::set<std::string> changed;
    std::vector<std::string> seen;
    auto request = Listing<registry::v1::ListCitiesRequest>(
        "walk AND (country = FR OR country = DE)", order_by);
    do {
      request.set_page_size(1 + below(9));
      const auto page =
          registry_.Call(registry_.cities(), &LiveRegistry::Cities::ListCities, request);
      ASSERT_THAT(page, IsOk()) << order_by;
      for (const auto& city : page->cities()) seen.push_back(city.name());
      request.set_page_token(page->next_page_token());
      for (int writes = below(4); writes > 0; --writes) {
        registry::v1::UpdateCityRequest update;
        update.mutable_city()->set_name(absl::StrCat("cities/walk-", below(kCities)));
        update.mutable_city()->add_populations()->set_value(below(20));
        update.mutable_update_mask()->add_paths("populations");
        registry_.clock().Advance(absl::Seconds(1));
        ASSERT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::UpdateCity, update),
                    IsOk());
        changed.insert(update.city().name());
      }
    } while (!request.page_token().empty());
    const bool by_name = order_by.empty() || order_by == "name desc";
    for (int i = 0; i < kCities; ++i) {
      const std::string name = absl::StrCat("cities/walk-", i);
      const auto times = std::count(seen.begin(), seen.end(), name);
      if (by_name || changed.count(name) == 0) {
        EXPECT_EQ(times, 1) << order_by << ": " << name;
      }
    }
  }
}

}  // namespace
}  // namespace jumelage
