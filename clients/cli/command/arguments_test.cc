#include "clients/cli/command/arguments.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

constexpr OptionSpec kKnown[] = {{"on", "DATE", ""},
                                 {"limit", "N", ""},
                                 {"possible", "", ""},
                                 {"filter", "FILTER", "", nullptr, /*may_be_empty=*/true}};

absl::StatusOr<Arguments> Parse(const std::vector<std::string>& line) {
  return ParseArguments(line, kKnown);
}

TEST(ArgumentsTest, ParsesWordsAndOptionsInAnyOrder) {
  const auto arguments =
      Parse({"--on", "1990-01-01", "partners", "--possible", "belfort", "--limit=3"});
  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->words, (std::vector<std::string>{"partners", "belfort"}));
  EXPECT_EQ(arguments->Get("on", "x"), "1990-01-01");
  EXPECT_TRUE(arguments->Has("possible"));
  EXPECT_EQ(*arguments->GetNumber("limit", 1, 9), 3);
}

TEST(ArgumentsTest, TakesEverythingAfterTwoHyphensAsWords) {
  const auto arguments = Parse({"city", "--", "--on", "-x"});
  ASSERT_TRUE(arguments.ok());
  EXPECT_EQ(arguments->words, (std::vector<std::string>{"city", "--on", "-x"}));
  EXPECT_FALSE(arguments->Has("on"));
}

TEST(ArgumentsTest, TakesValuesThatLookLikeOptions) {
  const auto arguments = Parse({"--on", "--limit", "--filter=", "-"});
  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->Get("on", ""), "--limit");
  EXPECT_EQ(arguments->Get("filter", "x"), "");
  EXPECT_EQ(arguments->words, (std::vector<std::string>{"-"}));
}

struct BadCase {
  std::vector<std::string> line;
  const char* message;
};

TEST(ArgumentsTest, SaysWhatIsWrong) {
  const BadCase kCases[] = {
      {{"--colour", "red"}, "there is no option --colour"},
      {{"--colour=red"}, "there is no option --colour"},
      {{"-v"}, "there is no option -v"},
      {{"---"}, "there is no option ---"},
      {{"--on"}, "--on needs a value: DATE"},
      {{"--on="}, "--on needs a value: DATE"},
      {{"--on", ""}, "--on needs a value: DATE"},
      {{"--on", " \t"}, "--on needs a value: DATE"},
      {{"--possible=yes"}, "--possible takes no value"},
      {{"--on", "a", "--on=b"}, "--on is given twice"},
  };
  for (const BadCase& c : kCases) {
    const absl::Status status = Parse(c.line).status();
    EXPECT_EQ(status.message(), c.message);
    EXPECT_TRUE(IsUsageError(status)) << c.message;
  }
}

TEST(ArgumentsTest, ChecksNumbers) {
  EXPECT_EQ(*Parse({})->GetNumber("limit", 1, 9), 9);
  for (const char* bad : {"0", "-1", "x", "1.5", "99999999999999999999"}) {
    const auto arguments = Parse({std::string("--limit=") + bad});
    ASSERT_TRUE(arguments.ok());
    EXPECT_TRUE(IsUsageError(arguments->GetNumber("limit", 1, 9).status())) << bad;
  }
}

TEST(ArgumentsTest, SplitsListsAtCommas) {
  EXPECT_TRUE(Parse({})->GetList("on")->empty());
  EXPECT_EQ(*Parse({"--on", "a, b ,c"})->GetList("on"), (std::vector<std::string>{"a", "b", "c"}));
  for (const char* bad : {",", "a,", ",a", "a,,b", "a, ,b"}) {
    EXPECT_TRUE(IsUsageError(Parse({"--on", bad})->GetList("on").status())) << bad;
  }
}

TEST(ArgumentsTest, OtherErrorsAreNotUsageErrors) {
  EXPECT_FALSE(IsUsageError(absl::InvalidArgumentError("a service's")));
  EXPECT_FALSE(IsUsageError(absl::OkStatus()));
}

}  // namespace
}  // namespace jumelage::cli
