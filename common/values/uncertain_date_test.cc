#include "common/values/uncertain_date.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;
using type::v1::UncertainDate;

UncertainDate Parse(const std::string& text) {
  UncertainDate date;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &date)) << text;
  return date;
}

UncertainDate Day(int year, int month, int day) {
  UncertainDate date;
  date.set_precision(UncertainDate::PRECISION_DAY);
  *date.mutable_earliest() = ToDate(absl::CivilDay(year, month, day));
  return date;
}

UncertainDate Month(int year, int month) {
  UncertainDate date;
  date.set_precision(UncertainDate::PRECISION_MONTH);
  date.mutable_earliest()->set_year(year);
  date.mutable_earliest()->set_month(month);
  return date;
}

UncertainDate Year(int year,
                   UncertainDate::Qualifier qualifier = UncertainDate::QUALIFIER_UNSPECIFIED) {
  UncertainDate date;
  date.set_precision(UncertainDate::PRECISION_YEAR);
  date.mutable_earliest()->set_year(year);
  date.set_qualifier(qualifier);
  return date;
}

UncertainDate Range(const std::string& bounds) {
  return Parse("precision: PRECISION_RANGE " + bounds);
}

TEST(TruthTest, FollowsKleene) {
  EXPECT_EQ(Not(Truth::kUnknown), Truth::kUnknown);
  EXPECT_EQ(Not(Truth::kYes), Truth::kNo);
  EXPECT_EQ(And(Truth::kUnknown, Truth::kNo), Truth::kNo);
  EXPECT_EQ(And(Truth::kUnknown, Truth::kYes), Truth::kUnknown);
  EXPECT_EQ(Or(Truth::kUnknown, Truth::kYes), Truth::kYes);
  EXPECT_EQ(Or(Truth::kUnknown, Truth::kNo), Truth::kUnknown);
}

TEST(CheckUncertainDateTest, ReportsEveryViolationWithItsPath) {
  const struct {
    std::string date;
    std::vector<std::string> fields;
  } kCases[] = {
      {"precision: PRECISION_DAY earliest { year: 1985 month: 5 day: 12 }", {}},
      {"precision: PRECISION_MONTH earliest { year: 2007 month: 6 }", {}},
      {"precision: PRECISION_YEAR earliest { year: 1955 } latest { year: 1955 }", {}},
      {"precision: PRECISION_RANGE earliest { year: 1990 } latest { year: 1993 month: 6 }", {}},
      {"precision: PRECISION_RANGE earliest { year: 1990 month: 5 } latest { year: 1990 }", {}},
      {"precision: PRECISION_RANGE latest { year: 1987 }", {}},
      {"precision: PRECISION_RANGE original_text: 'autrefois'", {}},
      {"precision: PRECISION_DAY earliest { year: 2000 month: 2 day: 29 }", {}},
      {"", {"d.precision"}},
      {"earliest { year: 1955 }", {"d.precision"}},
      {"precision: PRECISION_RANGE", {"d.original_text"}},
      {"precision: PRECISION_DAY", {"d.earliest"}},
      {"precision: PRECISION_DAY earliest { year: 1985 month: 5 }", {"d.earliest"}},
      {"precision: PRECISION_MONTH earliest { year: 1985 month: 5 day: 1 }", {"d.earliest"}},
      {"precision: PRECISION_YEAR earliest { year: 1985 month: 1 }", {"d.earliest"}},
      {"precision: PRECISION_YEAR earliest { year: 1985 } latest { year: 1986 }", {"d.latest"}},
      {"precision: PRECISION_MONTH earliest { year: 1985 month: 13 }", {"d.earliest.month"}},
      {"precision: PRECISION_DAY earliest { year: 1900 month: 2 day: 29 }", {"d.earliest.day"}},
      {"precision: PRECISION_DAY earliest { year: 1900 day: 3 }", {"d.earliest.day"}},
      {"precision: PRECISION_DAY earliest { month: 13 day: 32 }",
       {"d.earliest.year", "d.earliest.month", "d.earliest.day"}},
      {"precision: PRECISION_YEAR earliest { year: 10000 }", {"d.earliest.year"}},
      {"precision: PRECISION_RANGE earliest { year: 1993 } latest { year: 1990 }", {"d.latest"}},
      {"precision: PRECISION_RANGE latest { year: 1990 } qualifier: QUALIFIER_ABOUT",
       {"d.qualifier"}},
  };
  for (const auto& c : kCases) {
    Violations violations;
    EXPECT_EQ(CheckUncertainDate("d", Parse(c.date), &violations), c.fields.empty()) << c.date;
    std::vector<std::string> fields;
    for (const FieldViolation& violation : violations.list()) fields.push_back(violation.field);
    EXPECT_THAT(fields, UnorderedElementsAreArray(c.fields)) << c.date;
  }
}

TEST(CheckUncertainDateTest, RefusesUnknownEnumValues) {
  UncertainDate date = Year(1990);
  date.set_precision(static_cast<UncertainDate::Precision>(77));
  Violations violations;
  EXPECT_FALSE(CheckUncertainDate("d", date, &violations));
  EXPECT_EQ(violations.list().at(0).field, "d.precision");
}

