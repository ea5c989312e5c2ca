#include "clients/cli/command/filters.h"

#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

TEST(FiltersTest, QuotesEveryValue) {
  EXPECT_EQ(HasValue("country", "FR"), R"(country = "FR")");
  EXPECT_EQ(HasValue("country", "FR OR 1"), R"(country = "FR OR 1")");
  EXPECT_EQ(HasValue("country", "NOT"), R"(country = "NOT")");
  EXPECT_EQ(HasValue("country", R"(" OR country = "DE)"), R"(country = "\" OR country = \"DE")");
  EXPECT_EQ(HasValue("country", R"(\" OR 1)"), R"(country = "\\\" OR 1")");
  EXPECT_EQ(HasValue("country", R"(FR\)"), R"(country = "FR\\")");
  EXPECT_EQ(HasValue("city", "*"), R"(city = "\*")");
  EXPECT_EQ(HasValue("city", ""), R"(city = "")");
}

TEST(FiltersTest, ComparesWithSeveralValues) {
  EXPECT_EQ(HasOneOf("state", {}), "");
  EXPECT_EQ(HasOneOf("state", {"ACTIVE"}), R"(state = "ACTIVE")");
  EXPECT_EQ(HasOneOf("state", {"ACTIVE", "OR", "\")"}), R"-(state = ("ACTIVE" OR "OR" OR "\")"))-");
}

TEST(FiltersTest, JoinsWhatIsNotBlank) {
  EXPECT_EQ(JoinFilters({}), "");
  EXPECT_EQ(JoinFilters({"", " \t"}), "");
  EXPECT_EQ(JoinFilters({"", "a = 1", " ", "b OR c"}), "a = 1 AND b OR c");
}

}  // namespace
}  // namespace jumelage::cli
