#include "common/values/date_text.h"

#include <string>

#include "common/values/uncertain_date.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using type::v1::UncertainDate;

// Every precision, qualifier and form of a range survives a round trip through text.
TEST(DateTextTest, RoundTripsEveryForm) {
  const struct {
    std::string date;
    std::string text;
  } kCases[] = {
      {"precision: PRECISION_DAY earliest { year: 1985 month: 5 day: 12 }", "1985-05-12"},
      {"precision: PRECISION_MONTH earliest { year: 1977 month: 2 }", "1977-02"},
      {"precision: PRECISION_YEAR earliest { year: 1968 }", "1968"},
      {"precision: PRECISION_YEAR earliest { year: 836 }", "0836"},
      {"precision: PRECISION_YEAR qualifier: QUALIFIER_ABOUT earliest { year: 1990 }", "~1990"},
      {"precision: PRECISION_YEAR qualifier: QUALIFIER_BEFORE earliest { year: 1990 }", "<1990"},
      {"precision: PRECISION_MONTH qualifier: QUALIFIER_AFTER earliest { year: 1990 month: 2 }",
       ">1990-02"},
      {"precision: PRECISION_RANGE earliest { year: 1990 } latest { year: 1994 month: 6 }",
       "1990..1994-06"},
      {"precision: PRECISION_RANGE earliest { year: 1990 month: 1 day: 2 }", "1990-01-02.."},
      {"precision: PRECISION_RANGE latest { year: 1994 }", "..1994"},
      {"precision: PRECISION_RANGE original_text: 'depuis plus de vingt ans'",
       ".. \"depuis plus de vingt ans\""},
      {"precision: PRECISION_YEAR earliest { year: 2000 } original_text: 'a \"b\" \\\\ c'",
       "2000 \"a \\\"b\\\" \\\\ c\""},
  };
  for (const auto& c : kCases) {
    UncertainDate date;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(c.date, &date)) << c.date;
    EXPECT_EQ(DateText(date), c.text);
    const auto parsed = ParseDateText(c.text);
    ASSERT_TRUE(parsed.has_value()) << c.text;
    EXPECT_EQ(parsed->DebugString(), date.DebugString()) << c.text;
    Violations violations;
    EXPECT_TRUE(CheckUncertainDate("date", *parsed, &violations)) << c.text;
  }
}

TEST(DateTextTest, RefusesOtherForms) {
  for (const char* bad : {"",
                          "07",
                          "2007-6",
                          "2007-06-1",
                          "2007/06/01",
                          "2007-06-01-01",
                          "-2007",
                          "2007-",
                          "2oo7",
                          "+007",
                          "~",
                          "<>2007",
                          "~1990..1994",
                          "1990...1994",
                          "1990..1994..",
                          "1990-1994",
                          ".",
                          "2007 ",
                          "2007 x",
                          "2007 \"",
                          "2007 \"\"",
                          "2007 \"a\" ",
                          "2007 \"a\\\"",
                          "2007 \"a\"b\"",
                          " 2007"}) {
    EXPECT_FALSE(ParseDateText(bad).has_value()) << bad;
  }
}

// Only the form is parsed. CheckUncertainDate checks whether there is such a day.
TEST(DateTextTest, LeavesTheCalendarToTheChecks) {
  for (const char* odd : {"2007-13-40", "2007-00", "2007-06-00", "0000"}) {
    const auto date = ParseDateText(odd);
    ASSERT_TRUE(date.has_value()) << odd;
    Violations violations;
    EXPECT_FALSE(CheckUncertainDate("date", *date, &violations)) << odd;
  }
}

}  // namespace
}  // namespace jumelage
