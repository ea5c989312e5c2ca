// Tests of logs that Open must refuse (G7).
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/base/ids.h"
#include "common/log/log.h"
#include "common/testing/commits.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/log/log_test_bed.h"

namespace jumelage {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

void CommitSome(Log& log) {
  CommitMaker maker(IdSource::Real(), log);
  for (int i = 0; i < 5; ++i) {
    CountingView view;
    ASSERT_THAT(log.Commit(maker.NextBatch(1), view), IsOk());
  }
}

// 40. A log can't be opened twice at the same time. The second opener is refused, and the first one
// keeps working (G7).
TEST_P(LogConformanceTest, ASecondOpenerIsRefused) {
  REQUIRE_CAPABILITY(kExclusion);
  const auto log = Open();
  EXPECT_THAT(bed_->Open(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("in use by process")));
  CommitSome(*log);
  EXPECT_THAT(ReadWholeLog(*log), SizeIs(5));
}

// 41. A log with a broken chain is refused with a one-line error that names the revision. Nothing
// is written (G7).
TEST_P(LogConformanceTest, ABrokenChainIsRefusedUntouched) {
  REQUIRE_CAPABILITY(kTampering);
  CommitSome(*Open());
  bed_->Tamper(3);
  const std::string before = bed_->StoredBytes();
  for (int i = 0; i < 2; ++i) {
    const auto log = bed_->Open();
    ASSERT_THAT(log, StatusIs(absl::StatusCode::kDataLoss, HasSubstr("revision 3")));
    EXPECT_THAT(std::string(log.status().message()), testing::Not(HasSubstr("\n")));
    EXPECT_TRUE(bed_->StoredBytes() == before);
  }
}

// 42. A log with a newer format is refused with a one-line error. Nothing is written (G7).
TEST_P(LogConformanceTest, ANewerFormatIsRefusedUntouched) {
  REQUIRE_CAPABILITY(kFormat);
  CommitSome(*Open());
  bed_->RaiseFormat();
  const std::string before = bed_->StoredBytes();
  const auto log = bed_->Open();
  ASSERT_THAT(log, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("format")));
  EXPECT_THAT(std::string(log.status().message()), testing::Not(HasSubstr("\n")));
  EXPECT_TRUE(bed_->StoredBytes() == before);
}

}  // namespace
}  // namespace jumelage
