#include "common/log/position.h"

#include "absl/status/status.h"
#include "common/base/error.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

constexpr char kLog[] = "0b7e1c6e-9f0f-4c39-8f0e-0c8d4a0d5a11";

TEST(PositionTest, RoundTrips) {
  for (const Position& position :
       {Position{kLog, 0}, Position{kLog, 1}, Position{kLog, INT64_MAX}, Position{kLog, 1, 1},
        Position{kLog, 42, 0x8d0c4a0d5a11b7e1}, Position{kLog, INT64_MAX, UINT64_MAX}}) {
    const auto parsed = ParsePosition(FormatPosition(position), "position");
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_TRUE(*parsed == position);
  }
  EXPECT_EQ(FormatPosition({kLog, 42, 0x8d0c4a0d5a11b7}),
            "0b7e1c6e-9f0f-4c39-8f0e-0c8d4a0d5a11/42/008d0c4a0d5a11b7");
}

// Older versions gave no mark. Nor does a log that no longer keeps the commit.
TEST(PositionTest, TheMarkMayBeAbsent) {
  EXPECT_EQ(FormatPosition({kLog, 42}), "0b7e1c6e-9f0f-4c39-8f0e-0c8d4a0d5a11/42");
  const auto parsed = ParsePosition(std::string(kLog) + "/42", "position");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->mark, CommitMark{0});
}

TEST(PositionTest, AMarkIsNeverZero) {
  EXPECT_EQ(MarkOf(std::string("\x01\x02\x03\x04\x05\x06\x07\x08\x09", 9)),
            CommitMark{0x0102030405060708});
  EXPECT_NE(MarkOf(std::string(16, '\0')), CommitMark{0});
  EXPECT_NE(MarkOf(""), CommitMark{0});
}

TEST(PositionTest, AnythingElseIsRefused) {
  const std::string log = kLog;
  for (const std::string& text : {std::string(),
                                  std::string("42"),
                                  std::string("/42"),
                                  log,
                                  log + "/",
                                  log + "/-1",
                                  log + "/+1",
                                  log + "/ 1",
                                  log + "/1 ",
                                  log + "/x",
                                  log + "/1/2",
                                  log + "/1/",
                                  log + "/1/00000000000000000",
                                  log + "/1/0000000000000000",
                                  log + "/1/000000000000000g",
                                  log + "/1/ 00000000000000a",
                                  log + "/1/0x0000000000000a",
                                  log + "/0/0000000000000001",
                                  log + "/1/0000000000000001/",
                                  log + "/1/0000000000000001/2",
                                  log + "/9223372036854775808",
                                  log.substr(1) + "/1",
                                  std::string("log/1")}) {
    const absl::Status status = ParsePosition(text, "jumelage-min-position").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(ErrorReason(status), "FIELD_INVALID") << text;
  }
}

}  // namespace
}  // namespace jumelage
