// Tests requests to compact history, and which of them are completed together.
#include "common/store/compactor.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/ids.h"
#include "common/testing/commits.h"
#include "common/testing/fake_clock.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "common/testing/temp_log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Revision kCommits = 1000;

class CompactorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto log = OpenLog(dir_);
    ASSERT_THAT(log, IsOk());
    log_ = *std::move(log);
    CommitMaker maker(IdSource::Real());
    CountingView view;
    ASSERT_THAT(log_->Commit(maker.NextBatch(kCommits), view), IsOk());
    compactor_ = std::make_unique<Compactor>(log_.get(), &clock_, absl::InfiniteDuration());
  }

  absl::Status Add(Revision before) {
    return compactor_->Add({before, [](const absl::Status&) {}});
  }
  // Takes one step and returns the requests that it completed.
  std::vector<Revision> Step() {
    const auto ended = compactor_->Step();
    EXPECT_THAT(ended, IsOk());
    std::vector<Revision> revisions;
    if (!ended.ok()) return revisions;
    for (const Compaction& compaction : *ended) revisions.push_back(compaction.before);
    return revisions;
  }

  TempDir dir_;
  FakeClock clock_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<Compactor> compactor_;
};

TEST_F(CompactorTest, RequestsWithNothingLeftToDoEndTogether) {
  ASSERT_THAT(Add(100), IsOk());
  ASSERT_THAT(Add(300), IsOk());
  ASSERT_THAT(Add(50), IsOk());
  ASSERT_THAT(Add(100), IsOk());
  EXPECT_THAT(Step(), ElementsAre(100, 50, 100));
  EXPECT_EQ(log_->oldest(), 100);
  EXPECT_FALSE(compactor_->idle());
  EXPECT_THAT(Step(), ElementsAre(300));
  EXPECT_TRUE(compactor_->idle());
  EXPECT_THAT(Step(), IsEmpty());
}

TEST_F(CompactorTest, ARequestTakesSeveralStepsAndASmallerOneDoesNotDelayIt) {
  ASSERT_THAT(Add(kCommits), IsOk());
  EXPECT_THAT(Step(), IsEmpty());
  EXPECT_EQ(log_->oldest(), 1 + kCommitsPerCompactionStep);
  ASSERT_THAT(Add(2), IsOk());
  while (log_->oldest() < kCommits - kCommitsPerCompactionStep) EXPECT_THAT(Step(), IsEmpty());
  EXPECT_THAT(Step(), ElementsAre(kCommits, 2));
}

TEST_F(CompactorTest, TooManyRequestsAreRefused) {
  for (size_t i = 0; i < kMaxWaitingCompactions; ++i) EXPECT_THAT(Add(2), IsOk());
  EXPECT_THAT(Add(2), HasReason("OVERLOADED"));
  Step();
  EXPECT_THAT(Add(2), IsOk());
}

TEST_F(CompactorTest, RefusesRequestsAfterClose) {
  ASSERT_THAT(Add(100), IsOk());
  EXPECT_EQ(compactor_->Close().size(), 1u);
  EXPECT_THAT(Add(100), HasReason("SHUTTING_DOWN"));
  EXPECT_TRUE(compactor_->idle());
}

}  // namespace
}  // namespace jumelage
