#include "projects_service/follower/registry_position.h"

#include <optional>

#include "common/rpc/position.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(RegistryPositionTest, IsAbsentBeforeAnythingWasFollowed) {
  RegistryPosition position;
  EXPECT_EQ(position.Get(), std::nullopt);
  EXPECT_EQ(position.Show(std::nullopt), std::nullopt);
}

TEST(RegistryPositionTest, NeverGoesBackWithinALog) {
  RegistryPosition position;
  position.Follow({"log-1", 7});
  position.Follow({"log-1", 5});
  EXPECT_EQ(position.Get(), (Position{"log-1", 7}));
}

TEST(RegistryPositionTest, AnotherLogReplacesTheOneBefore) {
  RegistryPosition position;
  position.Follow({"log-1", 7});
  position.Follow({"log-2", 1});
  EXPECT_EQ(position.Get(), (Position{"log-2", 1}));
}

TEST(RegistryPositionTest, NeverGoesBackBehindAnAnswer) {
  RegistryPosition position;
  position.Follow({"log-1", 7});
  EXPECT_EQ(position.Show(Position{"log-1", 9}), (Position{"log-1", 9}));
  EXPECT_EQ(position.Show(std::nullopt), (Position{"log-1", 9}));
}

TEST(RegistryPositionTest, AnAnswerShowsTheSnapshotsPosition) {
  RegistryPosition position;
  position.Follow({"log-1", 7});
  EXPECT_EQ(position.Show(Position{"log-1", 6}), (Position{"log-1", 6}));
  EXPECT_EQ(position.Get(), (Position{"log-1", 7}));
}

TEST(RegistryPositionTest, OnlyTheFollowerChangesTheLog) {
  RegistryPosition position;
  position.Follow({"log-2", 1});
  EXPECT_EQ(position.Show(Position{"log-1", 7}), (Position{"log-1", 7}));
  EXPECT_EQ(position.Get(), (Position{"log-2", 1}));
}

}  // namespace
}  // namespace jumelage
