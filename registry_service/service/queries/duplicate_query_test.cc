// Tests QueryDuplicates through a real server and client.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::DuplicateProposal;
using registry::v1::MergeCityRequest;
using registry::v1::QueryDuplicatesRequest;
using registry::v1::QueryDuplicatesResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Cities = LiveRegistry::Cities;

class DuplicateQueryTest : public ::testing::Test {
 protected:
  void AddCity(const std::string& id, const std::string& name, const std::string& more = "") {
    ASSERT_THAT(registry_.CreateCity(id, absl::StrCat("display_name: '", name, "' ", more)),
                IsOk());
  }
  void Twin(const std::string& one, const std::string& two) {
    ASSERT_THAT(registry_.CreateTwinning(
                    "", absl::Substitute("kind: KIND_TWINNING sides { city: 'cities/$0' } "
                                         "sides { city: 'cities/$1' }",
                                         one, two)),
                IsOk());
  }
  absl::StatusOr<QueryDuplicatesResponse> Query(const std::string& text) {
    return registry_.Call(registry_.cities(), &Cities::QueryDuplicates,
                          ParseText<QueryDuplicatesRequest>(text));
  }
  // Returns the pairs on a page, such as "a+b".
  static std::vector<std::string> Pairs(const QueryDuplicatesResponse& response) {
    std::vector<std::string> pairs;
    for (const DuplicateProposal& proposal : response.proposals()) {
      pairs.push_back(
          absl::StrCat(proposal.first().city().substr(7), "+", proposal.second().city().substr(7)));
    }
    return pairs;
  }
  std::vector<std::string> Found(const std::string& text) {
    const auto response = Query(text);
    EXPECT_THAT(response, IsOk());
    return Pairs(*response);
  }

  LiveRegistry registry_;
};

TEST_F(DuplicateQueryTest, ProposesBothNeukollnsWithTheReasons) {
  AddCity("q4071168", "Neukölln", "country: 'DE'");
  AddCity("q169492", "Neukolln");
  AddCity("boulogne", "Boulogne-Billancourt");
  Twin("q4071168", "boulogne");
  Twin("boulogne", "q169492");
  const auto response = Query("");
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->proposals_size(), 1);
  const DuplicateProposal& proposal = response->proposals(0);
  EXPECT_EQ(proposal.first().city(), "cities/q169492");
  EXPECT_EQ(proposal.first().display_name(), "Neukolln");
  EXPECT_EQ(proposal.second().city(), "cities/q4071168");
  EXPECT_EQ(proposal.second().country(), "DE");
  EXPECT_THAT(proposal.reasons(), ElementsAre(DuplicateProposal::REASON_SAME_NAME,
                                              DuplicateProposal::REASON_SHARED_PARTNERS));
  EXPECT_EQ(proposal.shared_partner_count(), 1);
  EXPECT_FALSE(proposal.has_distance_km());
  EXPECT_EQ(response->revision(), registry_.revision());
}

TEST_F(DuplicateQueryTest, IgnoresMergedAndDeletedCities) {
  AddCity("a", "Neukölln");
  AddCity("b", "Neukölln");
  AddCity("c", "Neukölln");
  EXPECT_THAT(Found(""), ElementsAre("a+b", "a+c", "b+c"));
  ASSERT_THAT(registry_.Call(registry_.cities(), &Cities::MergeCity,
                             ParseText<MergeCityRequest>("name: 'cities/a' into: 'cities/b'")),
              IsOk());
  EXPECT_THAT(Found(""), ElementsAre("b+c"));
  // The name of a merged city stands for the city that it leads to.
  EXPECT_THAT(Found("city: 'cities/a'"), ElementsAre("b+c"));
  ASSERT_THAT(registry_.Call(registry_.cities(), &Cities::DeleteCity,
                             ParseText<registry::v1::DeleteCityRequest>("name: 'cities/c'")),
              IsOk());
  EXPECT_THAT(Found(""), IsEmpty());
}

