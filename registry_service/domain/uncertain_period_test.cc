#include "registry_service/domain/uncertain_period.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::Agreement;
using registry::v1::Organization;

template <typename M>
M Parse(const std::string& text) {
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

std::string Year(const std::string& field, int year, const std::string& more = "") {
  return field + " { precision: PRECISION_YEAR earliest { year: " + std::to_string(year) + " } " +
         more + " } ";
}

// Returns "yes", "maybe" or "no".
std::string Answer(const UncertainPeriod& period, absl::CivilDay day) {
  const auto certainty = HoldsOn(period, day);
  if (!certainty) return "no";
  return *certainty == registry::v1::CERTAINTY_CERTAIN ? "yes" : "maybe";
}

TEST(InForceTest, LastsFromTheTermOrTheSignatureToTheEndOfTheTerm) {
  const struct {
    std::string agreement;
    // The answers for 1 July of 1999, 2000, 2001, 2004, 2005 and 2006.
    std::string answers[6];
  } kCases[] = {
      {Year("signed_date", 2000), {"no", "maybe", "yes", "yes", "yes", "yes"}},
      {Year("signed_date", 2000) + Year("term_end", 2005),
       {"no", "maybe", "yes", "yes", "maybe", "no"}},
      {Year("signed_date", 1999) + Year("term_start", 2001) + Year("term_end", 2005),
       {"no", "no", "maybe", "yes", "maybe", "no"}},
      {Year("term_end", 2005), {"maybe", "maybe", "maybe", "maybe", "maybe", "no"}},
      {"", {"maybe", "maybe", "maybe", "maybe", "maybe", "maybe"}},
      // The agreement begins and ends within the same year, so it is not certainly in force on any
      // day.
      {Year("term_start", 2000) + Year("term_end", 2000), {"no", "maybe", "no", "no", "no", "no"}},
      {Year("signed_date", 2001, "qualifier: QUALIFIER_BEFORE"),
       {"maybe", "maybe", "yes", "yes", "yes", "yes"}},
      {Year("signed_date", 2000, "qualifier: QUALIFIER_AFTER"),
       {"no", "no", "maybe", "maybe", "maybe", "maybe"}},
      {Year("signed_date", 2000) + Year("term_end", 2004, "qualifier: QUALIFIER_AFTER"),
       {"no", "maybe", "yes", "yes", "maybe", "maybe"}},
      {Year("signed_date", 2000) + Year("term_end", 2005, "qualifier: QUALIFIER_BEFORE"),
       {"no", "maybe", "maybe", "maybe", "no", "no"}},
  };
  const int kYears[] = {1999, 2000, 2001, 2004, 2005, 2006};
  for (const auto& c : kCases) {
    const UncertainPeriod period = InForce(Parse<Agreement>(c.agreement));
    for (int i = 0; i < 6; ++i) {
      EXPECT_EQ(Answer(period, absl::CivilDay(kYears[i], 7, 1)), c.answers[i])
          << kYears[i] << " " << c.agreement;
    }
  }
}

TEST(InForceTest, BothDaysAreIncluded) {
  const UncertainPeriod period = InForce(Parse<Agreement>(
      "signed_date { precision: PRECISION_DAY earliest { year: 2007 month: 6 day: 15 } } "
      "term_end { precision: PRECISION_DAY earliest { year: 2010 month: 6 day: 14 } }"));
  EXPECT_EQ(Answer(period, absl::CivilDay(2007, 6, 14)), "no");
  EXPECT_EQ(Answer(period, absl::CivilDay(2007, 6, 15)), "yes");
  EXPECT_EQ(Answer(period, absl::CivilDay(2010, 6, 14)), "yes");
  EXPECT_EQ(Answer(period, absl::CivilDay(2010, 6, 15)), "no");
}

TEST(HeldInTest, AMembershipWithoutDatesLastsAsLongAsItsBody) {
  const Organization body = Parse<Organization>(Year("founded", 1999) + Year("dissolved", 2016) +
                                                "members { } members { " + Year("since", 2005) +
                                                "} members { " + Year("until", 2010) + "}");
  EXPECT_EQ(Answer(HeldIn(body, body.members(0)), absl::CivilDay(1998, 7, 1)), "no");
  EXPECT_EQ(Answer(HeldIn(body, body.members(0)), absl::CivilDay(2000, 7, 1)), "yes");
  EXPECT_EQ(Answer(HeldIn(body, body.members(0)), absl::CivilDay(2017, 7, 1)), "no");
  EXPECT_EQ(Answer(HeldIn(body, body.members(1)), absl::CivilDay(2004, 7, 1)), "no");
  EXPECT_EQ(Answer(HeldIn(body, body.members(1)), absl::CivilDay(2015, 7, 1)), "yes");
  EXPECT_EQ(Answer(HeldIn(body, body.members(2)), absl::CivilDay(2011, 7, 1)), "no");
  EXPECT_EQ(Answer(HeldIn(body, body.members(2)), absl::CivilDay(2009, 7, 1)), "yes");
}

}  // namespace
}  // namespace jumelage
