#include "registry_service/domain/disagreements.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::DisagreementReason;
using registry::v1::Twinning;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Year(const std::string& field, int year) {
  return absl::StrCat(field, " { precision: PRECISION_YEAR earliest { year: ", year, " } } ");
}

// Returns the reasons why two sides disagree, as lines such as "ONE_SIDED a" or "START_DATES_DIFFER
// 1977 1978". `a` and `b` contain the other fields of the sides whose cities are a and b.
std::vector<std::string> Reasons(const std::string& a, const std::string& b) {
  Twinning twinning;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("sides { city: 'a' ", a, " } sides { city: 'b' ", b, " }"), &twinning));
  std::vector<std::string> lines;
  for (const DisagreementReason& reason : DisagreementsOf(twinning)) {
    std::string line = DisagreementReason::Kind_Name(reason.kind()).substr(5);
    if (!reason.city().empty()) absl::StrAppend(&line, " ", reason.city());
    for (const auto& date : reason.dates()) absl::StrAppend(&line, " ", date.earliest().year());
    lines.push_back(line);
  }
  return lines;
}

std::string Attests(const std::string& what) { return "attestation { " + what + " }"; }

TEST(DisagreementsTest, SilenceOfOneSideIsADisagreementSilenceOfBothIsNot) {
  EXPECT_THAT(Reasons("", ""), IsEmpty());
  EXPECT_THAT(Reasons(Attests(""), Attests("")), IsEmpty());
  EXPECT_THAT(Reasons(Attests(""), ""), ElementsAre("ONE_SIDED a"));
  EXPECT_THAT(Reasons("", Attests(Year("since", 1977))), ElementsAre("ONE_SIDED b"));
}

TEST(DisagreementsTest, DatesDifferOnlyIfTheyHaveNoDayInCommon) {
  EXPECT_THAT(Reasons(Attests(Year("since", 1977)), Attests(Year("since", 1978))),
              ElementsAre("START_DATES_DIFFER 1977 1978"));
  EXPECT_THAT(Reasons(Attests(Year("since", 1977)),
                      Attests("since { precision: PRECISION_MONTH earliest { year: 1977 month: 2 } "
                              "}")),
              IsEmpty());
  EXPECT_THAT(Reasons(Attests(Year("since", 1977)),
                      Attests("since { precision: PRECISION_YEAR qualifier: QUALIFIER_ABOUT "
                              "earliest { year: 1978 } }")),
              IsEmpty());
  EXPECT_THAT(Reasons(Attests(Year("since", 1977)), Attests("")), IsEmpty());
}

TEST(DisagreementsTest, AnEndThatOnlyOneSideStatesIsADisagreement) {
  EXPECT_THAT(Reasons(Attests("ended: true " + Year("until", 2011)), Attests("")),
              ElementsAre("ENDED_BY_ONE_SIDE a 2011"));
  EXPECT_THAT(Reasons("", Attests("ended: true")),
              ElementsAre("ONE_SIDED b", "ENDED_BY_ONE_SIDE b"));
  EXPECT_THAT(Reasons(Attests("ended: true"), Attests("ended: true")), IsEmpty());
  EXPECT_THAT(Reasons(Attests("ended: true " + Year("until", 2011)),
                      Attests("ended: true " + Year("until", 2013))),
              ElementsAre("END_DATES_DIFFER 2011 2013"));
}

}  // namespace
}  // namespace jumelage
