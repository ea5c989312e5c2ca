#include "common/base/host_port.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

struct GoodCase {
  const char* text;
  const char* host;
  int port;
};

TEST(HostPortTest, ParsesHostAndPort) {
  for (const GoodCase& test :
       {GoodCase{"127.0.0.1:8080", "127.0.0.1", 8080}, GoodCase{"localhost:0", "localhost", 0},
        GoodCase{"[::1]:65535", "::1", 65535}, GoodCase{"0.0.0.0:1", "0.0.0.0", 1}}) {
    const auto address = ParseHostPort(test.text, 0);
    ASSERT_TRUE(address.ok()) << address.status();
    EXPECT_EQ(address->host, test.host);
    EXPECT_EQ(address->port, test.port);
    EXPECT_EQ(FormatHostPort(*address), test.text);
  }
}

struct BadCase {
  std::string text;
  const char* wrong;
};

TEST(HostPortTest, SaysInOneLineWhatIsWrong) {
  const BadCase kCases[] = {
      {"", "it is empty"},
      {" ", "it contains white space"},
      {"localhost: 1", "it contains white space"},
      {"localhost:1\n", "it contains white space"},
      {std::string("localhost\0:1", 12), "it contains white space"},
      {"http://localhost:1", "it has a scheme"},
      {"dns:///localhost:1", "it has a scheme"},
      {"unix:/run/x", "it has more than a host and a port"},
      {"localhost:1/", "it has more than a host and a port"},
      {"me@localhost:1", "it has more than a host and a port"},
      {"8080", "the port is missing"},
      {"localhost", "the port is missing"},
      {"localhost:", "the port is missing"},
      {":8080", "the host is missing"},
      {"localhost:x", "the port is not a number"},
      {"localhost:-1", "the port is not a number"},
      {"localhost:+1", "the port is not a number"},
      {"localhost:65536", "the port is above 65535"},
      {"localhost:72537", "the port is above 65535"},
      {"localhost:99999999999999999999", "the port is above 65535"},
      {"localhost:0", "the port is below 1"},
      {"::1:80", "an IPv6 address needs brackets and a port"},
      {"[::1]", "an IPv6 address needs brackets and a port"},
      {"[localhost]:80", "only an IPv6 address has brackets"},
      {"[]:80", "only an IPv6 address has brackets"},
      {"[localhost:80", "a bracket is missing"},
  };
  for (const BadCase& c : kCases) {
    const absl::Status status = ParseHostPort(c.text, 1).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_TRUE(absl::EndsWith(status.message(), c.wrong)) << status;
    EXPECT_FALSE(absl::StrContains(status.message(), '\n')) << status;
  }
}

}  // namespace
}  // namespace jumelage
