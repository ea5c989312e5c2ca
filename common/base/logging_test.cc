#include "common/base/logging.h"

#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

absl::Time SomeTime() {
  return absl::FromCivil(absl::CivilSecond(2026, 5, 9, 10, 11, 12), absl::UTCTimeZone()) +
         absl::Microseconds(345678);
}

TEST(LoggingTest, WritesOneJsonObject) {
  EXPECT_EQ(
      FormatLogLine(SomeTime(), Severity::kWarning, "disk is \"full\"",
                    {{"revision", int64_t{7}},
                     {"ok", false},
                     {"share", 0.5},
                     {"path", "a\\b"},
                     {"name", std::string("Pančevo")}}),
      R"({"time":"2026-05-09T10:11:12.345678Z","severity":"WARNING","message":"disk is \"full\"",)"
      R"("revision":7,"ok":false,"share":0.5,"path":"a\\b","name":"Pančevo"})");
}

TEST(LoggingTest, EscapesCharactersThatWouldBreakTheLine) {
  const std::string line =
      FormatLogLine(SomeTime(), Severity::kError, absl::string_view("a\nb\0c\x1b", 6), {});
  EXPECT_TRUE(absl::StrContains(line, R"("message":"a\nb\u0000c\u001b")")) << line;
  EXPECT_FALSE(absl::StrContains(line, "\n"));
}

TEST(LoggingTest, ReplacesInvalidUtf8) {
  for (const char* broken : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    const std::string line = FormatLogLine(SomeTime(), Severity::kInfo, broken, {});
    EXPECT_TRUE(absl::StrContains(line, "\"message\":\"\xef\xbf\xbd")) << line;
  }
}

TEST(LoggingTest, WritesInfinityAsNull) {
  const std::string line = FormatLogLine(SomeTime(), Severity::kInfo, "m",
                                         {{"x", std::numeric_limits<double>::infinity()}});
  EXPECT_TRUE(absl::StrContains(line, "\"x\":null")) << line;
}

class LogSinkTest : public testing::Test {
 protected:
  LogSinkTest() {
    SetLogSink([this](absl::string_view line) { lines_.emplace_back(line); });
  }
  ~LogSinkTest() override {
    SetLogSink(nullptr);
    SetLogLevel(Severity::kInfo);
  }
  std::vector<std::string> lines_;
};

TEST_F(LogSinkTest, DropsRecordsBelowTheLevel) {
  SetLogLevel(Severity::kWarning);
  LogLine(Severity::kInfo, "unseen");
  LogLine(Severity::kWarning, "seen");
  ASSERT_EQ(lines_.size(), 1u);
  EXPECT_TRUE(absl::StrContains(lines_[0], "\"message\":\"seen\""));
}

TEST_F(LogSinkTest, KeepsRecordsOfSeveralThreadsApart) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([] {
      for (int i = 0; i < 100; ++i) LogLine(Severity::kError, "m", {{"i", i}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(lines_.size(), 400u);
  for (const std::string& line : lines_) {
    EXPECT_TRUE(absl::StartsWith(line, "{") && absl::EndsWith(line, "}")) << line;
  }
}

}  // namespace
}  // namespace jumelage
