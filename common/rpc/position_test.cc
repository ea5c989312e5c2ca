#include "common/rpc/position.h"

#include "absl/status/status.h"
#include "common/base/error.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

constexpr char kLog[] = "0b7e1c6e-9f0f-4c39-8f0e-0c8d4a0d5a11";

TEST(PositionTest, RoundTrips) {
  for (const int64_t revision : {int64_t{0}, int64_t{1}, INT64_MAX}) {
    const Position position{kLog, revision};
    const auto parsed = ParsePosition(FormatPosition(position), "position");
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_TRUE(*parsed == position);
  }
  EXPECT_EQ(FormatPosition({kLog, 42}), "0b7e1c6e-9f0f-4c39-8f0e-0c8d4a0d5a11/42");
}

TEST(PositionTest, AnythingElseIsRefused) {
  const std::string log = kLog;
  for (const std::string& text :
       {std::string(), std::string("42"), std::string("/42"), log, log + "/", log + "/-1",
        log + "/+1", log + "/ 1", log + "/1 ", log + "/x", log + "/1/2",
        log + "/9223372036854775808", log.substr(1) + "/1", std::string("log/1")}) {
    const absl::Status status = ParsePosition(text, "jumelage-min-position").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(ErrorReason(status), "FIELD_INVALID") << text;
  }
}

}  // namespace
}  // namespace jumelage