TEST_F(DuplicateQueryTest, TheNamesOfAMergedCityBelongToTheCityThatItLeadsTo) {
  AddCity("a", "Aubervilliers", "names { text: 'Notre-Dame' kind: KIND_FORMER }");
  AddCity("b", "Zürich");
  AddCity("c", "Kyiv");
  const auto merge = [&](const std::string& name, const std::string& into) {
    ASSERT_THAT(registry_.Call(registry_.cities(), &Cities::MergeCity,
                               ParseText<MergeCityRequest>(absl::Substitute(
                                   "name: 'cities/$0' into: 'cities/$1'", name, into))),
                IsOk());
  };
  merge("a", "b");
  merge("b", "c");
  EXPECT_THAT(Found(""), IsEmpty());
  AddCity("d", "aubervilliers");
  AddCity("e", "Notre Dame");
  EXPECT_THAT(Found(""), ElementsAre("c+d", "c+e"));
  const auto response = Query("city: 'cities/d'");
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->proposals_size(), 1);
  EXPECT_EQ(response->proposals(0).first().display_name(), "Kyiv");
  EXPECT_EQ(response->proposals(0).reasons(0), DuplicateProposal::REASON_SHARED_NAME);
}

TEST_F(DuplicateQueryTest, FiltersByCityCountryAndScore) {
  AddCity("a", "Belfort", "country: 'FR'");
  AddCity("b", "Belfort", "country: 'FR'");
  AddCity("c", "York", "country: 'GB'");
  AddCity("d", "York", "country: 'GB'");
  AddCity("e", "York");
  EXPECT_THAT(Found(""), ElementsAre("a+b", "c+d", "c+e", "d+e"));
  EXPECT_THAT(Found("country: 'GB'"), ElementsAre("c+d"));
  EXPECT_THAT(Found("city: 'cities/e'"), ElementsAre("c+e", "d+e"));
  EXPECT_THAT(Found("min_score: 60"), ElementsAre("a+b", "c+d"));
}

TEST_F(DuplicateQueryTest, PagesShowEachProposalOnce) {
  for (int i = 0; i < 5; ++i) AddCity(absl::StrCat("c", i), "San José");
  std::vector<std::string> walked;
  std::string token;
  do {
    const auto page = Query(absl::StrCat("page_size: 3 page_token: '", token, "'"));
    ASSERT_THAT(page, IsOk());
    for (const std::string& pair : Pairs(*page)) walked.push_back(pair);
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_THAT(walked, ElementsAre("c0+c1", "c0+c2", "c0+c3", "c0+c4", "c1+c2", "c1+c3", "c1+c4",
                                  "c2+c3", "c2+c4", "c3+c4"));
}

// A kept list is used until a city or a twinning changes. Every page is correct at the revision
// that it names.
TEST_F(DuplicateQueryTest, ListsFollowEveryChangeOfTheComparedData) {
  AddCity("a", "Neukölln", "country: 'DE'");
  AddCity("b", "Neukölln", "country: 'DE'");
  EXPECT_THAT(Found("country: 'DE'"), ElementsAre("a+b"));
  ASSERT_THAT(registry_.CreateOrganization("o", "display_name: 'O'"), IsOk());
  const auto unchanged = Query("country: 'DE'");
  ASSERT_THAT(unchanged, IsOk());
  EXPECT_EQ(unchanged->revision(), 3);
  EXPECT_THAT(registry_.position(), testing::HasSubstr("/3/"));
  AddCity("c", "Neukölln", "country: 'DE'");
  EXPECT_THAT(Found("country: 'DE'"), ElementsAre("a+b", "a+c", "b+c"));
  EXPECT_THAT(Found("country: 'FR'"), IsEmpty());
  Twin("a", "b");
  EXPECT_THAT(Found("country: 'DE'"), ElementsAre("a+c", "b+c"));
}

TEST_F(DuplicateQueryTest, BadRequestsAreRefusedWithAllViolations) {
  EXPECT_THAT(
      ViolatedFields(Query("city: 'a' country: 'xx' min_score: 101 page_size: -1").status()),
      ElementsAre("city", "country", "min_score", "page_size"));
  EXPECT_THAT(Query("city: 'cities/nowhere'"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Query("page_token: 'garbage'"), HasReason("PAGE_TOKEN_INVALID"));
}

}  // namespace
}  // namespace jumelage
