// Tests random filters over random resources. The compiled condition must select the resources that
// satisfy the filter in Kleene's logic, evaluated resource by resource without SQL.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/filter/checker.h"
#include "common/filter/filter.h"
#include "common/filter/parser.h"
#include "common/filter/test_schema.h"
#include "common/values/text_folding.h"
#include "common/values/uncertain_date.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using testing::FilterRow;
using testing::FilterTable;
using testing::TestFilterSchema;
using type::v1::UncertainDate;

Truth Of(bool yes) { return yes ? Truth::kYes : Truth::kNo; }

// Compares `value` with the range from `first` to `last`.
template <typename T>
bool Compares(const T& value, FilterComparator comparator, const T& first, const T& last) {
  switch (comparator) {
    case FilterComparator::kLess:
      return value < first;
    case FilterComparator::kLessOrEqual:
      return !(last < value);
    case FilterComparator::kGreater:
      return last < value;
    case FilterComparator::kGreaterOrEqual:
      return !(value < first);
    default:
      return !(value < first) && !(last < value);
  }
}

bool Matches(const std::string& value, const FilterTest& test) {
  const FilterPattern& pattern = test.pattern;
  if (test.comparator == FilterComparator::kHas || (pattern.open_begin && pattern.open_end)) {
    return absl::StrContains(value, pattern.text);
  }
  if (pattern.open_begin) return absl::EndsWith(value, pattern.text);
  if (pattern.open_end) return absl::StartsWith(value, pattern.text);
  return Compares(value, test.comparator, pattern.text, pattern.text);
}

// Returns the truth of a test on a text of the resource itself. An empty text is unknown.
Truth TextTruth(const std::string& value, const FilterTest& test) {
  if (test.presence) return Of(!value.empty());
  return value.empty() ? Truth::kUnknown : Of(Matches(value, test));
}

Truth DateTruth(const std::optional<UncertainDate>& date, const FilterTest& test) {
  if (test.presence) return Of(date.has_value());
  if (!date) return Truth::kUnknown;
  const Truth before = Before(*date, test.days.first);
  const Truth after = After(*date, test.days.last);
  switch (test.comparator) {
    case FilterComparator::kLess:
      return before;
    case FilterComparator::kLessOrEqual:
      return Not(after);
    case FilterComparator::kGreater:
      return after;
    case FilterComparator::kGreaterOrEqual:
      return Not(before);
    default:
      return And(Not(before), Not(after));
  }
}

Truth ActiveTruth(const FilterRow& row, const FilterTest& test) {
  const int64_t day =
      test.days.first.year() * 10000 + test.days.first.month() * 100 + test.days.first.day();
  bool active = false;
  bool other = false;
  for (const FilterRow::Phase& phase : row.phases) {
    if (day < phase.first_day || phase.last_day < day) continue;
    (phase.active ? active : other) = true;
  }
  return active ? (other ? Truth::kUnknown : Truth::kYes) : Truth::kNo;
}

bool AnyAlias(const FilterRow& row, const FilterTest& test) {
  return std::any_of(row.aliases.begin(), row.aliases.end(), [&](const std::string& alias) {
    return TextTruth(NameKey(alias), test) == Truth::kYes;
  });
}

bool AnyExternalId(const FilterRow& row, const FilterTest& test) {
  return std::any_of(row.external_ids.begin(), row.external_ids.end(), [&](const auto& id) {
    return (test.key.empty() || id.first == test.key) &&
           (test.presence || Matches(id.second, test));
  });
}

Truth TestTruth(const FilterRow& row, FilterTest test) {
  if (test.comparator == FilterComparator::kNotEqual) {
    test.comparator = FilterComparator::kEqual;
    return Not(TestTruth(row, test));
  }
  const std::string& field = test.field->name;
  if (field == "name") return Of(Matches(absl::StrCat("cities/", row.id), test));
  if (field == "display_name") return TextTruth(NameKey(row.display_name), test);
  if (field == "aliases") return Of(AnyAlias(row, test));
  if (field == "country") return TextTruth(row.country, test);
  if (field == "established") return DateTruth(row.established, test);
  if (field == "active_on") return ActiveTruth(row, test);
  if (field == "external_ids") return Of(AnyExternalId(row, test));
  if (field == "location") return Of(row.location.has_value());
  if (field == "deleted") return Of(static_cast<int64_t>(row.deleted) == test.first);
  if (field == "create_time") {
    return Of(
        Compares(absl::ToUnixMicros(row.create_time), test.comparator, test.first, test.last));
  }
  if (field == "state") {
    if (test.presence) return Of(row.state != 0);
    return row.state == 0 ? Truth::kUnknown : Of(row.state == test.first);
  }
  if (test.presence) return Of(row.population >= 0);
  return row.population < 0 ? Truth::kUnknown
                            : Of(Compares(row.population, test.comparator, test.first, test.last));
}

