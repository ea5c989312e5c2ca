// Tests QueryPartners through a real server and client, with data like that of the municipal pages.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::Partner;
using registry::v1::PartnerGroup;
using registry::v1::QueryPartnersRequest;
using registry::v1::QueryPartnersResponse;
using registry::v1::Twinning;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Twinnings = LiveRegistry::Twinnings;

class PartnerQueryTest : public ::testing::Test {
 protected:
  PartnerQueryTest() {
    AddCity("belfort", "Belfort", "FR");
    AddPartner("delemont", "Delémont", "CH",
               "precision: PRECISION_DAY earliest { year: 1985 month: 5 day: 12 }");
    AddPartner("leonberg", "Leonberg", "DE",
               "precision: PRECISION_MONTH earliest { year: 1977 month: 2 }");
    AddPartner("stafford", "Stafford", "GB", "precision: PRECISION_YEAR earliest { year: 1999 }");
    AddPartner("zaporizhzhia", "Zaporizhzhia", "UA",
               "precision: PRECISION_DAY earliest { year: 1967 month: 6 day: 2 }",
               "ledger { step: STEP_MARK_DORMANT effective_date { precision: PRECISION_YEAR "
               "earliest { year: 2000 } } }");
    AddCity("proposed", "Proposed", "FR");
    EXPECT_THAT(registry_.CreateTwinning("p",
                                         "kind: KIND_FRIENDSHIP sides { city: 'cities/belfort' } "
                                         "sides { city: 'cities/proposed' }"),
                IsOk());
  }

  void AddCity(const std::string& id, const std::string& name, const std::string& country) {
    EXPECT_THAT(registry_.CreateCity(
                    id, absl::StrCat("display_name: '", name, "' country: '", country, "'")),
                IsOk());
  }
  void AddPartner(const std::string& id, const std::string& name, const std::string& country,
                  const std::string& since, const std::string& more = "") {
    AddCity(id, name, country);
    EXPECT_THAT(registry_.CreateTwinning(
                    id, absl::StrCat("kind: KIND_TWINNING sides { city: 'cities/belfort' priority: "
                                     "PRIORITY_HIGH } sides { city: 'cities/",
                                     id, "' } ledger { step: STEP_SIGN effective_date { ", since,
                                     " } } ", more)),
                IsOk());
  }

  // Returns lines such as "1967 Zaporizhzhia DORMANT", with a "?" at the end if the state is only
  // possible. After an error, returns the fields of its violations.
  std::vector<std::string> Ask(const std::string& request) {
    const auto response =
        registry_.Call(registry_.twinnings(), &Twinnings::QueryPartners,
                       ParseText<QueryPartnersRequest>("city: 'cities/belfort' " + request));
    if (!response.ok()) return ViolatedFields(response.status());
    EXPECT_EQ(response->revision(), registry_.revision());
    std::vector<std::string> lines;
    for (const PartnerGroup& group : response->groups()) {
      for (const Partner& partner : group.partners()) {
        const bool possible = partner.certainty() == registry::v1::CERTAINTY_POSSIBLE;
        lines.push_back(absl::StrCat(group.year(), " ", partner.city().display_name(), " ",
                                     Twinning::State_Name(partner.state()).substr(6),
                                     possible ? "?" : ""));
      }
    }
    return lines;
  }

  LiveRegistry registry_;
};

TEST_F(PartnerQueryTest, WithoutADayGroupsByYearAndUsesTheCurrentState) {
  EXPECT_THAT(Ask(""), ElementsAre("1967 Zaporizhzhia DORMANT", "1977 Leonberg ACTIVE",
                                   "1985 Delémont ACTIVE", "1999 Stafford ACTIVE"));
  EXPECT_THAT(Ask("states: STATE_DORMANT"), ElementsAre("1967 Zaporizhzhia DORMANT"));
  EXPECT_THAT(Ask("states: STATE_PROPOSED"), ElementsAre("0 Proposed PROPOSED"));
  EXPECT_THAT(Ask("kinds: KIND_FRIENDSHIP"), IsEmpty());
}

TEST_F(PartnerQueryTest, OnADaySelectsCertainLinksAndMarksPossibleOnes) {
  EXPECT_THAT(Ask("day { year: 1967 month: 6 day: 1 }"), IsEmpty());
  EXPECT_THAT(Ask("day { year: 1967 month: 6 day: 2 }"), ElementsAre("1967 Zaporizhzhia ACTIVE"));
  EXPECT_THAT(Ask("day { year: 1977 month: 2 day: 15 }"), ElementsAre("1967 Zaporizhzhia ACTIVE"));
  EXPECT_THAT(Ask("day { year: 1977 month: 2 day: 15 } include_possible: true"),
              ElementsAre("1967 Zaporizhzhia ACTIVE", "1977 Leonberg ACTIVE?"));
  EXPECT_THAT(Ask("day { year: 2000 month: 6 day: 1 } states: STATE_ACTIVE"),
              ElementsAre("1977 Leonberg ACTIVE", "1985 Delémont ACTIVE", "1999 Stafford ACTIVE"));
  EXPECT_THAT(
      Ask("day { year: 2000 month: 6 day: 1 } states: STATE_DORMANT include_possible: true"),
      ElementsAre("1967 Zaporizhzhia DORMANT?"));
}

TEST_F(PartnerQueryTest, ShowsTheOtherCityAndTheAskedOnesPriority) {
  QueryPartnersRequest request;
  request.set_city("cities/belfort");
  auto response = registry_.Call(registry_.twinnings(), &Twinnings::QueryPartners, request);
  ASSERT_THAT(response, IsOk());
  const Partner& first = response->groups(0).partners(0);
  EXPECT_EQ(first.twinning(), "twinnings/zaporizhzhia");
  EXPECT_EQ(first.city().city(), "cities/zaporizhzhia");
  EXPECT_EQ(first.city().country(), "UA");
  EXPECT_EQ(first.priority(), registry::v1::TwinningSide::PRIORITY_HIGH);
  request.set_city("cities/zaporizhzhia");
  response = registry_.Call(registry_.twinnings(), &Twinnings::QueryPartners, request);
  EXPECT_EQ(response->groups(0).partners(0).city().city(), "cities/belfort");
  EXPECT_EQ(response->groups(0).partners(0).priority(),
            registry::v1::TwinningSide::PRIORITY_UNSPECIFIED);
  request.set_city("cities/none");
  EXPECT_THAT(registry_.Call(registry_.twinnings(), &Twinnings::QueryPartners, request),
              HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(PartnerQueryTest, DeletedTwinningsAreIgnored) {
  registry::v1::DeleteTwinningRequest request;
  request.set_name("twinnings/zaporizhzhia");
  ASSERT_THAT(registry_.Call(registry_.twinnings(), &Twinnings::DeleteTwinning, request), IsOk());
  EXPECT_THAT(Ask("states: STATE_DORMANT"), IsEmpty());
}

TEST_F(PartnerQueryTest, RefusesInvalidRequests) {
  EXPECT_THAT(Ask("include_possible: true"), ElementsAre("include_possible"));
  EXPECT_THAT(Ask("day { year: 2000 } kinds: KIND_UNSPECIFIED states: STATE_ACTIVE "
                  "states: STATE_ACTIVE"),
              ElementsAre("day", "kinds[0]", "states[1]"));
}

}  // namespace
}  // namespace jumelage
