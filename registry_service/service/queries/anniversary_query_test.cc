// Tests QueryAnniversaries through a real server and client, with data like that of the municipal
// pages.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "common/values/date_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::Anniversary;
using registry::v1::QueryAnniversariesRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Twinnings = LiveRegistry::Twinnings;

constexpr char k2025[] =
    "first_day { year: 2025 month: 1 day: 1 } last_day { year: 2025 month: 12 day: 31 } ";

class AnniversaryQueryTest : public ::testing::Test {
 protected:
  AnniversaryQueryTest() {
    EXPECT_THAT(registry_.CreateCity("belfort", "display_name: 'Belfort' country: 'FR'"), IsOk());
    Add("delemont", "established", "1985-05-12");
    Add("neukolln", "established", "1955");
    Add("leonberg", "ledger", "1980-02");
    Add("about", "established", "~1989");
    Add("nineties", "established", "1990..1994");
    Add("open", "established", "<1960");
    Add("stafford", "established", "1999");
    Add("leap", "established", "1960-02-29");
  }

  // Adds a twinning that has been active since a date. If `field` is "ledger", the date is the
  // effective date of the signature; otherwise it is `established`.
  void Add(const std::string& id, const std::string& field, const std::string& since) {
    const std::string date = ParseDateText(since)->ShortDebugString();
    EXPECT_THAT(registry_.CreateCity(id, absl::StrCat("display_name: '", id, "'")), IsOk());
    EXPECT_THAT(
        registry_.CreateTwinning(
            id, absl::StrCat("kind: KIND_TWINNING sides { city: 'cities/belfort' } sides { city: "
                             "'cities/",
                             id, "' } ",
                             field == "ledger"
                                 ? "ledger { step: STEP_SIGN effective_date { " + date + " } }"
                                 : "ledger { step: STEP_SIGN } established { " + date + " }")),
        IsOk());
  }

  absl::StatusOr<registry::v1::QueryAnniversariesResponse> Query(const std::string& request) {
    return registry_.Call(registry_.twinnings(), &Twinnings::QueryAnniversaries,
                          ParseText<QueryAnniversariesRequest>(request));
  }
  // Returns lines such as "2025-05-12 delemont 40", with a "?" at the end if the anniversary is
  // only possible. After an error, returns the fields of its violations.
  std::vector<std::string> Ask(const std::string& request) {
    const auto response = Query(request);
    if (!response.ok()) return ViolatedFields(response.status());
    std::vector<std::string> lines;
    for (const Anniversary& anniversary : response->anniversaries()) {
      const bool possible = anniversary.certainty() == registry::v1::CERTAINTY_POSSIBLE;
      lines.push_back(absl::StrCat(DateText(anniversary.date()), " ",
                                   anniversary.twinning().substr(std::string("twinnings/").size()),
                                   " ", anniversary.years(), possible ? "?" : ""));
    }
    return lines;
  }

  LiveRegistry registry_;
};

TEST_F(AnniversaryQueryTest, ReturnsThoseOfAPeriodByDateAndMarksPossibleOnes) {
  EXPECT_THAT(Ask(k2025),
              ElementsAre("~2024 about 35?", "2025 neukolln 70", "2025..2029 nineties 35?",
                          "2025-02 leonberg 45", "2025-02-28 leap 65", "2025-05-12 delemont 40"));
  EXPECT_THAT(Ask("first_day { year: 2025 month: 5 day: 1 } last_day { year: 2025 month: 5 day: "
                  "31 } every_years: 10"),
              ElementsAre("2025 neukolln 70?", "2025-05-12 delemont 40"));
  const auto response = Query(absl::StrCat(k2025, "every_years: 26"));
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->revision(), registry_.revision());
  ASSERT_EQ(response->anniversaries_size(), 1);
  const Anniversary& anniversary = response->anniversaries(0);
  EXPECT_EQ(anniversary.twinning(), "twinnings/stafford");
  EXPECT_EQ(anniversary.kind(), registry::v1::Twinning::KIND_TWINNING);
  EXPECT_EQ(anniversary.state(), registry::v1::Twinning::STATE_ACTIVE);
  EXPECT_EQ(anniversary.cities(0).country(), "FR");
  EXPECT_EQ(DateText(anniversary.since()), "1999");
}

