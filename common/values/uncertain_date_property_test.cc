// Tests the laws of uncertain dates on random dates of every precision, qualifier and form.

#include <random>
#include <string>
#include <vector>

#include "common/values/date_text.h"
#include "common/values/uncertain_date.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using google::type::Date;
using type::v1::UncertainDate;

constexpr Truth kAll[] = {Truth::kNo, Truth::kUnknown, Truth::kYes};

// Kleene's tables, with rows and columns in the order no, unknown, yes.
TEST(TruthTest, FollowsKleenesTables) {
  constexpr Truth N = Truth::kNo, U = Truth::kUnknown, Y = Truth::kYes;
  constexpr Truth kAnd[3][3] = {{N, N, N}, {N, U, U}, {N, U, Y}};
  constexpr Truth kOr[3][3] = {{N, U, Y}, {U, U, Y}, {Y, Y, Y}};
  constexpr Truth kNot[3] = {Y, U, N};
  for (int a = 0; a < 3; ++a) {
    EXPECT_EQ(Not(kAll[a]), kNot[a]);
    EXPECT_EQ(Not(Not(kAll[a])), kAll[a]);
    for (int b = 0; b < 3; ++b) {
      EXPECT_EQ(And(kAll[a], kAll[b]), kAnd[a][b]);
      EXPECT_EQ(Or(kAll[a], kAll[b]), kOr[a][b]);
      EXPECT_EQ(Not(And(kAll[a], kAll[b])), Or(Not(kAll[a]), Not(kAll[b])));
      EXPECT_EQ(And(kAll[a], kAll[b]), And(kAll[b], kAll[a]));
      EXPECT_EQ(Or(kAll[a], kAll[b]), Or(kAll[b], kAll[a]));
    }
  }
}

class DatePropertyTest : public ::testing::TestWithParam<int> {
 protected:
  DatePropertyTest() : random_(GetParam()) {}

  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  // Returns a date within a few years, so that dates overlap. `parts` is how many of year, month
  // and day the date has.
  Date SomeDate(int parts) {
    Date date;
    date.set_year(1990 + Below(3));
    if (parts > 1) date.set_month(1 + Below(12));
    if (parts > 2) date.set_day(1 + Below(28));
    return date;
  }

  UncertainDate SomeUncertainDate() {
    for (;;) {
      UncertainDate date;
      if (Below(3) == 0) {
        date.set_precision(UncertainDate::PRECISION_RANGE);
        if (Below(4) > 0) *date.mutable_earliest() = SomeDate(1 + Below(3));
        if (Below(4) > 0) *date.mutable_latest() = SomeDate(1 + Below(3));
        if (!date.has_earliest() && !date.has_latest()) date.set_original_text("jadis \"x\" \\");
      } else {
        const int parts = 1 + Below(3);
        date.set_precision(parts == 1   ? UncertainDate::PRECISION_YEAR
                           : parts == 2 ? UncertainDate::PRECISION_MONTH
                                        : UncertainDate::PRECISION_DAY);
        *date.mutable_earliest() = SomeDate(parts);
        date.set_qualifier(static_cast<UncertainDate::Qualifier>(Below(4)));
      }
      if (Below(5) == 0) date.set_original_text("vers la fin");
      Violations violations;
      // The bounds of a random range may be in the wrong order.
      if (CheckUncertainDate("date", date, &violations)) return date;
    }
  }

  // Returns possible days of the date: its bounds and a day between them. Days far away replace
  // open bounds.
  std::vector<absl::CivilDay> PossibleDays(const UncertainDate& date) {
    const DayBounds bounds = BoundsOf(date);
    const absl::CivilDay first = bounds.earliest.value_or(absl::CivilDay(1000, 1, 1));
    const absl::CivilDay last = bounds.latest.value_or(absl::CivilDay(3000, 1, 1));
    return {first, first + Below(static_cast<int>(last - first) + 1), last};
  }

  std::mt19937 random_;
};

// kYes means that the comparison holds for all possible days, kNo that it holds for none, and
// kUnknown that it holds for some of them but not for all.
TEST_P(DatePropertyTest, ComparisonsAgreeWithThePossibleDays) {
  const UncertainDate a = SomeUncertainDate();
  const UncertainDate b = SomeUncertainDate();
  int before = 0, pairs = 0;
  for (const absl::CivilDay day : PossibleDays(a)) {
    for (const absl::CivilDay other : PossibleDays(b)) {
      ++pairs;
      before += day < other ? 1 : 0;
    }
  }
  const Truth expected = before == pairs ? Truth::kYes : before == 0 ? Truth::kNo : Truth::kUnknown;
  EXPECT_EQ(Before(a, b), expected) << DateText(a) << " before " << DateText(b);
  EXPECT_FALSE(Before(a, b) == Truth::kYes && Before(b, a) != Truth::kNo);
  const absl::CivilDay day = PossibleDays(b)[1];
  EXPECT_FALSE(Before(a, day) == Truth::kYes && After(a, day) != Truth::kNo);
  EXPECT_EQ(After(a, day), Not(Before(a, day + 1)));
}

// The order is total. It agrees with all certain comparisons, and equal keys mean equal bounds and
// precision.
TEST_P(DatePropertyTest, OrderIsTotalAndConsistentWithTheBounds) {
  const UncertainDate a = SomeUncertainDate();
  const UncertainDate b = SomeUncertainDate();
  const DayBounds first = BoundsOf(a);
  const DayBounds second = BoundsOf(b);
  if (SortKey(a) == SortKey(b)) {
    EXPECT_EQ(first.earliest, second.earliest);
    EXPECT_EQ(first.latest, second.latest);
    EXPECT_EQ(a.precision(), b.precision());
  }
  if (first.earliest && second.earliest && *first.earliest != *second.earliest) {
    EXPECT_EQ(*first.earliest < *second.earliest, SortKey(a) < SortKey(b));
  }
  if (Before(a, b) == Truth::kYes) {
    EXPECT_LT(SortKey(a), SortKey(b)) << DateText(a) << " and " << DateText(b);
  }
  EXPECT_LT(SortKey(a), kAbsentDateSortKey);
}

// A date survives a round trip through bytes, text and JSON.
TEST_P(DatePropertyTest, EveryFormatKeepsTheCompleteDate) {
  const UncertainDate date = SomeUncertainDate();
  UncertainDate bytes, json;
  ASSERT_TRUE(bytes.ParseFromString(date.SerializeAsString()));
  EXPECT_EQ(bytes.DebugString(), date.DebugString());
  const auto text = ParseDateText(DateText(date));
  ASSERT_TRUE(text.has_value()) << DateText(date);
  EXPECT_EQ(text->DebugString(), date.DebugString());
  std::string written;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(date, &written).ok());
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(written, &json).ok());
  EXPECT_EQ(json.DebugString(), date.DebugString());
}

INSTANTIATE_TEST_SUITE_P(Seeds, DatePropertyTest, ::testing::Range(1, 1001));

}  // namespace
}  // namespace jumelage
