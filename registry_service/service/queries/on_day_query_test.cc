// Tests QueryInForce, QueryMembers and QueryMemberships through a real server and client.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::MembershipOnDay;
using registry::v1::QueryInForceRequest;
using registry::v1::QueryMembershipsRequest;
using registry::v1::QueryMembersRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Agreements = LiveRegistry::Agreements;
using Organizations = LiveRegistry::Organizations;

std::string Year(const std::string& field, int year) {
  return absl::StrCat(field, " { precision: PRECISION_YEAR earliest { year: ", year, " } } ");
}
std::string Day(int year) { return absl::StrCat("day { year: ", year, " month: 7 day: 1 } "); }

class OnDayQueryTest : public ::testing::Test {
 protected:
  OnDayQueryTest() {
    for (const char* city : {"belfort", "leonberg"}) {
      EXPECT_THAT(registry_.CreateCity(city, absl::StrCat("display_name: 'City ", city, "'")),
                  IsOk());
    }
    AddBody("committee", Year("founded", 1999) + "members { member { city: 'cities/belfort' } }");
    AddBody("union",
            "kind: KIND_INTERMUNICIPAL_BODY members { member { city: 'cities/belfort' } " +
                Year("since", 1990) + Year("until", 2010) +
                "} members { member { city: 'cities/leonberg' } } members { member { organization: "
                "'organizations/committee' } " +
                Year("since", 2005) + "}");
    AddAgreement("charter", Year("signed_date", 1977));
    AddAgreement("term", Year("signed_date", 2000) + Year("term_end", 2005));
    AddAgreement("undated", "");
  }

  void AddBody(const std::string& id, const std::string& body) {
    EXPECT_THAT(
        registry_.CreateOrganization(id, absl::StrCat("display_name: 'Body ", id, "' ", body)),
        IsOk());
  }
  void AddAgreement(const std::string& id, const std::string& more) {
    EXPECT_THAT(
        registry_.CreateAgreement(id, absl::StrCat("display_name: '", id,
                                                   "' kind: KIND_CHARTER parties { city: "
                                                   "'cities/belfort' } parties { organization: "
                                                   "'organizations/committee' } ",
                                                   more)),
        IsOk());
  }

  // Returns the names of agreements, with a "?" at the end if they are only possibly in force.
  // After an error, returns the fields of its violations.
  std::vector<std::string> InForce(const std::string& request) {
    const auto response = registry_.Call(registry_.agreements(), &Agreements::QueryInForce,
                                         ParseText<QueryInForceRequest>(request));
    if (!response.ok()) return ViolatedFields(response.status());
    std::vector<std::string> lines;
    for (const auto& found : response->agreements()) {
      const bool possible = found.certainty() == registry::v1::CERTAINTY_POSSIBLE;
      lines.push_back(found.agreement().display_name() + (possible ? "?" : ""));
    }
    return lines;
  }
  static std::string Line(const MembershipOnDay& found) {
    const bool possible = found.certainty() == registry::v1::CERTAINTY_POSSIBLE;
    return absl::StrCat(found.organization_display_name(), ": ", found.member_display_name(),
                        possible ? "?" : "");
  }
  std::vector<std::string> Members(const std::string& request) {
    const auto response = registry_.Call(registry_.organizations(), &Organizations::QueryMembers,
                                         ParseText<QueryMembersRequest>(request));
    if (!response.ok()) return ViolatedFields(response.status());
    std::vector<std::string> lines;
    for (const auto& found : response->members()) lines.push_back(Line(found));
    return lines;
  }
  std::vector<std::string> Memberships(const std::string& request) {
    const auto response =
        registry_.Call(registry_.organizations(), &Organizations::QueryMemberships,
                       ParseText<QueryMembershipsRequest>(request));
    if (!response.ok()) return ViolatedFields(response.status());
    std::vector<std::string> lines;
    for (const auto& found : response->memberships()) lines.push_back(Line(found));
    return lines;
  }

  LiveRegistry registry_;
};

TEST_F(OnDayQueryTest, AnAgreementIsInForceWithinItsTerm) {
  EXPECT_THAT(InForce(Day(1976)), IsEmpty());
  EXPECT_THAT(InForce(Day(1990)), ElementsAre("charter"));
  EXPECT_THAT(InForce(Day(2003)), ElementsAre("charter", "term"));
  EXPECT_THAT(InForce(Day(2005)), ElementsAre("charter"));
  EXPECT_THAT(InForce(Day(2005) + "include_possible: true"),
              ElementsAre("charter", "term?", "undated?"));
  EXPECT_THAT(InForce(Day(2006) + "include_possible: true"), ElementsAre("charter", "undated?"));
}

