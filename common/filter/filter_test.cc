#include "common/filter/filter.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/filter/test_enums.pb.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

const std::vector<FilterField>& Fields() {
  static const auto* const fields = new std::vector<FilterField>{
      FilterField::Text("country"),
      FilterField::Enum("state", testing::FilterState_descriptor()),
      FilterField::ResourceName("city", "cities"),
  };
  return *fields;
}

// "field=value" of each term, with the number of an enum value.
std::string Parsed(absl::string_view filter) {
  const auto terms = ParseFilter(filter, Fields());
  if (!terms.ok()) return terms.status().ToString();
  return absl::StrJoin(*terms, " ", [](std::string* out, const FilterTerm& term) {
    absl::StrAppend(out, term.field, "=", term.value);
    if (term.number != 0) absl::StrAppend(out, "#", term.number);
  });
}

struct GoodCase {
  const char* filter;
  const char* terms;
};

TEST(ParseFilterTest, Conjunctions) {
  for (const GoodCase& test : std::vector<GoodCase>{
           {"", ""},
           {"  \t\n ", ""},
           {"country = FR", "country=FR"},
           {"country=FR", "country=FR"},
           {"country = \"FR\"", "country=FR"},
           {"country = 'FR'", "country=FR"},
           {"state = ACTIVE", "state=ACTIVE#2"},
           {"state = \"PROPOSED\"", "state=PROPOSED#1"},
           {"city = cities/fr-belfort", "city=cities/fr-belfort"},
           {"city = \"cities/belfort\" AND state=ACTIVE  AND\ncountry=FR",
            "city=cities/belfort state=ACTIVE#2 country=FR"},
           {"country = \"a \\\"b\\\" \\\\ 'c'\"", "country=a \"b\" \\ 'c'"},
           {"country = 'Guang\\'an'", "country=Guang'an"},
           {"country = \"x AND y = z\"", "country=x AND y = z"},
           {"country = 广安", "country=广安"},
           {"country = \"AND\"", "country=AND"},
       }) {
    EXPECT_EQ(Parsed(test.filter), test.terms) << test.filter;
  }
}

struct BadCase {
  const char* filter;
  // The message, or what it begins with.
  const char* message;
};

