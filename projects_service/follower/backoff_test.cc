#include "projects_service/follower/backoff.h"

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

BackoffOptions Options(double random) {
  BackoffOptions options;
  options.first = absl::Milliseconds(100);
  options.most = absl::Milliseconds(350);
  options.random = [random] { return random; };
  return options;
}

TEST(BackoffTest, GrowsToItsMaximum) {
  Backoff backoff(Options(/*random=*/1));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(100));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(200));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(350));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(350));
}

TEST(BackoffTest, HalfOfItIsRandom) {
  EXPECT_EQ(Backoff(Options(/*random=*/0)).Next(), absl::Milliseconds(50));
  EXPECT_EQ(Backoff(Options(/*random=*/0.5)).Next(), absl::Milliseconds(75));
}

TEST(BackoffTest, StartsOverAfterASuccess) {
  Backoff backoff(Options(/*random=*/1));
  backoff.Next();
  backoff.Next();
  backoff.Reset();
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(100));
}

TEST(BackoffTest, HasADefaultSourceOfRandomNumbers) {
  Backoff backoff(BackoffOptions{});
  const absl::Duration wait = backoff.Next();
  EXPECT_GE(wait, absl::Milliseconds(50));
  EXPECT_LE(wait, absl::Milliseconds(100));
}

}  // namespace
}  // namespace jumelage
