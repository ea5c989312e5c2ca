// Tests the errors for filters that can't be compiled.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/filter/filter.h"
#include "common/filter/test_schema.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using testing::TestFilterSchema;

struct BadCase {
  const char* filter;
  // The beginning of the message.
  const char* message;
};

void ExpectMessages(const std::vector<BadCase>& cases) {
  for (const BadCase& test : cases) {
    const absl::Status status = FilterCondition(test.filter, TestFilterSchema()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << test.filter;
    EXPECT_EQ(ErrorReason(status), "FILTER_INVALID") << test.filter;
    EXPECT_EQ(status.message().substr(0, std::string(test.message).size()), test.message)
        << test.filter;
  }
}

TEST(FilterErrorTest, ShowsWhereTheSyntaxIsWrong) {
  ExpectMessages({
      {"country =", "filter, column 10: expected a value\n  country =\n           ^"},
      {"= FR", "filter, column 1: expected a field, a value or (\n  = FR\n  ^"},
      {"country = FR AND", "filter, column 17: expected a field, a value or (\n"},
      {"country = FR OR", "filter, column 16: expected a field, a value or (\n"},
      {"AND country = FR", "filter, column 1: expected a field, a value or (\n"},
      {"NOT", "filter, column 4: expected a field, a value or (\n"},
      {"NOT NOT country = FR", "filter, column 5: expected a field, a value or (\n"},
      {"country = AND", "filter, column 11: expected a value\n"},
      {"country = = FR", "filter, column 11: expected a value; put a value with such"},
      {"(country = FR", "filter, column 14: expected AND, OR or )\n"},
      {"country = FR)", "filter, column 13: expected AND, OR or the end\n"},
      {"()", "filter, column 2: expected a field, a value or (\n"},
      {"possibly(country = FR", "filter, column 22: expected , or )\n"},
      {"possibly(country = FR,)", "filter, column 23: expected a field, a value or (\n"},
      {"external_ids.", "filter, column 14: expected a name after the dot\n"},
      {"create_time > 2024-05-09T12:00:00Z",
       "filter, column 28: expected AND, OR or the end; put a value with such a character in"},
      {"country = \"FR",
       "filter, column 11: the string that begins here has no end\n"
       "  country = \"FR\n"
       "            ^"},
      {"country = \"FR\\", "filter, column 11: the string that begins here has no end\n"},
      {"country = \"F\\R\"",
       "filter, column 13: in a string, only \", ', \\ and * may follow a \\\n"},
      {"country = F!R", "filter, column 12: this character is allowed only in a quoted string"},
      {"country = \xff", "filter, column 1: the filter is not valid UTF-8"},
      // Columns count characters, and the caret is below the right one.
      {"country = \"Pančevo\" )",
       "filter, column 21: expected AND, OR or the end\n"
       "  country = \"Pančevo\" )\n"
       "                      ^"},
      {"country = FR\n\t)",
       "filter, column 15: expected AND, OR or the end\n"
       "  country = FR  )\n"
       "                ^"},
  });
}

TEST(FilterErrorTest, ShowsNamesAndValuesThatDoNotFit) {
  ExpectMessages({
      {"color = red",
       "filter, column 1: there is no field color; the fields are name, display_name, aliases, "},
      {"country.x = FR", "filter, column 1: there is no field country.x;"},
      {"\"country\" = FR", "filter, column 1: expected a field, without quotes\n"},
      {"country", "filter, column 1: country needs a comparison\n"},
      {"country = \"\"", "filter, column 11: country must not be compared with \"\"\n"},
      {"country = \"F*R\"", "filter, column 11: a * must be at the beginning or end of a text;"},
      {"country < F*", "filter, column 11: a text with * has no order\n"},
      {"country = f(x)", "filter, column 11: country must be compared with a value here\n"},
      {"country != (FR OR CH)",
       "filter, column 13: several values can be compared only using = or :"},
      {"country = (FR OR state = ACTIVE)",
       "filter, column 18: country must be compared with a value here\n"},
      {"display_name:\"...\"",
       "filter, column 14: display_name must be compared with letters or digits\n"},
      {"state = active", "filter, column 9: state must be one of PROPOSED, ACTIVE\n"},
      {"state = UNSPECIFIED", "filter, column 9: state must be one of PROPOSED, ACTIVE\n"},
      {"state = A*", "filter, column 9: state is not a text; use * alone to test for a value\n"},
      {"state < ACTIVE", "filter, column 1: state has no order; compare it using = != or :\n"},
      {"partner = belfort",
       "filter, column 11: partner must be compared with a name such as cities/ID\n"},
      {"partner = organizations/x", "filter, column 11: partner must be compared with a name"},
      {"population > many", "filter, column 14: population must be compared with a whole number\n"},
      {"population > 2.5", "filter, column 14: population must be compared with a whole number\n"},
      {"population > 99999999999999999999", "filter, column 14: population must be compared with"},
      {"population < *", "filter, column 14: * can be compared only using = != or :\n"},
      {"established < soon", "filter, column 15: established must be compared with a date: 1985,"},
      {"established < 1985-13", "filter, column 15: established must be compared with a date"},
      {"established < 1985-02-30", "filter, column 15: established must be compared with a date"},
      {"established < 85", "filter, column 15: established must be compared with a date"},
      {"create_time < \"noon\"", "filter, column 15: create_time must be compared with a day,"},
      {"create_time:*", "filter, column 13: create_time always has a value;"},
      {"deleted = yes", "filter, column 11: deleted must be true or false\n"},
      {"location = 5", "filter, column 12: location can be tested only by location:*\n"},
      {"external_ids = Q1", "filter, column 16: external_ids must be compared by key,"},
      {"nearby(1)",
       "filter, column 1: there is no function nearby; the functions are possibly, distance, "
       "active_on\n"},
      {"NOT(country = FR)", "filter, column 1: there is no function NOT;"},
      {"possibly()", "filter, column 1: possibly takes one condition,"},
      {"possibly(country = FR, country = CH)", "filter, column 1: possibly takes one condition,"},
      {"possibly(country = FR) = true", "filter, column 1: possibly takes one condition,"},
      {"active_on(1985)", "filter, column 1: active_on takes one day,"},
      {"active_on(1985-05-12) = true", "filter, column 1: active_on takes one day,"},
      {"active_on", "filter, column 1: active_on needs its arguments\n"},
      {"active_on = 5", "filter, column 1: active_on needs its arguments\n"},
      {"distance(\"cities/belfort\")",
       "filter, column 1: distance must be compared using < <= > or >="},
      {"distance(\"cities/belfort\") = 5", "filter, column 1: distance must be compared using"},
      {"distance(\"cities/belfort\") < near",
       "filter, column 30: distance must be compared with a number of kilometres\n"},
      {"distance(\"cities/belfort\") < -5",
       "filter, column 30: distance must be compared with a num"},
      {"distance(belfort) < 5", "filter, column 1: distance takes a name such as \"cities/ID\","},
      {"distance(91, 0) < 5", "filter, column 1: distance takes a name"},
      {"distance(0, 181) < 5", "filter, column 1: distance takes a name"},
      {"distance(0, 0, 0) < 5", "filter, column 1: distance takes a name"},
  });
}

TEST(FilterErrorTest, ReportsAllProblemsInOneError) {
  const absl::Status status =
      FilterCondition("color = red AND state = SLEEPY OR (partner = x AND state = ACTIVE)",
                      TestFilterSchema())
          .status();
  google::rpc::BadRequest bad_request;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  ASSERT_TRUE(payload.has_value());
  ASSERT_TRUE(bad_request.ParseFromString(std::string(*payload)));
  std::vector<std::string> lines;
  for (const auto& violation : bad_request.field_violations()) {
    lines.push_back(absl::StrCat(violation.field(), ": ", violation.description()));
  }
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].substr(0, 48), "filter: column 1: there is no field color; the f");
  EXPECT_EQ(lines[1], "filter: column 25: state must be one of PROPOSED, ACTIVE");
  EXPECT_EQ(lines[2], "filter: column 46: partner must be compared with a name such as cities/ID");
}

TEST(FilterErrorTest, TheErrorInfoContainsTheColumn) {
  const absl::Status status =
      FilterCondition("country = \"Pančevo\" AND color = red", TestFilterSchema()).status();
  google::rpc::ErrorInfo info;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  ASSERT_TRUE(payload.has_value());
  ASSERT_TRUE(info.ParseFromString(std::string(*payload)));
  EXPECT_EQ(info.metadata().at("column"), "25");
}

TEST(FilterErrorTest, ALongFilterIsShownInPart) {
  const std::string filter =
      absl::StrCat("country = \"", std::string(200, 'x'), "\" ) ", std::string(200, 'y'));
  const absl::Status status = FilterCondition(filter, TestFilterSchema()).status();
  EXPECT_EQ(status.message(), absl::StrCat("filter, column 214: expected AND, OR or the end\n  ...",
                                           std::string(48, 'x'), "\" ) ", std::string(18, 'y'),
                                           "...\n  ", std::string(53, ' '), "^"));
}

}  // namespace
}  // namespace jumelage