TEST_F(OnDayQueryTest, AgreementsAreSelectedByPartyAndKindAndComeInPages) {
  EXPECT_THAT(InForce(Day(2003) + "party: 'cities/belfort'"), ElementsAre("charter", "term"));
  EXPECT_THAT(InForce(Day(2003) + "party: 'organizations/committee'"),
              ElementsAre("charter", "term"));
  EXPECT_THAT(InForce(Day(2003) + "party: 'cities/leonberg'"), IsEmpty());
  EXPECT_THAT(InForce(Day(2003) + "kinds: KIND_CONVENTION"), IsEmpty());
  auto request = ParseText<QueryInForceRequest>(Day(2003) + "page_size: 1");
  const auto page = registry_.Call(registry_.agreements(), &Agreements::QueryInForce, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->agreements_size(), 1);
  EXPECT_EQ(page->revision(), registry_.revision());
  EXPECT_THAT(InForce(Day(2003) + "page_token: '" + page->next_page_token() + "'"),
              ElementsAre("term"));
  EXPECT_THAT(InForce("party: 'x' kinds: KIND_UNSPECIFIED page_size: -1"),
              ElementsAre("day", "party", "kinds[0]", "page_size"));
  request.set_party("organizations/none");
  EXPECT_THAT(registry_.Call(registry_.agreements(), &Agreements::QueryInForce, request),
              HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(OnDayQueryTest, MembersOfABodyOnADay) {
  const std::string of_union = "organization: 'organizations/union' ";
  EXPECT_THAT(Members(of_union),
              ElementsAre("Body union: City belfort", "Body union: City leonberg",
                          "Body union: Body committee"));
  EXPECT_THAT(Members(of_union + Day(2000)), ElementsAre("Body union: City belfort"));
  EXPECT_THAT(Members(of_union + Day(2010) + "include_possible: true"),
              ElementsAre("Body union: City belfort?", "Body union: City leonberg?",
                          "Body union: Body committee"));
  EXPECT_THAT(Members(of_union + Day(2011)), ElementsAre("Body union: Body committee"));
  EXPECT_THAT(Members("organization: 'cities/belfort' include_possible: true"),
              ElementsAre("organization", "include_possible"));
  EXPECT_THAT(registry_.Call(registry_.organizations(), &Organizations::QueryMembers,
                             ParseText<QueryMembersRequest>("organization: 'organizations/x'")),
              HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(OnDayQueryTest, MembershipsOfACityOrABodyOnADay) {
  const std::string of_belfort = "member: 'cities/belfort' ";
  EXPECT_THAT(Memberships(of_belfort),
              ElementsAre("Body committee: City belfort", "Body union: City belfort"));
  EXPECT_THAT(Memberships(of_belfort + Day(1995)), ElementsAre("Body union: City belfort"));
  EXPECT_THAT(Memberships(of_belfort + Day(2020)), ElementsAre("Body committee: City belfort"));
  EXPECT_THAT(Memberships(of_belfort + "kinds: KIND_INTERMUNICIPAL_BODY"),
              ElementsAre("Body union: City belfort"));
  EXPECT_THAT(Memberships("member: 'organizations/committee' " + Day(2020)),
              ElementsAre("Body union: Body committee"));
  auto request = ParseText<QueryMembershipsRequest>(of_belfort + "page_size: 1");
  const auto page =
      registry_.Call(registry_.organizations(), &Organizations::QueryMemberships, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->memberships_size(), 1);
  EXPECT_THAT(Memberships(of_belfort + "page_token: '" + page->next_page_token() + "'"),
              ElementsAre("Body union: City belfort"));
  EXPECT_THAT(Memberships("day { year: 2000 } kinds: KIND_UNSPECIFIED page_size: -1"),
              ElementsAre("member", "day", "kinds[0]", "page_size"));
  request.set_member("cities/none");
  EXPECT_THAT(registry_.Call(registry_.organizations(), &Organizations::QueryMemberships, request),
              HasReason("RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace jumelage
