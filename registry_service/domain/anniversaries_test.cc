#include "registry_service/domain/anniversaries.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using type::v1::UncertainDate;

const DayPeriod k2025 = {absl::CivilDay(2025, 1, 1), absl::CivilDay(2025, 12, 31)};

UncertainDate Parse(const std::string& text) {
  UncertainDate date;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &date)) << text;
  return date;
}

// Returns lines such as "40: 2025-5-12", with a "?" at the end if the anniversary is only possible.
std::vector<std::string> Ask(const std::string& since, const DayPeriod& period, int every = 5) {
  std::vector<std::string> lines;
  for (const DatedAnniversary& found : AnniversariesIn(Parse(since), period, every)) {
    const auto& date = found.date.earliest();
    const bool possible = found.certainty == registry::v1::CERTAINTY_POSSIBLE;
    lines.push_back(absl::StrCat(found.years, ": ", date.year(), "-", date.month(), "-", date.day(),
                                 possible ? "?" : ""));
  }
  return lines;
}

TEST(AnniversariesTest, KeepThePrecisionOfADayAMonthAndAYear) {
  const std::string day = "precision: PRECISION_DAY earliest { year: 1985 month: 5 day: 12 }";
  EXPECT_THAT(Ask(day, k2025), ElementsAre("40: 2025-5-12"));
  EXPECT_THAT(Ask(day, k2025, 7), IsEmpty());
  EXPECT_THAT(Ask(day, k2025, 1), ElementsAre("40: 2025-5-12"));
  EXPECT_THAT(Ask(day, {absl::CivilDay(2025, 5, 12), absl::CivilDay(2025, 5, 12)}),
              ElementsAre("40: 2025-5-12"));
  EXPECT_THAT(Ask(day, {absl::CivilDay(2025, 5, 13), absl::CivilDay(2026, 5, 11)}, 1), IsEmpty());
  EXPECT_THAT(Ask(day, {absl::CivilDay(2020, 1, 1), absl::CivilDay(2029, 12, 31)}),
              ElementsAre("35: 2020-5-12", "40: 2025-5-12"));
  EXPECT_THAT(Ask("precision: PRECISION_MONTH earliest { year: 1980 month: 2 }", k2025),
              ElementsAre("45: 2025-2-0"));
  EXPECT_THAT(Ask("precision: PRECISION_YEAR earliest { year: 1955 }", k2025),
              ElementsAre("70: 2025-0-0"));
  // The year itself is not an anniversary.
  EXPECT_THAT(Ask("precision: PRECISION_YEAR earliest { year: 2025 }", k2025), IsEmpty());
}

// An anniversary that may or may not fall within the period is marked as possible, and has the
// precision of the original date.
TEST(AnniversariesTest, ArePossibleForUncertainDates) {
  const DayPeriod june = {absl::CivilDay(2025, 6, 1), absl::CivilDay(2025, 6, 30)};
  EXPECT_THAT(Ask("precision: PRECISION_YEAR earliest { year: 1955 }", june),
              ElementsAre("70: 2025-0-0?"));
  EXPECT_THAT(
      Ask("precision: PRECISION_YEAR qualifier: QUALIFIER_ABOUT earliest { year: 1991 }", k2025),
      ElementsAre("35: 2026-0-0?"));
  EXPECT_THAT(
      Ask("precision: PRECISION_RANGE earliest { year: 1990 } latest { year: 1996 }", k2025),
      ElementsAre("30: 2020-0-0?", "35: 2025-0-0?"));
}

TEST(AnniversariesTest, DoNotExistForDatesWithAnOpenBound) {
  EXPECT_THAT(
      Ask("precision: PRECISION_YEAR qualifier: QUALIFIER_BEFORE earliest { year: 1960 }", k2025),
      IsEmpty());
  EXPECT_THAT(
      Ask("precision: PRECISION_YEAR qualifier: QUALIFIER_AFTER earliest { year: 1960 }", k2025),
      IsEmpty());
  EXPECT_THAT(Ask("precision: PRECISION_RANGE earliest { year: 1960 }", k2025), IsEmpty());
  EXPECT_THAT(Ask("precision: PRECISION_RANGE original_text: 'jadis'", k2025), IsEmpty());
}

TEST(AnniversariesTest, OfALeapDayFallOnTheLastDayOfFebruary) {
  const std::string leap = "precision: PRECISION_DAY earliest { year: 1960 month: 2 day: 29 }";
  EXPECT_THAT(Ask(leap, k2025), ElementsAre("65: 2025-2-28"));
  EXPECT_THAT(Ask(leap, {absl::CivilDay(2020, 1, 1), absl::CivilDay(2020, 12, 31)}),
              ElementsAre("60: 2020-2-29"));
  // February 2004 had 29 days; February 1999 had 28.
  const DayPeriod last = {absl::CivilDay(2004, 2, 29), absl::CivilDay(2004, 2, 29)};
  EXPECT_THAT(Ask("precision: PRECISION_MONTH earliest { year: 1999 month: 2 }", last),
              ElementsAre("5: 2004-2-0?"));
}

TEST(AnniversariesTest, WorkAtTheEndsOfTheCalendar) {
  const DayPeriod end = {absl::CivilDay(9999, 1, 1), absl::CivilDay(9999, 12, 31)};
  EXPECT_THAT(Ask("precision: PRECISION_YEAR earliest { year: 9999 }", end), IsEmpty());
  EXPECT_THAT(Ask("precision: PRECISION_YEAR earliest { year: 9 }", end, 90),
              ElementsAre("9990: 9999-0-0"));
  const DayPeriod begin = {absl::CivilDay(1, 1, 1), absl::CivilDay(1, 12, 31)};
  EXPECT_THAT(Ask("precision: PRECISION_YEAR earliest { year: 9999 }", begin, 1), IsEmpty());
  EXPECT_THAT(
      Ask("precision: PRECISION_YEAR qualifier: QUALIFIER_ABOUT earliest { year: 9990 }", end, 1)
          .size(),
      2);
}

}  // namespace
}  // namespace jumelage
