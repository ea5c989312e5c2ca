// Tests of what a log promises when disks fail.
#include <cstdint>
#include <memory>
#include <vector>

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

using ::testing::AnyOf;
using ::testing::Not;
using ::testing::SizeIs;

// A resource larger than the space that any log preallocates.
constexpr size_t kBigResource = 200000;

// 20. Acknowledged commits survive power failures (G1).
TEST_P(LogConformanceTest, AcknowledgedCommitsSurviveALossOfPower) {
  REQUIRE_CAPABILITY(kPowerLoss);
  std::vector<store::v1::Commit> acknowledged;
  for (const PowerLoss loss :
       {PowerLoss::kForgetAll, PowerLoss::kKeepSome, PowerLoss::kForgetAll}) {
    auto log = Open();
    ASSERT_NE(log, nullptr);
    CommitMaker maker(IdSource::Real(), *log);
    for (int i = 0; i < 5; ++i) {
      const auto batch = maker.NextBatch(2);
      CountingView view;
      ASSERT_THAT(log->Commit(batch, view), IsOk());
      acknowledged.insert(acknowledged.end(), batch.begin(), batch.end());
    }
    bed_->LosePower(loss);
    log.reset();
  }
  ExpectSameCommits(ReadWholeLog(*Open()), acknowledged);
}

// Cuts the power at the moment when the log asks the view to keep the batch.
class PowerCuttingView : public AppliedBatch {
 public:
  explicit PowerCuttingView(LogTestBed* bed) : bed_(bed) {}
  absl::Status Keep() override {
    bed_->LosePower(PowerLoss::kForgetAll);
    return absl::OkStatus();
  }
  void Undo() override {}

 private:
  LogTestBed* bed_;
};

// 21. When the view is asked to keep a batch, the batch already survives a power failure (G1:
// durable before visible).
TEST_P(LogConformanceTest, TheBatchIsDurableBeforeItIsVisible) {
  REQUIRE_CAPABILITY(kPowerLoss);
  auto log = Open();
  CommitMaker maker(IdSource::Real());
  PowerCuttingView view(bed_.get());
  log->Commit(maker.NextBatch(3), view).IgnoreError();
  log.reset();
  EXPECT_EQ(Open()->head(), 3);
}

// 22. On a full disk a batch is refused with RESOURCE_EXHAUSTED and certainly not committed (G1).
// The view undoes it, and the log does not contain it, even after reopening. Reads still work, and
// writing resumes by itself when there is space again.
TEST_P(LogConformanceTest, AFullDiskRefusesAndResumes) {
  REQUIRE_CAPABILITY(kFullDisk);
  auto log = Open();
  CommitMaker maker(IdSource::Real());
  CountingView first_view;
  ASSERT_THAT(log->Commit(maker.NextBatch(2), first_view), IsOk());
  bed_->SetDiskFull(true);
  for (int i = 0; i < 3; ++i) {
    CommitMaker refused(IdSource::Real(), *log);
    CountingView view;
    EXPECT_THAT(log->Commit(refused.NextBatch(2, kBigResource), view),
                StatusIs(absl::StatusCode::kResourceExhausted));
    EXPECT_EQ(view.kept, 0);
    EXPECT_EQ(view.undone, 1);
    EXPECT_EQ(log->head(), 2);
    EXPECT_THAT(log->Read(0, ReadLimits()), IsOkAndHolds(SizeIs(2)));
  }
  log.reset();
  log = Open();
  ASSERT_NE(log, nullptr);
  EXPECT_EQ(log->head(), 2);
  CommitMaker again(IdSource::Real(), *log);
  const auto batch = again.NextBatch(2, kBigResource);
  CountingView view;
  EXPECT_THAT(log->Commit(batch, view), StatusIs(absl::StatusCode::kResourceExhausted));
  bed_->SetDiskFull(false);
  EXPECT_THAT(log->Commit(batch, view), IsOk());
  EXPECT_THAT(ReadWholeLog(*log), SizeIs(4));
}

// 23. After a failed sync the outcome of the batch is unknown (G1), and further batches are refused
// until Recover has read the log. After that the head is certain and durable, and the log contains
// only whole batches (G2).
TEST_P(LogConformanceTest, AnUnknownOutcomeIsSettledByRecover) {
  REQUIRE_CAPABILITY(kFailedSync);
  REQUIRE_CAPABILITY(kPowerLoss);
  auto log = Open();
  Revision expected = 0;
  for (const SyncOutcome outcome : {SyncOutcome::kLost, SyncOutcome::kKept, SyncOutcome::kLost}) {
    CommitMaker maker(IdSource::Real(), *log);
    CountingView good_view;
    ASSERT_THAT(log->Commit(maker.NextBatch(2), good_view), IsOk());
    expected += 2;
    bed_->FailNextSync(outcome);
    CountingView view;
    const absl::Status status = log->Commit(maker.NextBatch(3), view);
    EXPECT_THAT(status, Not(IsOk()));
    // The status code must not promise that nothing was done.
    EXPECT_THAT(status, Not(AnyOf(StatusIs(absl::StatusCode::kResourceExhausted),
                                  StatusIs(absl::StatusCode::kInvalidArgument))));
    EXPECT_EQ(view.kept, 0);
    EXPECT_EQ(view.undone, 1);
    // The batch may not be durable, so it isn't visible (G1: durable before visible).
    EXPECT_EQ(log->head(), expected);
    EXPECT_THAT(ReadWholeLog(*log), SizeIs(expected));
    CommitMaker next(IdSource::Real(), *log);
    CountingView refused;
    EXPECT_THAT(log->Commit(next.NextBatch(1), refused),
                StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_EQ(refused.undone, 1);

    ASSERT_THAT(log->Recover(), IsOk());
    EXPECT_THAT(log->head(), AnyOf(expected, expected + 3));
    if (outcome == SyncOutcome::kKept) {
      EXPECT_EQ(log->head(), expected + 3);
    }
    expected = log->head();
    EXPECT_THAT(ReadWholeLog(*log), SizeIs(expected));
    bed_->LosePower(PowerLoss::kForgetAll);
    log.reset();
    log = Open();
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(log->head(), expected);
  }
}

// 24. If the process ends without Recover after a failed sync, opening the log settles the outcome.
TEST_P(LogConformanceTest, AnUnknownOutcomeIsSettledByOpening) {
  REQUIRE_CAPABILITY(kFailedSync);
  for (const SyncOutcome outcome : {SyncOutcome::kKept, SyncOutcome::kLost}) {
    auto log = Open();
    CommitMaker maker(IdSource::Real(), *log);
    CountingView view;
    ASSERT_THAT(log->Commit(maker.NextBatch(2), view), IsOk());
    const Revision before = log->head();
    bed_->FailNextSync(outcome);
    EXPECT_THAT(log->Commit(maker.NextBatch(3), view), Not(IsOk()));
    log.reset();
    log = Open();
    ASSERT_NE(log, nullptr);
    EXPECT_THAT(log->head(), AnyOf(before, before + 3));
    EXPECT_THAT(ReadWholeLog(*log), SizeIs(log->head()));
  }
}

}  // namespace
}  // namespace jumelage
