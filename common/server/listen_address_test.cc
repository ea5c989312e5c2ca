#include "common/server/listen_address.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(IsLoopbackTest, OfNamesAndAddresses) {
  for (const char* host : {"127.0.0.1", "127.8.9.10", "::1", "localhost"}) {
    const auto loopback = IsLoopback({host, 80});
    ASSERT_TRUE(loopback.ok()) << loopback.status();
    EXPECT_TRUE(*loopback) << host;
  }
  for (const char* host : {"0.0.0.0", "::", "192.0.2.1", "128.0.0.1", "2001:db8::1"}) {
    const auto loopback = IsLoopback({host, 80});
    ASSERT_TRUE(loopback.ok()) << loopback.status();
    EXPECT_FALSE(*loopback) << host;
  }
  EXPECT_EQ(IsLoopback({"no-such-host.invalid", 80}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(CheckCanListenTest, OnlyOnOwnAddresses) {
  EXPECT_TRUE(CheckCanListen({"127.0.0.1", 0}).ok());
  // No machine has an address in the documentation range (RFC 5737).
  EXPECT_EQ(CheckCanListen({"192.0.2.1", 0}).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace jumelage
