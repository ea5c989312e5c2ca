#include "common/filter/filter.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/filter/test_schema.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using testing::FilterRow;
using testing::FilterTable;
using testing::TestFilterSchema;
using type::v1::UncertainDate;

UncertainDate Year(int year) {
  UncertainDate date;
  date.mutable_earliest()->set_year(year);
  date.set_precision(UncertainDate::PRECISION_YEAR);
  return date;
}

UncertainDate Day(int year, int month, int day) {
  UncertainDate date = Year(year);
  date.mutable_earliest()->set_month(month);
  date.mutable_earliest()->set_day(day);
  date.set_precision(UncertainDate::PRECISION_DAY);
  return date;
}

UncertainDate Before(int year) {
  UncertainDate date = Year(year);
  date.set_qualifier(UncertainDate::QUALIFIER_BEFORE);
  return date;
}

absl::Time Noon(int year, int month, int day) {
  return absl::FromCivil(absl::CivilHour(year, month, day, 12), absl::UTCTimeZone());
}

// Four places, one of them with only a name.
class FilterTest : public ::testing::Test {
 protected:
  FilterTest() {
    FilterRow belfort;
    belfort.id = "belfort";
    belfort.display_name = "Belfort";
    belfort.aliases = {"Belfort", "Beffert"};
    belfort.country = "FR";
    belfort.state = testing::FILTER_STATE_ACTIVE;
    belfort.partners = {"cities/delemont", "cities/stafford"};
    belfort.population = 50000;
    belfort.established = Day(1985, 5, 12);
    belfort.create_time = Noon(2024, 5, 9);
    belfort.external_ids = {{"insee", "90010"}, {"wikidata", "Q171545"}};
    belfort.location = {47.64, 6.86};
    belfort.phases = {{0, 19850511, false}, {19850512, 99999999, true}};
    table_.Insert(belfort);
    FilterRow delemont;
    delemont.id = "delemont";
    delemont.display_name = "Delémont";
    delemont.aliases = {"Delémont", "Delsberg"};
    delemont.country = "CH";
    delemont.state = testing::FILTER_STATE_PROPOSED;
    delemont.partners = {"cities/belfort", "organizations/amis"};
    delemont.population = 12000;
    delemont.established = Year(1985);
    delemont.create_time = Noon(2024, 5, 10);
    delemont.external_ids = {{"wikidata", "Q64229"}};
    delemont.location = {47.365, 7.344};
    // Only the year of the first day is known.
    delemont.phases = {{0, 19851231, false}, {19850101, 99999999, true}};
    table_.Insert(delemont);
    FilterRow raanana;
    raanana.id = "raanana";
    raanana.display_name = "Ra'anana";
    raanana.aliases = {"Ra'anana", "New Raanana"};
    raanana.country = "IL";
    raanana.population = 75000;
    raanana.established = Before(1990);
    raanana.create_time = Noon(2024, 6, 1);
    raanana.deleted = true;
    raanana.location = {32.18, 34.87};
    table_.Insert(raanana);
    FilterRow bare;
    bare.id = "nowhere";
    bare.display_name = "Nowhere";
    bare.create_time = Noon(2025, 1, 1);
    table_.Insert(bare);
  }

  std::string Selected(absl::string_view filter) {
    const absl::StatusOr<std::string> ids = table_.Select(filter);
    return ids.ok() ? *ids : ids.status().ToString();
  }

  FilterTable table_;
};

struct Case {
  const char* filter;
  const char* ids;
};

constexpr char kAll[] = "belfort delemont raanana nowhere";

TEST_F(FilterTest, AnEmptyFilterSelectsAll) {
  EXPECT_EQ(Selected(""), kAll);
  EXPECT_EQ(Selected(" \t\r\n "), kAll);
}

