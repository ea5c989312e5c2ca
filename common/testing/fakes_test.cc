#include <filesystem>
#include <string>

#include "absl/time/time.h"
#include "common/base/ids.h"
#include "common/testing/fake_clock.h"
#include "common/testing/fake_ids.h"
#include "common/testing/temp_dir.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(FakeClockTest, MovesWhenToldTo) {
  FakeClock clock(absl::UnixEpoch());
  EXPECT_EQ(clock.Now(), absl::UnixEpoch());
  clock.Sleep(absl::Seconds(2));
  clock.Advance(absl::Seconds(3));
  EXPECT_EQ(clock.Now(), absl::UnixEpoch() + absl::Seconds(5));
  clock.Set(absl::UnixEpoch() - absl::Hours(1));
  EXPECT_EQ(clock.Now(), absl::UnixEpoch() - absl::Hours(1));
}

TEST(FakeIdsTest, RepeatWithTheSeed) {
  FakeIds a(7), b(7), other(8);
  const std::string first = a.UuidBytes();
  EXPECT_TRUE(IsUuid4(FormatUuid(first)));
  EXPECT_EQ(b.UuidBytes(), first);
  EXPECT_NE(other.UuidBytes(), first);
  EXPECT_NE(a.UuidBytes(), first);
}

TEST(TempDirTest, GoesWithItsFiles) {
  std::string path;
  {
    TempDir dir;
    path = dir.path();
    WriteFileBytes(dir.File("f"), std::string("a\0b", 3));
    EXPECT_EQ(ReadFileBytes(dir.File("f")), std::string("a\0b", 3));
    EXPECT_EQ(ReadFileBytes(dir.File("missing")), "");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace jumelage
