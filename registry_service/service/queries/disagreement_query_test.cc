// Tests QueryDisagreements through a real server and client.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::Disagreement;
using registry::v1::DisagreementReason;
using registry::v1::QueryDisagreementsRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Twinnings = LiveRegistry::Twinnings;

// Returns, in text format, an attestation that the link has existed since `year`. `more` contains
// further fields.
std::string Since(int year, const std::string& more = "") {
  return absl::StrCat(
      "attestation { evidence { title: 'x' } since { precision: PRECISION_YEAR "
      "earliest { year: ",
      year, " } } ", more, " }");
}

class DisagreementQueryTest : public ::testing::Test {
 protected:
  DisagreementQueryTest() {
    for (const char* city : {"a", "b", "c", "d", "e", "f"}) {
      EXPECT_THAT(
          registry_.CreateCity(city, absl::StrCat("display_name: 'City ", city, "' country: 'FR'")),
          IsOk());
    }
    AddTwinning("agreed", "b", Since(1977), Since(1977));
    AddTwinning("silent", "c", "", "");
    AddTwinning("one-sided", "d", "", Since(1985));
    AddTwinning("dated", "e", Since(1977), Since(1979));
    AddTwinning("ended", "f", Since(1990), Since(1991, "ended: true"));
  }

  void AddTwinning(const std::string& id, const std::string& other, const std::string& of_a,
                   const std::string& of_other) {
    EXPECT_THAT(registry_.CreateTwinning(
                    id, absl::StrCat("kind: KIND_TWINNING sides { city: 'cities/a' ", of_a,
                                     " } sides { city: 'cities/", other, "' ", of_other, " }")),
                IsOk());
  }

  absl::StatusOr<registry::v1::QueryDisagreementsResponse> Query(const std::string& request) {
    return registry_.Call(registry_.twinnings(), &Twinnings::QueryDisagreements,
                          ParseText<QueryDisagreementsRequest>(request));
  }
  // Returns lines such as "dated: START_DATES_DIFFER". After an error, returns the fields of its
  // violations.
  std::vector<std::string> Ask(const std::string& request) {
    const auto response = Query(request);
    if (!response.ok()) return ViolatedFields(response.status());
    std::vector<std::string> lines;
    for (const Disagreement& disagreement : response->disagreements()) {
      std::string line = disagreement.twinning().substr(std::string("twinnings/").size()) + ":";
      for (const DisagreementReason& reason : disagreement.reasons()) {
        absl::StrAppend(&line, " ", DisagreementReason::Kind_Name(reason.kind()).substr(5));
      }
      lines.push_back(line);
    }
    return lines;
  }

  LiveRegistry registry_;
};

TEST_F(DisagreementQueryTest, ReturnsTheDisagreementsOfTheSides) {
  EXPECT_THAT(Ask(""),
              ElementsAre("dated: START_DATES_DIFFER",
                          "ended: START_DATES_DIFFER ENDED_BY_ONE_SIDE", "one-sided: ONE_SIDED"));
  const auto response = Query("kinds: KIND_ONE_SIDED");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->revision(), registry_.revision());
  const Disagreement& one_sided = response->disagreements(0);
  EXPECT_EQ(one_sided.reasons(0).city(), "cities/d");
  EXPECT_EQ(one_sided.state(), registry::v1::Twinning::STATE_PROPOSED);
  ASSERT_EQ(one_sided.cities_size(), 2);
  EXPECT_EQ(one_sided.cities(1).display_name(), "City d");
}

TEST_F(DisagreementQueryTest, SelectsByKindAndCity) {
  EXPECT_THAT(
      Ask("kinds: KIND_START_DATES_DIFFER"),
      ElementsAre("dated: START_DATES_DIFFER", "ended: START_DATES_DIFFER ENDED_BY_ONE_SIDE"));
  EXPECT_THAT(Ask("kinds: KIND_ONE_SIDED kinds: KIND_ENDED_BY_ONE_SIDE"),
              ElementsAre("ended: START_DATES_DIFFER ENDED_BY_ONE_SIDE", "one-sided: ONE_SIDED"));
  EXPECT_THAT(Ask("city: 'cities/e'"), ElementsAre("dated: START_DATES_DIFFER"));
  EXPECT_THAT(Ask("city: 'cities/b'"), IsEmpty());
  EXPECT_THAT(Query("city: 'cities/none'"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Ask("city: 'x' kinds: KIND_UNSPECIFIED page_size: -1"),
              ElementsAre("city", "kinds[0]", "page_size"));
}

TEST_F(DisagreementQueryTest, AnAttestationOrItsRetractionChangesTheAnswer) {
  registry::v1::RetractTwinningAttestationRequest retract;
  retract.set_name("twinnings/one-sided");
  retract.set_city("cities/d");
  ASSERT_THAT(
      registry_.Call(registry_.twinnings(), &Twinnings::RetractTwinningAttestation, retract),
      IsOk());
  EXPECT_THAT(Ask("kinds: KIND_ONE_SIDED"), IsEmpty());
  ASSERT_THAT(registry_.Call(registry_.twinnings(), &Twinnings::AttestTwinning,
                             ParseText<registry::v1::AttestTwinningRequest>(
                                 "name: 'twinnings/dated' city: 'cities/a' " + Since(1979))),
              IsOk());
  EXPECT_THAT(Ask("city: 'cities/e'"), IsEmpty());
  registry::v1::DeleteTwinningRequest remove;
  remove.set_name("twinnings/ended");
  ASSERT_THAT(registry_.Call(registry_.twinnings(), &Twinnings::DeleteTwinning, remove), IsOk());
  EXPECT_THAT(Ask(""), IsEmpty());
}

TEST_F(DisagreementQueryTest, PagesAreBoundToTheirRequest) {
  auto page = Query("page_size: 2");
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->disagreements_size(), 2);
  const std::string token = absl::StrCat("page_token: '", page->next_page_token(), "'");
  EXPECT_THAT(Ask("page_size: 2 " + token), ElementsAre("one-sided: ONE_SIDED"));
  EXPECT_THAT(Query("kinds: KIND_ONE_SIDED " + token), HasReason("PAGE_TOKEN_INVALID"));
  EXPECT_TRUE(Query("page_size: 2 " + token)->next_page_token().empty());
}

}  // namespace
}  // namespace jumelage