TEST_F(FilterTest, AndOrNotAndSequencesBindAsAip160Says) {
  for (const Case& test : std::vector<Case>{
           {"country = FR AND state = ACTIVE", "belfort"},
           {"country = FR AND state = PROPOSED", ""},
           {"country = FR state = ACTIVE", "belfort"},
           {"country = FR OR country = CH", "belfort delemont"},
           // OR binds tighter than AND, and tighter than a sequence.
           {"country = FR OR country = CH AND state = PROPOSED", "delemont"},
           {"country = FR OR country = CH state = PROPOSED", "delemont"},
           {"state = PROPOSED AND country = FR OR country = CH", "delemont"},
           {"country = FR OR (country = CH AND state = PROPOSED)", "belfort delemont"},
           {"country=FR OR country=CH OR country=IL", "belfort delemont raanana"},
           // NOT binds tighter than both.
           {"NOT country = FR AND population > 0", "delemont raanana"},
           {"-country = FR population > 0", "delemont raanana"},
           {"NOT (country = FR OR country = CH)", "raanana"},
           {"NOT (country = FR AND deleted = false)", "delemont raanana"},
           {"((((country = FR))))", "belfort"},
           {"(country = FR) (state = ACTIVE)", "belfort"},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, TextsAreComparedAsTheyAre) {
  for (const Case& test : std::vector<Case>{
           {"country = \"FR\"", "belfort"},
           {"country='FR'", "belfort"},
           {"country = fr", ""},
           {"country != FR", "delemont raanana"},
           {"country < FR", "delemont"},
           {"country <= FR", "belfort delemont"},
           {"country > FR", "raanana"},
           {"country >= FR", "belfort raanana"},
           {"country : R", "belfort"},
           {"country = F*", "belfort"},
           {"country = \"*R\"", "belfort"},
           {"country = \"*R*\"", "belfort"},
           {"country != \"*R*\"", "delemont raanana"},
           {"country = \"F\\*\"", ""},
           {"country = \"*\"", "belfort delemont raanana"},
           {"country = \"FR' OR 1=1 --\"", ""},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, NamesAreComparedWithoutAccentsAndCase) {
  for (const Case& test : std::vector<Case>{
           {"display_name = delemont", "delemont"},
           {"display_name = \"DELÉMONT\"", "delemont"},
           {"display_name = \"Del*\"", "delemont"},
           {"display_name = \"*fort\"", "belfort"},
           {"display_name : \"ÉMO\"", "delemont"},
           {"display_name < C", "belfort"},
           {"display_name >= nowhere", "raanana nowhere"},
           {"aliases = delsberg", "delemont"},
           {"aliases : BEFF", "belfort"},
           {"aliases != delsberg", "belfort raanana nowhere"},
           {"aliases = \"De*\"", "delemont"},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, AValueWithoutAFieldIsSearchedForInTheNames) {
  for (const Case& test : std::vector<Case>{
           {"belfort", "belfort"},
           {"bel", "belfort"},
           {"\"New Raanana\"", "raanana"},
           {"belfort OR delsberg", "belfort delemont"},
           {"new raanana", "raanana"},
           {"-belfort", "delemont raanana nowhere"},
           {"\"country\"", ""},
           {"de*", "delemont"},
           {"*", "belfort delemont raanana"},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, EachKindOfFieldHasItsValues) {
  for (const Case& test : std::vector<Case>{
           {"name = cities/belfort", "belfort"},
           {"name = \"cities/del*\"", "delemont"},
           {"name = \"*mont\"", "delemont"},
           {"name = \"cities/n*\"", "nowhere"},
           {"partner = cities/stafford", "belfort"},
           {"partner : cities/stafford", "belfort"},
           {"partner != \"cities/belfort\"", "belfort raanana nowhere"},
           {"partner = \"cities/*\"", "belfort delemont"},
           {"partner = \"*stafford\"", "belfort"},
           {"partner = \"*amis\"", ""},
           {"state = ACTIVE", "belfort"},
           {"state = FILTER_STATE_ACTIVE", "belfort"},
           {"state != ACTIVE", "delemont"},
           {"state : PROPOSED", "delemont"},
           {"population > 50000", "raanana"},
           {"population >= 50000", "belfort raanana"},
           {"population < 50000", "delemont"},
           {"population <= 50000", "belfort delemont"},
           {"population = 12000", "delemont"},
           {"population != 12000", "belfort raanana"},
           {"population > -1", "belfort delemont raanana"},
           {"deleted = true", "raanana"},
           {"deleted", "raanana"},
           {"NOT deleted AND population > 0", "belfort delemont"},
           {"deleted != true", "belfort delemont nowhere"},
           {"external_ids.wikidata = Q64229", "delemont"},
           {"external_ids.wikidata = \"Q*\"", "belfort delemont"},
           {"external_ids.wikidata != Q64229", "belfort raanana nowhere"},
           {"external_ids.\"insee\" = \"90010\"", "belfort"},
           {"external_ids:insee", "belfort"},
           {"external_ids.insee:*", "belfort"},
           {"external_ids.wikidata:Q1", "belfort"},
           {"external_ids.geonames = 1", ""},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, AStarTestsWhetherThereIsAValue) {
  for (const Case& test : std::vector<Case>{
           {"country:*", "belfort delemont raanana"},
           {"NOT country:*", "nowhere"},
           {"country != *", "nowhere"},
           {"state:*", "belfort delemont"},
           {"partner:*", "belfort delemont"},
           {"population:*", "belfort delemont raanana"},
           {"established:*", "belfort delemont raanana"},
           {"-established:*", "nowhere"},
           {"external_ids:*", "belfort delemont"},
           {"location:*", "belfort delemont raanana"},
           {"location != *", "nowhere"},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, TimesAreInstantsOrWholeDays) {
  for (const Case& test : std::vector<Case>{
           {"create_time = 2024-05-09", "belfort"},
           {"create_time = 2024-05", "belfort delemont"},
           {"create_time < \"2024-05-10\"", "belfort"},
           {"create_time <= 2024-05-10", "belfort delemont"},
           {"create_time > 2024", "nowhere"},
           {"create_time >= \"2024-06-01T12:00:00Z\"", "raanana nowhere"},
           {"create_time > \"2024-06-01T12:00:00Z\"", "nowhere"},
           {"create_time = \"2024-06-01T14:00:00+02:00\"", "raanana"},
           {"create_time != 2024", "nowhere"},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, UncertainDatesAreSelectedIfTheComparisonIsCertain) {
  for (const Case& test : std::vector<Case>{
           {"established = 1985", "belfort delemont"},
           {"established = 1985-05", "belfort"},
           {"established = 1985-05-12", "belfort"},
           {"established < 1985-05-13", "belfort"},
           {"established < 1986", "belfort delemont"},
           {"established < 1990", "belfort delemont raanana"},
           {"established <= 1985-05-12", "belfort"},
           {"established <= 1985", "belfort delemont"},
           {"established >= 1985", "belfort delemont"},
           {"established >= 1985-05", "belfort"},
           {"established > 1984", "belfort delemont"},
           {"established > 1985", ""},
           {"established != 1985", ""},
           {"established != 1991", "belfort delemont raanana"},
           {"established != 1985-06", "belfort"},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, UnknownValuesAreSelectedOnlyByPossibly) {
  for (const Case& test : std::vector<Case>{
           {"possibly(established = 1985-05)", "belfort delemont raanana nowhere"},
           {"possibly(established = 1985-05) AND country = CH", "delemont"},
           {"NOT established = 1985-05", ""},
           {"possibly(NOT established = 1985-05)", "delemont raanana nowhere"},
           {"NOT possibly(established = 1985-05)", ""},
           {"NOT possibly(established = 1995)", "belfort delemont raanana"},
           {"possibly(established < 1985)", "raanana nowhere"},
           {"possibly(established > 1985-06)", "delemont raanana nowhere"},
           {"possibly(country = FR)", "belfort nowhere"},
           {"possibly(country != FR)", "delemont raanana nowhere"},
           {"possibly(NOT country = FR)", "delemont raanana nowhere"},
           {"possibly(country < FR)", "delemont nowhere"},
           {"possibly(country = F*)", "belfort nowhere"},
           {"possibly(state = ACTIVE)", "belfort raanana nowhere"},
           {"possibly(population > 60000)", "raanana nowhere"},
           {"possibly(population < 60000)", "belfort delemont nowhere"},
           // Unknown AND false is false; unknown OR true is true.
           {"possibly(established = 1985-05 AND country = FR)", "belfort nowhere"},
           {"NOT (established = 1985-05 AND country = CH)", "belfort raanana"},
           {"established = 1985-05 OR country = CH", "belfort delemont"},
           {"possibly((country = FR OR country = CH))", "belfort delemont nowhere"},
           {"possibly(possibly(country = FR))", "belfort nowhere"},
           {"possibly(country = FR OR country = CH)", "belfort delemont nowhere"},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, DistancesAreGreatCircles) {
  for (const Case& test : std::vector<Case>{
           {"distance(\"cities/belfort\") < 50", "belfort delemont"},
           {"distance(cities/belfort) < 40", "belfort"},
           {"distance(\"cities/belfort\") <= 0", "belfort"},
           {"distance(\"cities/belfort\") > 50", "raanana"},
           {"distance(\"cities/belfort\") >= 40", "delemont raanana"},
           {"distance(47.64, 6.86) < 50", "belfort delemont"},
           {"distance(-47.64, -173.14) > 19950", "belfort delemont"},
           {"distance(47.64, 6.86) < 20040", "belfort delemont raanana"},
           {"distance(47.64, 6.86) < 1000000", "belfort delemont raanana"},
           {"distance(47.64, 6.86) > 1000000", ""},
           // If either place is unknown, so is the distance.
           {"NOT distance(\"cities/belfort\") < 50", "raanana"},
           {"possibly(distance(\"cities/belfort\") < 50)", "belfort delemont nowhere"},
           {"possibly(distance(\"cities/belfort\") >= 50)", "raanana nowhere"},
           {"distance(\"cities/nowhere\") < 50", ""},
           {"distance(\"cities/unheard-of\") >= 0", ""},
           {"possibly(distance(\"cities/unheard-of\") < 1)", kAll},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, AStateOnADayIsCertainIfNoOtherIsPossible) {
  for (const Case& test : std::vector<Case>{
           {"active_on(1985-05-11)", ""},
           {"active_on(\"1985-05-12\")", "belfort"},
           {"active_on(1986-01-01)", "belfort delemont"},
           {"possibly(active_on(1985-05-11))", "delemont"},
           {"possibly(active_on(1985-05-12))", "belfort delemont"},
           {"NOT active_on(1985-05-11) AND population < 60000", "belfort"},
       }) {
    EXPECT_EQ(Selected(test.filter), test.ids) << test.filter;
  }
}

TEST_F(FilterTest, SeveralValuesInParenthesesAreEachCompared) {
  EXPECT_EQ(Selected("country = (FR OR CH)"), "belfort delemont");
  EXPECT_EQ(Selected("partner : (cities/delemont AND cities/stafford)"), "belfort");
  EXPECT_EQ(Selected("country = (NOT FR)"), "delemont raanana");
  EXPECT_EQ(Selected("aliases : (bel bef)"), "belfort");
}

// Every example in the published grammar. Examples with unknown names are refused because of those
// names, never because of their syntax.
TEST_F(FilterTest, TheExamplesOfThePublishedGrammar) {
  struct Example {
    const char* filter;
    // A part of the error message. Empty: the filter is accepted.
    const char* refused;
  };
  for (const Example& test : std::vector<Example>{
           {"a b AND c AND d", ""},
           {"(a b) AND c AND d", ""},
           {"New York Giants OR Yankees", ""},
           {"New York (Giants OR Yankees)", ""},
           {"a < 10 OR a >= 100", "there is no field a;"},
           {"NOT (a OR b)", ""},
           {"-file:\".java\"", "there is no field file;"},
           {"-30", ""},
           {"package=com.google", "there is no field package;"},
           {"msg != 'hello'", "there is no field msg;"},
           {"1 > 0", "there is no field 1;"},
           {"2.5 >= 2.4", "there is no field 2.5;"},
           {"yesterday < request.time", "there is no field yesterday;"},
           {"experiment.rollout <= cohort(request.user)", "there is no field experiment.rollout;"},
           {"map:key", "there is no field map;"},
           {"prod", ""},
           {"expr.type_map.1.type", ""},
           {"regex(m.key, '^.*prod.*$')", "there is no function regex;"},
           {"math.mem('30mb')", "there is no function math.mem;"},
           {"(msg.endsWith('world') AND retries < 10)", "there is no function msg.endsWith;"},
           {"(endsWith(msg, 'world') AND retries < 10)", "there is no function endsWith;"},
       }) {
    const absl::StatusOr<std::string> ids = table_.Select(test.filter);
    if (*test.refused == '\0') {
      EXPECT_TRUE(ids.ok()) << test.filter << ": " << ids.status();
    } else {
      EXPECT_EQ(ErrorReason(ids.status()), "FILTER_INVALID") << test.filter;
      EXPECT_TRUE(absl::StrContains(ids.status().message(), test.refused)) << ids.status();
    }
  }
}

TEST(FilterLimitsTest, Length) {
  const std::string begin = "country = \"";
  std::string filter = begin + std::string(kMaxFilterLength - begin.size() - 1, 'x') + "\"";
  EXPECT_TRUE(FilterCondition(filter, TestFilterSchema()).ok());
  filter.insert(begin.size(), "x");
  const absl::Status too_long = FilterCondition(filter, TestFilterSchema()).status();
  EXPECT_EQ(ErrorReason(too_long), "FILTER_INVALID");
  EXPECT_TRUE(absl::StrContains(too_long.message(), "2001 characters; at most 2000"));
}

TEST_F(FilterTest, LimitOfNodes) {
  for (const char* separator : {" AND ", " OR ", " "}) {
    std::vector<std::string> nodes(kMaxFilterNodes, "belfort");
    EXPECT_EQ(Selected(absl::StrJoin(nodes, separator)), "belfort");
    nodes.emplace_back("belfort");
    EXPECT_TRUE(absl::StrContains(Selected(absl::StrJoin(nodes, separator)),
                                  "at most 100 comparisons, calls and values are allowed"));
  }
}

TEST_F(FilterTest, LimitOfDepth) {
  const auto nested = [](int depth, const std::string& open) {
    std::string filter;
    for (int i = 0; i < depth; ++i) filter += open;
    return filter + "belfort" + std::string(depth, ')');
  };
  EXPECT_EQ(Selected(nested(kMaxFilterDepth, "(")), "belfort");
  EXPECT_EQ(Selected(nested(kMaxFilterDepth, "NOT (")), "belfort");
  EXPECT_EQ(Selected(nested(kMaxFilterDepth, "possibly(")), "belfort");
  for (const char* open : {"(", "NOT (", "possibly(", "country = ("}) {
    EXPECT_TRUE(absl::StrContains(Selected(nested(kMaxFilterDepth + 1, open)),
                                  "parentheses must not be nested more than 20 deep"));
  }
}

// Returns the steps of SQLite's plan for a page of the filtered table.
std::string Plan(sqlite::Database& db, absl::string_view filter) {
  const auto condition = FilterCondition(filter, TestFilterSchema());
  if (!condition.ok()) return condition.status().ToString();
  auto explain =
      db.Prepare(absl::StrCat("EXPLAIN QUERY PLAN SELECT id FROM cities WHERE (", condition->sql,
                              ") AND (deleted = 0) ORDER BY name LIMIT 50"));
  if (!explain.ok()) return explain.status().ToString();
  std::vector<std::string> steps;
  for (auto row = explain->Step(); row.ok() && *row; row = explain->Step()) {
    steps.emplace_back(explain->ColumnText(3));
  }
  return absl::StrJoin(steps, "; ");
}

TEST_F(FilterTest, SimpleComparisonsAreServedByAnIndex) {
  sqlite::Database& db = table_.db();
  EXPECT_EQ(Plan(db, ""), "SCAN cities USING INDEX sqlite_autoindex_cities_1");
  EXPECT_EQ(Plan(db, "country = FR"), "SEARCH cities USING INDEX cities_by_country (country=?)");
  EXPECT_EQ(Plan(db, "country = FR AND state = ACTIVE population > 5"),
            "SEARCH cities USING INDEX cities_by_country (country=?)");
  EXPECT_TRUE(absl::StrContains(Plan(db, "name = cities/belfort"),
                                "SEARCH cities USING INDEX sqlite_autoindex_cities_1 (name=?)"));
  EXPECT_TRUE(absl::StrContains(Plan(db, "established = 1985"),
                                "cities_by_established (established>? AND established<?)"));
}

}  // namespace
}  // namespace jumelage
