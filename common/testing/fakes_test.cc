#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/ids.h"
#include "common/testing/fake_clock.h"
#include "common/testing/fake_ids.h"
#include "common/testing/held_port.h"
#include "common/testing/temp_dir.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(FakeClockTest, MovesOnlyWhenItIsMoved) {
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

// Returns a socket bound to the port, like a server's, or -1 if the system refuses.
int BindTo(const HeldPort& port, bool reuse) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = reuse ? 1 : 0;
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(absl::StripPrefix(port.address(), "127.0.0.1:"), &number));
  address.sin_port = htons(static_cast<uint16_t>(number));
  EXPECT_EQ(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)), 0);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return fd;
  close(fd);
  return -1;
}

TEST(HeldPortTest, OnlyItsServersListenThereOneAfterTheOther) {
  const HeldPort port;
  EXPECT_EQ(BindTo(port, /*reuse=*/false), -1);
  for (int server = 0; server < 2; ++server) {
    const int fd = BindTo(port, /*reuse=*/true);
    ASSERT_GE(fd, 0);
    EXPECT_EQ(listen(fd, 1), 0);
    close(fd);
  }
}

TEST(TempDirTest, IsRemovedWithItsFiles) {
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
