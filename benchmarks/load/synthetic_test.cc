#include "benchmarks/load/synthetic.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace jumelage::benchmarks {
namespace {

TEST(SyntheticTest, ANumberIsAlwaysTheSameCityForOneSeed) {
  const Synthetic one(1);
  const Synthetic again(1);
  const Synthetic other(2);
  EXPECT_EQ(one.CityId(7), again.CityId(7));
  EXPECT_EQ(one.City(7).SerializeAsString(), again.City(7).SerializeAsString());
  EXPECT_NE(one.City(7).SerializeAsString(), other.City(7).SerializeAsString());
}

TEST(SyntheticTest, IdsAreValidAndDiffer) {
  const Synthetic synthetic(1);
  std::set<std::string> ids;
  for (int i = 0; i < 10000; ++i) {
    const std::string id = synthetic.CityId(i);
    EXPECT_TRUE(ids.insert(id).second) << id;
    EXPECT_LE(id.size(), 63u) << id;
    EXPECT_TRUE(id.front() >= 'a' && id.front() <= 'z') << id;
    EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos)
        << id;
    EXPECT_NE(id.back(), '-') << id;
  }
}

TEST(SyntheticTest, AMisspeltNameHasOneError) {
  const Synthetic synthetic(1);
  for (int i = 0; i < 1000; ++i) {
    const std::string name = synthetic.City(i).display_name();
    const std::string misspelt = synthetic.MisspeltName(i);
    EXPECT_NE(misspelt, name);
    EXPECT_EQ(misspelt, synthetic.MisspeltName(i));
    EXPECT_EQ(misspelt.front(), name.front());
    EXPECT_GE(misspelt.size() + 1, name.size());
    EXPECT_LE(misspelt.size(), name.size());
  }
}

TEST(SyntheticTest, ACensusChangesTheRecord) {
  const Synthetic synthetic(1);
  EXPECT_NE(synthetic.City(3).SerializeAsString(),
            synthetic.CityAfterCensus(3, 2024).SerializeAsString());
  EXPECT_NE(synthetic.CityAfterCensus(3, 2024).SerializeAsString(),
            synthetic.CityAfterCensus(3, 2025).SerializeAsString());
}

TEST(SyntheticTest, NoTwoTwinningsLinkOnePair) {
  const Synthetic synthetic(1);
  constexpr int kCities = 500;
  std::set<std::pair<std::string, std::string>> pairs;
  for (int i = 0; i < kCities; ++i) {
    const registry::v1::Twinning twinning = synthetic.Twinning(i, kCities);
    ASSERT_EQ(twinning.sides_size(), 2);
    const std::string& a = twinning.sides(0).city();
    const std::string& b = twinning.sides(1).city();
    EXPECT_NE(a, b);
    EXPECT_TRUE(pairs.insert({std::min(a, b), std::max(a, b)}).second) << a << " and " << b;
  }
}

}  // namespace
}  // namespace jumelage::benchmarks
