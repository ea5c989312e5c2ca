#include "common/values/edit_distance.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace jumelage {
namespace {

// Computes the distance with the full table, as in textbooks.
int PlainDistance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> cost(a.size() + 1, std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = static_cast<int>(i + j);
        continue;
      }
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                             cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::string RandomText(std::mt19937* random, int longest) {
  std::string text((*random)() % (longest + 1), 'a');
  for (char& c : text) c = static_cast<char>('a' + (*random)() % 3);
  return text;
}

TEST(EditDistanceTest, CountsAdditionsRemovalsChangesAndSwaps) {
  EXPECT_EQ(EditDistance("", "", 3), 0);
  EXPECT_EQ(EditDistance("belfort", "belfort", 0), 0);
  EXPECT_EQ(EditDistance("belfort", "bellfort", 3), 1);
  EXPECT_EQ(EditDistance("belfort", "belfor", 3), 1);
  EXPECT_EQ(EditDistance("stafford", "staffort", 3), 1);
  EXPECT_EQ(EditDistance("belfort", "beflort", 3), 1);
  EXPECT_EQ(EditDistance("", "abc", 3), 3);
  // Letters that were swapped are not edited again.
  EXPECT_EQ(EditDistance("ca", "abc", 3), 3);
}

TEST(EditDistanceTest, StopsAtTheLimit) {
  EXPECT_EQ(EditDistance("belfort", "leonberg", 2), 3);
  EXPECT_EQ(EditDistance("a", "abcdefgh", 3), 4);
  EXPECT_EQ(EditDistance("belfort", "beflort", 0), 1);
}

TEST(EditDistanceTest, AgreesWithTheCompleteTable) {
  std::mt19937 random(1967);
  for (int i = 0; i < 50000; ++i) {
    const std::string a = RandomText(&random, 12);
    const std::string b = RandomText(&random, 12);
    const int limit = static_cast<int>(random() % 7);
    const int distance = EditDistance(a, b, limit);
    ASSERT_EQ(distance, std::min(PlainDistance(a, b), limit + 1)) << a << ' ' << b << ' ' << limit;
    ASSERT_EQ(distance, EditDistance(b, a, limit)) << a << ' ' << b << ' ' << limit;
  }
}

}  // namespace
}  // namespace jumelage
