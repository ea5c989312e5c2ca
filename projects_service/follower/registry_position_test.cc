#include "projects_service/follower/registry_position.h"

#include <optional>

#include "common/log/position.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(RegistryPositionTest, IsAbsentBeforeAnythingWasFollowed) {
  RegistryPosition position;
  EXPECT_EQ(position.Get(), std::nullopt);
  EXPECT_EQ(position.Show(std::nullopt), std::nullopt);
}

TEST(RegistryPositionTest, NeverGoesBackWithinAnEpoch) {
  RegistryPosition position;
  position.Follow({1, {"log-1", 7}});
  position.Follow({1, {"log-1", 5}});
  EXPECT_EQ(position.Get(), (Position{"log-1", 7}));
}

TEST(RegistryPositionTest, ANewEpochMayBeginEarlier) {
  RegistryPosition position;
  position.Follow({1, {"log-1", 7}});
  position.Follow({2, {"log-1", 3, 1}});
  EXPECT_EQ(position.Get(), (Position{"log-1", 3, 1}));
  position.Follow({3, {"log-2", 1}});
  EXPECT_EQ(position.Get(), (Position{"log-2", 1}));
}

TEST(RegistryPositionTest, NeverGoesBackBehindAnAnswer) {
  RegistryPosition position;
  position.Follow({1, {"log-1", 7}});
  EXPECT_EQ(position.Show(FollowedPosition{1, {"log-1", 9}}), (Position{"log-1", 9}));
  EXPECT_EQ(position.Show(std::nullopt), (Position{"log-1", 9}));
  EXPECT_EQ(position.Show(FollowedPosition{2, {"log-1", 8}}), (Position{"log-1", 8}));
  EXPECT_EQ(position.Show(std::nullopt), (Position{"log-1", 8}));
}

TEST(RegistryPositionTest, AnAnswerShowsTheSnapshotsPosition) {
  RegistryPosition position;
  position.Follow({2, {"log-1", 7}});
  EXPECT_EQ(position.Show(FollowedPosition{2, {"log-1", 6}}), (Position{"log-1", 6}));
  EXPECT_EQ(position.Show(FollowedPosition{1, {"log-0", 9}}), (Position{"log-0", 9}));
  EXPECT_EQ(position.Get(), (Position{"log-1", 7}));
}

TEST(RegistryPositionTest, LearnsTheMarkLater) {
  RegistryPosition position;
  position.Follow({1, {"log-1", 7}});
  position.Follow({1, {"log-1", 7, 5}});
  EXPECT_EQ(position.Get(), (Position{"log-1", 7, 5}));
}

}  // namespace
}  // namespace jumelage