TEST(ParseFilterTest, ErrorsShowThePlace) {
  for (const BadCase& test : std::vector<BadCase>{
           {"country", "filter, column 8: expected =\n  country\n         ^"},
           {"country =", "filter, column 10: expected a value\n  country =\n           ^"},
           {"= FR", "filter, column 1: expected a field\n  = FR\n  ^"},
           {"country = FR state = ACTIVE",
            "filter, column 14: expected AND or the end\n"
            "  country = FR state = ACTIVE\n"
            "               ^"},
           {"country = FR AND", "filter, column 17: expected a field\n"},
           {"AND country = FR", "filter, column 1: expected a field\n"},
           {"country = AND", "filter, column 11: expected a value\n"},
           {"country = FR OR country = DE",
            "filter, column 14: expected AND or the end; OR is not offered here"},
           {"NOT country = FR", "filter, column 1: expected a field; NOT is not offered here"},
           {"(country = FR)", "filter, column 1: expected a field; ( is not offered here"},
           {"country : FR", "filter, column 9: expected =; : is not offered here"},
           {"country != FR", "filter, column 9: expected =; != is not offered here"},
           {"country >= FR", "filter, column 9: expected =; >= is not offered here"},
           {"country = -FR", "filter, column 11: expected a value; - is not offered here"},
           {"country = F*", "filter, column 12: expected AND or the end; * is not offered here"},
           {"\"country\" = FR", "filter, column 1: expected a field\n"},
           {"country = \"FR",
            "filter, column 11: the string that begins here does not end\n"
            "  country = \"FR\n"
            "            ^"},
           {"country = \"FR\\", "filter, column 11: the string that begins here does not end\n"},
           {"country = \"F\\R\"",
            "filter, column 13: after \\ only \", ' and \\ may follow in a string\n"},
           {"country = F&R", "filter, column 12: this character can stand in a quoted string only"},
           {"country = \"\"", "filter, column 11: country is compared with nothing\n"},
           {"color = red",
            "filter, column 1: there is no field color; the fields are country, state, city\n"},
           {"country = FR AND country = DE", "filter, column 18: country comes twice\n"},
           {"state = active", "filter, column 9: state is one of PROPOSED, ACTIVE\n"},
           {"state = UNSPECIFIED", "filter, column 9: state is one of PROPOSED, ACTIVE\n"},
           {"city = belfort", "filter, column 8: city is compared with a name such as cities/ID\n"},
           {"city = organizations/x", "filter, column 8: city is compared with a name"},
           // Columns count characters, and the caret stands below the right one.
           {"country = \"Pančevo\" x",
            "filter, column 21: expected AND or the end\n"
            "  country = \"Pančevo\" x\n"
            "                      ^"},
           {"country = FR\n\tx",
            "filter, column 15: expected AND or the end\n"
            "  country = FR  x\n"
            "                ^"},
           {"country = \xff", "filter, column 1: the filter is not valid UTF-8"},
       }) {
    const absl::Status status = ParseFilter(test.filter, Fields()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << test.filter;
    EXPECT_EQ(ErrorReason(status), "FILTER_INVALID") << test.filter;
    EXPECT_EQ(status.message().substr(0, std::string(test.message).size()), test.message)
        << test.filter;
  }
}

TEST(ParseFilterTest, AllWrongTermsAtOnce) {
  const absl::Status status =
      ParseFilter("color = red AND state = SLEEPY AND city = x AND state = ACTIVE", Fields())
          .status();
  google::rpc::BadRequest bad_request;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  ASSERT_TRUE(payload.has_value());
  ASSERT_TRUE(bad_request.ParseFromString(std::string(*payload)));
  std::vector<std::string> lines;
  for (const auto& violation : bad_request.field_violations()) {
    lines.push_back(absl::StrCat(violation.field(), ": ", violation.description()));
  }
  EXPECT_EQ(lines,
            (std::vector<std::string>{
                "filter: column 1: there is no field color; the fields are country, state, city",
                "filter: column 25: state is one of PROPOSED, ACTIVE",
                "filter: column 43: city is compared with a name such as cities/ID",
                "filter: column 49: state comes twice",
            }));
}

TEST(ParseFilterTest, ALongFilterIsShownInPart) {
  const std::string filter =
      absl::StrCat("country = \"", std::string(200, 'x'), "\" and ", std::string(200, 'y'));
  const absl::Status status = ParseFilter(filter, Fields()).status();
  EXPECT_EQ(status.message(),
            absl::StrCat("filter, column 214: expected AND or the end\n  ...", std::string(48, 'x'),
                         "\" and ", std::string(16, 'y'), "...\n  ", std::string(53, ' '), "^"));
}

TEST(ParseFilterTest, Limits) {
  const std::string begin = "country = \"";
  std::string filter = begin + std::string(kMaxFilterLength - begin.size() - 1, 'x') + "\"";
  EXPECT_TRUE(ParseFilter(filter, Fields()).ok());
  filter.insert(begin.size(), "x");
  const absl::Status too_long = ParseFilter(filter, Fields()).status();
  EXPECT_EQ(ErrorReason(too_long), "FILTER_INVALID");
  EXPECT_NE(too_long.message().find("2001 characters; at most 2000"), std::string::npos);

  std::vector<std::string> terms(kMaxFilterTerms + 1, "f = v");
  const absl::Status too_many = ParseFilter(absl::StrJoin(terms, " AND "), Fields()).status();
  EXPECT_NE(too_many.message().find("at most 20 comparisons"), std::string::npos);
  terms.pop_back();
  const absl::Status enough = ParseFilter(absl::StrJoin(terms, " AND "), Fields()).status();
  EXPECT_NE(enough.message().find("there is no field f"), std::string::npos);
}

TEST(FilterFieldTest, TellsItsKind) {
  EXPECT_EQ(Fields()[0].kind(), FilterField::Kind::kText);
  EXPECT_EQ(Fields()[1].kind(), FilterField::Kind::kEnum);
  EXPECT_EQ(Fields()[2].kind(), FilterField::Kind::kResourceName);
  EXPECT_EQ(Fields()[2].name(), "city");
}

}  // namespace
}  // namespace jumelage
