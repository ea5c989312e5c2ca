#include "common/search/name_query.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/values/text_folding.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

// Returns -1 if the name does not match.
int RankOf(absl::string_view query, absl::string_view name) {
  const std::optional<NameMatch> match = NameQuery(FoldText(query)).Match(FoldText(name));
  return match ? match->rank : -1;
}

TEST(NameQueryTest, RanksNamesWithoutTypingErrors) {
  EXPECT_EQ(RankOf("Delémont", "DELEMONT"), kWholeNameRank);
  EXPECT_EQ(RankOf("Delé", "Delémont"), kBeginningRank);
  EXPECT_EQ(RankOf("mer boul", "Boulogne-sur-Mer"), kWordsRank);
  EXPECT_EQ(RankOf("sur sur", "Boulogne-sur-Mer"), -1);
  EXPECT_EQ(RankOf("Belfort", "Leonberg"), -1);
}

TEST(NameQueryTest, RanksMisspellingsByCostAndWholeNamesBeforeWords) {
  const int half = kMisspeltRank + 2, one = kMisspeltRank + 4;
  EXPECT_EQ(RankOf("Staford", "Stafford"), half);
  EXPECT_EQ(RankOf("Staffort", "Stafford"), one);
  EXPECT_EQ(RankOf("Bilancourt", "Boulogne-Billancourt"), half + 1);
  EXPECT_EQ(RankOf("Bad Homburgg", "Bad Homburg vor der Höhe"), half + 1);
  // A difference in spaces costs nothing, but counts as an error.
  EXPECT_EQ(RankOf("Bel fort", "Belfort"), kMisspeltRank);
  EXPECT_EQ(NameQuery("bel fort").Match("belfort")->errors, 1);
}

TEST(NameQueryTest, MatchesEachWordOfANameOnce) {
  EXPECT_NE(RankOf("Boulogn Bilancourt", "Boulogne-Billancourt"), -1);
  EXPECT_EQ(RankOf("Bilancourt Bilancour", "Boulogne-Billancourt"), -1);
  EXPECT_EQ(RankOf("Tanguin Belfort Dasouri", "Tanghin-Dassouri"), -1);
}

TEST(NameQueryTest, ComparesALimitedNumberOfWords) {
  std::string name = "maison";
  std::string query = "meison";
  for (size_t i = 1; i < kMaxMisspeltWords; ++i) {
    absl::StrAppend(&name, " jardin", i);
    absl::StrAppend(&query, " jardin", i);
  }
  EXPECT_NE(RankOf(query, "la " + name), -1);
  EXPECT_EQ(RankOf(query + " soleil", "la grande " + name + " soleil"), -1);
}

TEST(NameQueryTest, ReturnsTheBestOfSeveralNames) {
  const NameQuery query("delsberg");
  const auto best = BestMatch(query, {"Delémont", "Delsbergg", "Delsberg"});
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(best->name, "Delsberg");
  EXPECT_EQ(best->match.errors, 0);
  EXPECT_FALSE(BestMatch(query, {"Delémont"}).has_value());
}

}  // namespace
}  // namespace jumelage
