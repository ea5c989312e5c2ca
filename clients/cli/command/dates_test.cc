#include "clients/cli/command/dates.h"

#include <string>
#include <utility>
#include <vector>

#include "clients/cli/command/arguments.h"
#include "common/values/date_text.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

using type::v1::UncertainDate;

TEST(DatesTest, KeepsThePrecisionThatIsGiven) {
  const auto year = ParseUncertainDate("2007", "effective");
  ASSERT_TRUE(year.ok());
  EXPECT_EQ(year->precision(), UncertainDate::PRECISION_YEAR);
  EXPECT_EQ(year->earliest().year(), 2007);
  EXPECT_EQ(year->earliest().month(), 0);

  const auto month = ParseUncertainDate("2007-06", "effective");
  ASSERT_TRUE(month.ok());
  EXPECT_EQ(month->precision(), UncertainDate::PRECISION_MONTH);
  EXPECT_EQ(month->earliest().month(), 6);
  EXPECT_EQ(month->earliest().day(), 0);

  const auto day = ParseUncertainDate("2007-06-15", "effective");
  ASSERT_TRUE(day.ok());
  EXPECT_EQ(day->precision(), UncertainDate::PRECISION_DAY);
  EXPECT_EQ(day->earliest().day(), 15);
}

// English or French words, or the marks used in tables, make a date uncertain.
TEST(DatesTest, ParsesUncertainDates) {
  for (const auto& [text, mark] : std::vector<std::pair<std::string, std::string>>{
           {"about 1990", "~1990"},
           {"vers 1990", "~1990"},
           {"before 1990-02", "<1990-02"},
           {"avant 1990-02", "<1990-02"},
           {"after 1990", ">1990"},
           {"après 1990", ">1990"},
           {"~1990", "~1990"},
           {"1990..1994", "1990..1994"},
           {"..1994-06", "..1994-06"},
           {"1990..1994 \"early 90s\"", "1990..1994 \"early 90s\""}}) {
    const auto date = ParseUncertainDate(text, "effective");
    ASSERT_TRUE(date.ok()) << text;
    EXPECT_EQ(DateText(*date), mark) << text;
    EXPECT_TRUE(IsUsageError(ParseDay(text, "on").status())) << text;
  }
  for (const char* bad :
       {"about", "about ", "around 1990", "about before 1990", "about 1990..1994"}) {
    EXPECT_TRUE(IsUsageError(ParseUncertainDate(bad, "effective").status())) << bad;
  }
}

TEST(DatesTest, RefusesDatesThatDoNotExist) {
  for (const char* bad : {"2007-13-40", "2007-02-29", "2007-00-01", "2007-01-00", "0000-01-01"}) {
    EXPECT_TRUE(IsUsageError(ParseDay(bad, "on").status())) << bad;
    EXPECT_TRUE(IsUsageError(ParseUncertainDate(bad, "on").status())) << bad;
  }
  for (const char* bad : {"2007-13", "0000", "about 2007-00", "2007..2006", "before 2007-02-30"}) {
    EXPECT_TRUE(IsUsageError(ParseUncertainDate(bad, "on").status())) << bad;
  }
  EXPECT_TRUE(ParseDay("2008-02-29", "on").ok());
}

TEST(DatesTest, RefusesOtherForms) {
  for (const char* bad : {"", "07", "2007-6", "2007-06-1", "2007/06/01", "2007-06-01-01", "-2007",
                          "2007-", "2oo7", "+007"}) {
    EXPECT_TRUE(IsUsageError(ParseUncertainDate(bad, "effective").status())) << bad;
    EXPECT_TRUE(IsUsageError(ParseDay(bad, "on").status())) << bad;
  }
  EXPECT_TRUE(IsUsageError(ParseDay("2007-06", "on").status()));
}

}  // namespace
}  // namespace jumelage::cli
