#include "common/store/lost_races.h"

#include "common/testing/fake_ids.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(LostRacesTest, WaitsDifferAndGrowToABound) {
  FakeIds ids;
  EXPECT_EQ(WaitAfterLostRaces(1, &ids), absl::ZeroDuration());
  absl::Duration longest_of_second, longest_of_tenth;
  for (int i = 0; i < 1000; ++i) {
    const absl::Duration second = WaitAfterLostRaces(2, &ids);
    const absl::Duration tenth = WaitAfterLostRaces(kMaxBatchTries, &ids);
    EXPECT_GE(second, absl::ZeroDuration());
    EXPECT_NE(second, WaitAfterLostRaces(2, &ids));
    longest_of_second = std::max(longest_of_second, second);
    longest_of_tenth = std::max(longest_of_tenth, tenth);
  }
  EXPECT_LT(longest_of_second, absl::Milliseconds(2));
  EXPECT_GT(longest_of_second, absl::Milliseconds(1));
  EXPECT_LT(longest_of_tenth, absl::Milliseconds(50));
  EXPECT_GT(longest_of_tenth, absl::Milliseconds(25));
}

}  // namespace
}  // namespace jumelage
