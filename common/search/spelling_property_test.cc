#include <algorithm>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/search/spelling.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

bool HaveOneInCommon(std::vector<std::string> parts, std::vector<std::string> probes) {
  std::sort(parts.begin(), parts.end());
  std::sort(probes.begin(), probes.end());
  std::vector<std::string> both;
  std::set_intersection(parts.begin(), parts.end(), probes.begin(), probes.end(),
                        std::back_inserter(both));
  return !both.empty();
}

std::string RandomWord(std::mt19937* random, int letters) {
  std::string word(1 + (*random)() % 18, 'a');
  for (char& c : word) c = static_cast<char>('a' + (*random)() % letters);
  return word;
}

// Makes one edit, as EditDistance counts them, at a random place.
std::string Edited(std::mt19937* random, std::string word) {
  const size_t at = (*random)() % (word.size() + 1);
  const char letter = static_cast<char>('a' + (*random)() % 26);
  switch ((*random)() % 4) {
    case 0:
      return word.insert(at, 1, letter);
    case 1:
      return word.erase(std::min(at, word.size() - 1), word.size() > 1 ? 1 : 0);
    case 2:
      word[std::min(at, word.size() - 1)] = letter;
      return word;
    default:
      if (at + 1 < word.size()) std::swap(word[at], word[at + 1]);
      return word;
  }
}

TEST(SpellingTest, SimilarSpellingsHaveTheSameSound) {
  EXPECT_EQ(Spelling("zaporizia").sound, Spelling("zaporizhzhia").sound);
  EXPECT_EQ(Spelling("philadelphia").sound, "filadelfia");
  EXPECT_EQ(Spelling("tanghin dassouri").letters, "tanghindassouri");
  EXPECT_EQ(Spelling("tanghin dassouri").sound, "tangindasouri");
  EXPECT_EQ(Spelling("hohhot").sound, "hot");
  EXPECT_EQ(Spelling("lubeck").sound, "lubek");
}

TEST(SpellingTest, ForgivesMoreInLongerWords) {
  EXPECT_FALSE(Misspelt(Spelling("ay"), Spelling("ai")).has_value());
  EXPECT_TRUE(Misspelt(Spelling("ulm"), Spelling("olm")).has_value());
  EXPECT_FALSE(Misspelt(Spelling("ulm"), Spelling("olt")).has_value());
  EXPECT_TRUE(Misspelt(Spelling("belfort"), Spelling("balford")).has_value());
  EXPECT_FALSE(Misspelt(Spelling("belfort"), Spelling("balfodd")).has_value());
  EXPECT_TRUE(Misspelt(Spelling("tanghindassouri"), Spelling("tenguindesoury")).has_value());
}

TEST(SpellingTest, CountsErrorsThatKeepTheSoundHalf) {
  const auto staffort = Misspelt(Spelling("staffort"), Spelling("stafford"));
  ASSERT_TRUE(staffort.has_value());
  EXPECT_EQ(staffort->errors, 1);
  EXPECT_EQ(staffort->cost, 2);
  const auto staford = Misspelt(Spelling("staford"), Spelling("stafford"));
  ASSERT_TRUE(staford.has_value());
  EXPECT_EQ(staford->errors, 1);
  EXPECT_EQ(staford->cost, 1);
}

// The index misses no spelling that is near enough.
TEST(SpellingTest, NearSpellingsShareAPart) {
  std::mt19937 random(2007);
  int near = 0;
  for (int i = 0; i < 50000; ++i) {
    const int letters = i % 2 == 0 ? 3 : 26;
    const std::string word = RandomWord(&random, letters);
    std::string other = word;
    for (int edits = static_cast<int>(random() % 5); edits > 0; --edits) {
      other = Edited(&random, other);
    }
    const Spelling a(word), b(other);
    if (!Misspelt(a, b)) continue;
    ++near;
    ASSERT_TRUE(MayBeMisspelt(a, other)) << word << ' ' << other;
    ASSERT_TRUE(MayBeMisspelt(b, word)) << other << ' ' << word;
    ASSERT_TRUE(HaveOneInCommon(PartsOf(a), ProbesFor(b))) << word << ' ' << other;
    ASSERT_TRUE(HaveOneInCommon(PartsOf(b), ProbesFor(a))) << other << ' ' << word;
  }
  EXPECT_GT(near, 12000);
}

TEST(SpellingTest, HasFewParts) {
  EXPECT_TRUE(PartsOf(Spelling("ay")).empty());
  EXPECT_EQ(PartsOf(Spelling("ulm")).size(), 2u);
  EXPECT_EQ(PartsOf(Spelling("belfort")).size(), 3u);
  EXPECT_EQ(PartsOf(Spelling(std::string("tanghin dassouri"))).size(), 4u);
  EXPECT_LT(ProbesFor(Spelling("belfort")).size(), 100u);
}

}  // namespace
}  // namespace jumelage