Truth Evaluate(const FilterRow& row, const CheckedFilter& filter) {
  Truth truth = Of(filter.kind == CheckedFilter::Kind::kAnd);
  switch (filter.kind) {
    case CheckedFilter::Kind::kAnd:
      for (const CheckedFilter& operand : filter.operands) {
        truth = And(truth, Evaluate(row, operand));
      }
      return truth;
    case CheckedFilter::Kind::kOr:
      for (const CheckedFilter& operand : filter.operands) {
        truth = Or(truth, Evaluate(row, operand));
      }
      return truth;
    case CheckedFilter::Kind::kNot:
      return Not(Evaluate(row, filter.operands[0]));
    case CheckedFilter::Kind::kPossibly:
      return Of(Evaluate(row, filter.operands[0]) != Truth::kNo);
    case CheckedFilter::Kind::kTest:
      return TestTruth(row, filter.test);
  }
  return truth;
}

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  int Below(int bound) { return static_cast<int>(random_() % static_cast<uint32_t>(bound)); }
  std::string OneOf(const std::vector<std::string>& of) {
    return of[Below(static_cast<int>(of.size()))];
  }

  UncertainDate Date() {
    UncertainDate date;
    date.mutable_earliest()->set_year(1984 + Below(3));
    date.set_precision(UncertainDate::PRECISION_YEAR);
    if (Below(2) == 0) {
      date.mutable_earliest()->set_month(1 + Below(2));
      date.set_precision(UncertainDate::PRECISION_MONTH);
      if (Below(2) == 0) {
        date.mutable_earliest()->set_day(1 + Below(3));
        date.set_precision(UncertainDate::PRECISION_DAY);
      }
    }
    date.set_qualifier(static_cast<UncertainDate::Qualifier>(Below(4)));
    if (Below(4) == 0) {
      date.clear_qualifier();
      date.set_precision(UncertainDate::PRECISION_RANGE);
      date.mutable_latest()->set_year(1987);
      if (Below(2) == 0) date.clear_earliest();
    }
    return date;
  }

  FilterRow Row(int number) {
    FilterRow row;
    row.id = absl::StrCat("c", number);
    row.display_name = OneOf({"Belfort", "Delémont", "Ra'anana", "..."});
    for (int i = Below(3); i > 0; --i) row.aliases.push_back(OneOf({"Belfort", "Dél", "anana"}));
    row.country = OneOf({"", "FR", "CH", "DE"});
    row.state = static_cast<testing::FilterState>(Below(3));
    row.population = Below(4) - 1;
    if (Below(5) > 0) row.established = Date();
    row.create_time = absl::FromCivil(absl::CivilDay(2024, 1, 1 + Below(3)), absl::UTCTimeZone());
    row.deleted = Below(2) == 0;
    if (Below(2) == 0) row.external_ids = {{OneOf({"insee", "wikidata"}), OneOf({"1", "2"})}};
    if (Below(2) == 0) row.location = {47, 6};
    row.phases = {{0, Below(2) == 0 ? 19850101 : 19850203, Below(2) == 0},
                  {Below(2) == 0 ? 19850102 : 19850201, 99999999, Below(2) == 0}};
    return row;
  }

  // Returns a filter that follows the grammar and has only known fields.
  std::string Filter(int depth) {
    if (depth == 0) return Leaf();
    switch (Below(6)) {
      case 0:
        return absl::StrCat("(", Filter(depth - 1), " AND ", Filter(depth - 1), ")");
      case 1:
        return absl::StrCat("(", Filter(depth - 1), " OR ", Filter(depth - 1), ")");
      case 2:
        return absl::StrCat("NOT (", Filter(depth - 1), ")");
      case 3:
        return absl::StrCat("possibly(", Filter(depth - 1), ")");
      case 4:
        return absl::StrCat("(", Filter(depth - 1), " ", Filter(depth - 1), ")");
      default:
        return Leaf();
    }
  }

 private:
  std::string Comparator() { return OneOf({" = ", " != ", " < ", " <= ", " > ", " >= ", ":"}); }
  std::string Equality() { return OneOf({" = ", " != ", ":"}); }
  std::string Day() {
    return OneOf({"1984", "1985", "1986", "1985-01", "1985-02", "1985-01-02", "1985-02-01"});
  }

  std::string Leaf() {
    switch (Below(14)) {
      case 0:
        return absl::StrCat("name", Equality(), "\"cities/c", Below(9), "\"");
      case 1:
        return absl::StrCat("display_name", Comparator(), OneOf({"belfort", "\"De\"", "anana"}));
      case 2:
        return absl::StrCat("aliases", Equality(), OneOf({"belfort", "\"*l\"", "*", "d*"}));
      case 3:
        return absl::StrCat("country", Comparator(), OneOf({"FR", "CH", "DE"}));
      case 4:
        return absl::StrCat("country", Equality(), OneOf({"F*", "*", "\"*H\"", "\"*E*\""}));
      case 5:
        return absl::StrCat("state", Equality(), OneOf({"ACTIVE", "PROPOSED", "*"}));
      case 6:
        return absl::StrCat("population", Comparator(), Below(3));
      case 7:
        return absl::StrCat(OneOf({"population", "established", "location"}), Equality(), "*");
      case 8:
        return absl::StrCat("create_time", Comparator(), "2024-01-0", 1 + Below(3));
      case 9:
        return OneOf({"deleted", "deleted = false", "belfort", "an", "-deleted"});
      case 10:
        return absl::StrCat("external_ids.", OneOf({"insee", "wikidata"}), Comparator(), "1");
      case 11:
        return OneOf({"active_on(1985-01-01)", "active_on(1985-01-20)", "active_on(1985-02-03)"});
      default:
        return absl::StrCat("established", Comparator(), Day());
    }
  }

  std::mt19937 random_;
};