TEST(BoundsTest, SpanAllPossibleDays) {
  const absl::CivilDay kFirst1990(1990, 1, 1);
  EXPECT_EQ(BoundsOf(Year(1990)).earliest, kFirst1990);
  EXPECT_EQ(BoundsOf(Year(1990)).latest, absl::CivilDay(1990, 12, 31));
  EXPECT_EQ(BoundsOf(Month(2000, 2)).latest, absl::CivilDay(2000, 2, 29));
  EXPECT_EQ(BoundsOf(Year(1990, UncertainDate::QUALIFIER_ABOUT)).earliest,
            absl::CivilDay(1989, 1, 1));
  EXPECT_EQ(BoundsOf(Year(1990, UncertainDate::QUALIFIER_ABOUT)).latest,
            absl::CivilDay(1991, 12, 31));
  EXPECT_EQ(BoundsOf(Year(1990, UncertainDate::QUALIFIER_BEFORE)).earliest, std::nullopt);
  EXPECT_EQ(BoundsOf(Year(1990, UncertainDate::QUALIFIER_BEFORE)).latest, kFirst1990 - 1);
  EXPECT_EQ(BoundsOf(Year(1990, UncertainDate::QUALIFIER_AFTER)).earliest,
            absl::CivilDay(1991, 1, 1));
  EXPECT_EQ(BoundsOf(Year(1990, UncertainDate::QUALIFIER_AFTER)).latest, std::nullopt);
  EXPECT_EQ(BoundsOf(Range("latest { year: 1987 month: 2 }")).latest, absl::CivilDay(1987, 2, 28));
  // Bounds beyond the calendar are open.
  EXPECT_EQ(BoundsOf(Year(1, UncertainDate::QUALIFIER_ABOUT)).earliest, std::nullopt);
  EXPECT_EQ(BoundsOf(Year(9999, UncertainDate::QUALIFIER_AFTER)).earliest, std::nullopt);
}

TEST(BeforeTest, AnswersYesNoOrUnknown) {
  EXPECT_EQ(Before(Year(1967), Month(1977, 2)), Truth::kYes);
  EXPECT_EQ(Before(Month(1977, 2), Year(1967)), Truth::kNo);
  EXPECT_EQ(Before(Year(2007), Month(2007, 6)), Truth::kUnknown);
  EXPECT_EQ(Before(Month(2007, 6), Year(2007)), Truth::kUnknown);
  // A day is not before the same day, but a date in a year may be before another date in the same
  // year.
  EXPECT_EQ(Before(Day(1985, 5, 12), Day(1985, 5, 12)), Truth::kNo);
  EXPECT_EQ(Before(Year(1985), Year(1985)), Truth::kUnknown);
  EXPECT_EQ(Before(Year(1995, UncertainDate::QUALIFIER_BEFORE), Year(1995)), Truth::kYes);
  EXPECT_EQ(Before(Range("original_text: 'x'"), Year(1995)), Truth::kUnknown);
  EXPECT_EQ(Before(Day(1985, 5, 11), absl::CivilDay(1985, 5, 12)), Truth::kYes);
  EXPECT_EQ(After(Day(1985, 5, 12), absl::CivilDay(1985, 5, 12)), Truth::kNo);
  EXPECT_EQ(After(Year(1985), absl::CivilDay(1985, 5, 12)), Truth::kUnknown);
  EXPECT_EQ(After(Year(1986), absl::CivilDay(1985, 5, 12)), Truth::kYes);
}

TEST(CheckNotInFutureTest, RefusesDatesThatAreCertainlyInTheFuture) {
  const absl::CivilDay today(2026, 5, 9);
  Violations violations;
  CheckNotInFuture("a", Day(2026, 5, 9), today, &violations);
  CheckNotInFuture("b", Year(2026), today, &violations);
  EXPECT_THAT(violations.list(), IsEmpty());
  CheckNotInFuture("c", Day(2026, 5, 10), today, &violations);
  CheckNotInFuture("d", Month(2026, 6), today, &violations);
  CheckNotInFuture("e", Year(2026, UncertainDate::QUALIFIER_AFTER), today, &violations);
  EXPECT_EQ(violations.list().size(), 3u);
}

TEST(LatestTodayTest, IsTheLatestDayThatHasBegunAnywhere) {
  const absl::Time noon = absl::FromCivil(absl::CivilHour(2026, 5, 9, 12), absl::UTCTimeZone());
  EXPECT_EQ(LatestToday(noon), absl::CivilDay(2026, 5, 10));
  EXPECT_EQ(LatestToday(noon - absl::Hours(3)), absl::CivilDay(2026, 5, 9));
}

TEST(SortKeyTest, OrdersByEarliestDayThenByPrecision) {
  std::vector<std::string> keys = {
      SortKey(Range("latest { year: 1987 }")),
      SortKey(Day(1955, 1, 1)),
      SortKey(Month(1955, 1)),
      SortKey(Year(1955)),
      SortKey(Range("earliest { year: 1955 } latest { year: 1957 }")),
      SortKey(Day(1955, 1, 2)),
      SortKey(Month(2007, 6)),
      kAbsentDateSortKey,
  };
  const std::vector<std::string> expected = keys;
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(keys, expected);
}

TEST(ToCivilDayTest, AcceptsOnlyCompleteDays) {
  google::type::Date date = ToDate(absl::CivilDay(1985, 5, 12));
  EXPECT_EQ(ToCivilDay(date), absl::CivilDay(1985, 5, 12));
  date.set_day(0);
  EXPECT_EQ(ToCivilDay(date), std::nullopt);
  date.set_day(31);
  date.set_month(4);
  EXPECT_EQ(ToCivilDay(date), std::nullopt);
}

TEST(DropRepeatedBoundsTest, KeepsTheBoundsOfRanges) {
  UncertainDate repeated = Year(1955);
  *repeated.mutable_latest() = repeated.earliest();
  DropRepeatedBounds(&repeated);
  EXPECT_FALSE(repeated.has_latest());
  UncertainDate range = Range("earliest { year: 1990 } latest { year: 1990 }");
  DropRepeatedBounds(&range);
  EXPECT_TRUE(range.has_latest());
}

}  // namespace
}  // namespace jumelage
