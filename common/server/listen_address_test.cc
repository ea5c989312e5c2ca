#include "common/server/listen_address.h"

#include <string>

#include "gtest/gtest.h"

namespace jumelage {
namespace {

struct Case {
  const char* text;
  const char* host;
  int port;
};

TEST(ParseListenAddressTest, HostAndPort) {
  for (const Case& test :
       {Case{"127.0.0.1:8080", "127.0.0.1", 8080}, Case{"localhost:0", "localhost", 0},
        Case{"[::1]:65535", "::1", 65535}, Case{"0.0.0.0:1", "0.0.0.0", 1}}) {
    const auto address = ParseListenAddress(test.text);
    ASSERT_TRUE(address.ok()) << address.status();
    EXPECT_EQ(address->host, test.host);
    EXPECT_EQ(address->port, test.port);
    EXPECT_EQ(FormatListenAddress(*address), test.text);
  }
}

TEST(ParseListenAddressTest, AnythingElseIsRefusedInOneLine) {
  for (const char* text : {"", "8080", ":8080", "localhost", "localhost:", "localhost:x",
                           "localhost:-1", "localhost:+1", "localhost: 1", "localhost:65536",
                           "::1:80", "[::1]", "[localhost]:80", "[]:80"}) {
    const absl::Status status = ParseListenAddress(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(status.message().find('\n'), absl::string_view::npos);
  }
}

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