TEST(FilterPropertyTest, SelectsTheRowsThatSatisfyKleenesLogic) {
  Generator generator(20260501);
  FilterTable table;
  std::vector<FilterRow> rows;
  for (int i = 0; i < 150; ++i) rows.push_back(generator.Row(i));
  for (const FilterRow& row : rows) table.Insert(row);
  int selecting = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string filter = generator.Filter(i % 5);
    const auto expression = ParseFilter(filter);
    ASSERT_TRUE(expression.ok()) << expression.status();
    const auto checked = CheckFilter(filter, *expression, TestFilterSchema());
    ASSERT_TRUE(checked.ok()) << checked.status();
    std::vector<std::string> expected;
    for (const FilterRow& row : rows) {
      if (Evaluate(row, *checked) == Truth::kYes) expected.push_back(row.id);
    }
    const absl::StatusOr<std::string> selected = table.Select(filter);
    ASSERT_TRUE(selected.ok()) << filter << ": " << selected.status();
    ASSERT_EQ(*selected, absl::StrJoin(expected, " ")) << filter;
    selecting += !expected.empty() && expected.size() < rows.size() ? 1 : 0;
  }
  EXPECT_GT(selecting, 1000) << "many filters should select some rows and not others";
}

// Filters are made of pieces in random order. Each filter either runs in SQLite or is refused.
TEST(FilterPropertyTest, AnyFilterRunsOrIsRefused) {
  const std::vector<std::string> pieces = {
      "country",   "FR",        " = ",        ":",          " AND ",
      " OR ",      "NOT ",      "-",          "(",          ")",
      " ",         ",",         ".",          "\"x\"",      "established",
      " < ",       "1985-05",   "population", "5",          "*",
      "possibly(", "distance(", "47.5",       "active_on(", "external_ids",
      "state",     "ACTIVE",    "'",          "deleted",    "cities/c1",
      "partner"};
  Generator generator(7);
  FilterTable table;
  for (int i = 0; i < 20; ++i) table.Insert(generator.Row(i));
  int taken = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string filter;
    for (int n = 1 + generator.Below(9); n > 0; --n) filter += generator.OneOf(pieces);
    const absl::StatusOr<std::string> selected = table.Select(filter);
    if (selected.ok()) {
      ++taken;
    } else {
      ASSERT_EQ(ErrorReason(selected.status()), "FILTER_INVALID")
          << filter << ": " << selected.status();
    }
  }
  EXPECT_GT(taken, 300);
}

}  // namespace
}  // namespace jumelage
