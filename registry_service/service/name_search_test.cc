// Tests SearchOrganizations and SearchAgreements through a real server and client.
// city_search_test.cc tests the behaviour that all searches share.

#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::Agreement;
using registry::v1::Organization;
using registry::v1::SearchAgreementsRequest;
using registry::v1::SearchAgreementsResponse;
using registry::v1::SearchOrganizationsRequest;
using registry::v1::SearchOrganizationsResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Agreements = LiveRegistry::Agreements;
using Organizations = LiveRegistry::Organizations;

class NameSearchTest : public ::testing::Test {
 protected:
  NameSearchTest() {
    CreateOrganization("amis-stafford",
                       "display_name: 'Les Amis de Stafford' country: 'FR' kind: KIND_ASSOCIATION "
                       "names { text: 'The Friends of Stafford' language_code: 'en' }");
    CreateOrganization("amis-belfort",
                       "display_name: 'Les Amis de Belfort' country: 'GB' kind: KIND_ASSOCIATION");
    CreateOrganization("comite",
                       "display_name: 'Comité de Jumelage Territoire de Belfort' country: 'FR' "
                       "kind: KIND_TWINNING_COMMITTEE");
    EXPECT_THAT(registry_.CreateCity("belfort", "display_name: 'Belfort' country: 'FR'"), IsOk());
    EXPECT_THAT(registry_.CreateCity("delemont", "display_name: 'Delémont' country: 'CH'"), IsOk());
    CreateAgreement("charter", "display_name: 'Charte de jumelage' kind: KIND_CHARTER");
    CreateAgreement("convention",
                    "display_name: 'Convention de coopération' kind: KIND_CONVENTION "
                    "titles { text: 'Cooperation agreement' language_code: 'en' }");
  }

  void CreateOrganization(const std::string& id, const std::string& text) {
    EXPECT_THAT(registry_.CreateOrganization(id, text), IsOk());
  }
  void CreateAgreement(const std::string& id, const std::string& text) {
    EXPECT_THAT(
        registry_.CreateAgreement(
            id, text + " parties { city: 'cities/belfort' } parties { city: 'cities/delemont' }"),
        IsOk());
  }

  absl::StatusOr<SearchOrganizationsResponse> Search(const SearchOrganizationsRequest& request) {
    return registry_.Call(registry_.organizations(), &Organizations::SearchOrganizations, request);
  }
  absl::StatusOr<SearchAgreementsResponse> Search(const SearchAgreementsRequest& request) {
    return registry_.Call(registry_.agreements(), &Agreements::SearchAgreements, request);
  }