TEST_F(AnniversaryQueryTest, SelectsByStateKindAndCity) {
  registry::v1::MarkTwinningDormantRequest asleep;
  asleep.set_name("twinnings/delemont");
  ASSERT_THAT(registry_.Call(registry_.twinnings(), &Twinnings::MarkTwinningDormant, asleep),
              IsOk());
  EXPECT_THAT(Ask(absl::StrCat(k2025, "states: STATE_DORMANT")),
              ElementsAre("2025-05-12 delemont 40"));
  EXPECT_THAT(Ask(absl::StrCat(k2025, "city: 'cities/delemont'")), IsEmpty());
  EXPECT_THAT(Ask(absl::StrCat(k2025, "city: 'cities/neukolln'")), ElementsAre("2025 neukolln 70"));
  EXPECT_THAT(Ask(absl::StrCat(k2025, "kinds: KIND_FRIENDSHIP")), IsEmpty());
  EXPECT_THAT(Query(absl::StrCat(k2025, "city: 'cities/none'")), HasReason("RESOURCE_NOT_FOUND"));
  registry::v1::DeleteTwinningRequest remove;
  remove.set_name("twinnings/neukolln");
  ASSERT_THAT(registry_.Call(registry_.twinnings(), &Twinnings::DeleteTwinning, remove), IsOk());
  EXPECT_THAT(Ask(absl::StrCat(k2025, "city: 'cities/neukolln'")), IsEmpty());
}

TEST_F(AnniversaryQueryTest, PagesTogetherAreTheCompleteAnswer) {
  const std::string period =
      "first_day { year: 2020 month: 1 day: 1 } last_day { year: 2029 month: 12 day: 31 } "
      "every_years: 1 ";
  const std::vector<std::string> all = Ask(period + "page_size: 1000");
  EXPECT_GT(all.size(), 70);
  std::vector<std::string> walked;
  std::string token;
  do {
    const std::string request = absl::StrCat(period, "page_size: 7 page_token: '", token, "'");
    for (std::string& line : Ask(request)) walked.push_back(line);
    token = Query(request)->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(walked, all);
  EXPECT_THAT(Query(absl::StrCat(k2025, "page_token: 'x'")), HasReason("PAGE_TOKEN_INVALID"));
}

TEST_F(AnniversaryQueryTest, RefusesInvalidRequests) {
  EXPECT_THAT(Ask(""), ElementsAre("first_day", "last_day"));
  EXPECT_THAT(Ask("first_day { year: 2025 } last_day { year: 2025 month: 2 day: 29 }"),
              ElementsAre("first_day", "last_day"));
  EXPECT_THAT(Ask("first_day { year: 2025 month: 5 day: 2 } last_day { year: 2025 month: 5 day: 1 "
                  "} every_years: 101 states: STATE_UNSPECIFIED kinds: KIND_UNSPECIFIED "
                  "city: 'x' page_size: -1"),
              ElementsAre("last_day", "every_years", "states[0]", "kinds[0]", "city", "page_size"));
  const std::string first = "first_day { year: 2025 month: 5 day: 2 } ";
  EXPECT_THAT(Ask(first + "last_day { year: 2035 month: 5 day: 3 }"), ElementsAre("last_day"));
  EXPECT_THAT(Query(first + "last_day { year: 2035 month: 5 day: 2 }"), IsOk());
  EXPECT_THAT(Ask(first + "last_day { year: 2025 month: 5 day: 2 } every_years: -1"),
              ElementsAre("every_years"));
}

}  // namespace
}  // namespace jumelage