  std::vector<std::string> Found(const SearchOrganizationsRequest& request) {
    const auto response = Search(request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> ids;
    if (!response.ok()) return ids;
    for (const auto& result : response->results()) {
      ids.push_back(result.organization().name().substr(14));
    }
    return ids;
  }
  std::vector<std::string> Found(const SearchAgreementsRequest& request) {
    const auto response = Search(request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> ids;
    if (!response.ok()) return ids;
    for (const auto& result : response->results()) {
      ids.push_back(result.agreement().name().substr(11));
    }
    return ids;
  }
  std::vector<std::string> OrganizationsFor(const std::string& query) {
    SearchOrganizationsRequest request;
    request.set_query(query);
    return Found(request);
  }
  std::vector<std::string> AgreementsFor(const std::string& query) {
    SearchAgreementsRequest request;
    request.set_query(query);
    return Found(request);
  }

  LiveRegistry registry_;
};

TEST_F(NameSearchTest, FindsOrganizationsByAnyNameAndSpelling) {
  EXPECT_THAT(OrganizationsFor("les amis de stafford"), ElementsAre("amis-stafford"));
  EXPECT_THAT(OrganizationsFor("belfort amis"), ElementsAre("amis-belfort"));
  EXPECT_THAT(OrganizationsFor("friends of staffort"), ElementsAre("amis-stafford"));
  EXPECT_THAT(OrganizationsFor("Comitee Jumlage"), ElementsAre("comite"));
  EXPECT_THAT(OrganizationsFor("belfort"), ElementsAre("comite", "amis-belfort"));
  EXPECT_THAT(OrganizationsFor("nobody"), IsEmpty());
}

TEST_F(NameSearchTest, SelectsOrganizationsByCountryAndKind) {
  SearchOrganizationsRequest request;
  request.set_query("amis");
  EXPECT_THAT(Found(request), ElementsAre("amis-belfort", "amis-stafford"));
  request.set_country("GB");
  EXPECT_THAT(Found(request), ElementsAre("amis-belfort"));
  request.set_query("belfort");
  request.set_country("");
  request.add_kinds(Organization::KIND_TWINNING_COMMITTEE);
  EXPECT_THAT(Found(request), ElementsAre("comite"));
  request.add_kinds(Organization::KIND_ASSOCIATION);
  EXPECT_THAT(Found(request), ElementsAre("comite", "amis-belfort"));
}

TEST_F(NameSearchTest, AMergedOrganizationIsFoundAsTheOneItLeadsTo) {
  registry::v1::MergeOrganizationRequest merge;
  merge.set_name("organizations/amis-stafford");
  merge.set_into("organizations/comite");
  ASSERT_THAT(registry_.Call(registry_.organizations(), &Organizations::MergeOrganization, merge),
              IsOk());
  SearchOrganizationsRequest request;
  request.set_query("Friends of Staford");
  const auto response = Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 1);
  EXPECT_EQ(response->results(0).organization().name(), "organizations/comite");
  EXPECT_EQ(response->results(0).matched_text(), "The Friends of Stafford");
  EXPECT_EQ(response->results(0).typing_errors(), 1);
  EXPECT_EQ(response->revision(), registry_.revision());
}

TEST_F(NameSearchTest, FindsAgreementsByTheirTitles) {
  EXPECT_THAT(AgreementsFor("charte"), ElementsAre("charter"));
  EXPECT_THAT(AgreementsFor("Convension de cooperacion"), ElementsAre("convention"));
  EXPECT_THAT(AgreementsFor("agreement"), ElementsAre("convention"));
  SearchAgreementsRequest request;
  request.set_query("de");
  EXPECT_THAT(Found(request), ElementsAre("charter", "convention"));
  request.add_kinds(Agreement::KIND_CONVENTION);
  EXPECT_THAT(Found(request), ElementsAre("convention"));
}

TEST_F(NameSearchTest, PagesAreBoundToTheirRequest) {
  SearchAgreementsRequest request;
  request.set_query("de");
  request.set_page_size(1);
  auto page = Search(request);
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  page = Search(request);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->results_size(), 1);
  EXPECT_EQ(page->results(0).agreement().name(), "agreements/convention");
  EXPECT_EQ(page->next_page_token(), "");
  request.add_kinds(Agreement::KIND_CONVENTION);
  EXPECT_THAT(Search(request), HasReason("PAGE_TOKEN_INVALID"));
}

TEST_F(NameSearchTest, RefusesRequestsWithAllViolations) {
  SearchOrganizationsRequest organizations;
  organizations.set_query("–");
  organizations.set_country("France");
  organizations.add_kinds(Organization::KIND_SCHOOL);
  organizations.add_kinds(Organization::KIND_SCHOOL);
  organizations.set_page_size(-1);
  const auto refused = Search(organizations);
  EXPECT_THAT(refused, HasReason("FIELD_INVALID"));
  EXPECT_THAT(ViolatedFields(refused.status()),
              ElementsAre("query", "country", "kinds[1]", "page_size"));
  SearchAgreementsRequest agreements;
  agreements.mutable_read_mask()->add_paths("mayor");
  EXPECT_THAT(ViolatedFields(Search(agreements).status()), ElementsAre("query", "read_mask"));
}

}  // namespace
}  // namespace jumelage
