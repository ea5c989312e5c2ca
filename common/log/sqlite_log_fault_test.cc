// Tests the SQLite log on failing disks. The conformance suite can't cover this, since it does not
// know SQLite's files.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/log/log.h"
#include "common/log/sqlite_log.h"
#include "common/sqlite/database.h"
#include "common/testing/commits.h"
#include "common/testing/fake_ids.h"
#include "common/testing/fault_vfs.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::Not;

class SqliteLogFaultTest : public testing::TestWithParam<uint64_t> {
 protected:
  static uint64_t Seed() { return GetParam(); }
  absl::StatusOr<std::unique_ptr<Log>> TryOpen() {
    SqliteLogOptions options;
    options.data_dir = dir_.path();
    options.service = "registry";
    options.vfs = vfs_.name();
    options.synchronous = synchronous_;
    options.ids = &ids_;
    return OpenSqliteLog(options);
  }
  std::unique_ptr<Log> Open() {
    auto log = TryOpen();
    EXPECT_THAT(log, IsOk());
    return log.ok() ? *std::move(log) : nullptr;
  }
  PowerLoss Loss() const { return Seed() % 3 == 0 ? PowerLoss::kForgetAll : PowerLoss::kKeepSome; }

  // Commits up to `most` batches of one to four commits, with occasional checkpoints, until a batch
  // or a checkpoint fails. Returns the acknowledged commits.
  std::vector<store::v1::Commit> CommitUntilFailure(Log& log, int most) {
    std::vector<store::v1::Commit> acknowledged;
    CommitMaker maker(&ids_, log);
    for (int i = 0; i < most; ++i) {
      const auto batch = maker.NextBatch(1 + i % 4, 100 + static_cast<size_t>(i) * 37 % 9000);
      CountingView view;
      if (!log.Commit(batch, view).ok()) break;
      acknowledged.insert(acknowledged.end(), batch.begin(), batch.end());
      if (i % 5 == 4 && !log.Maintain().ok()) break;
    }
    return acknowledged;
  }

  TempDir dir_;
  FakeIds ids_{Seed() + 1};
  FaultVfs vfs_{Seed()};
  sqlite::Synchronous synchronous_ = sqlite::Synchronous::kFull;
};

bool StartsWith(const std::vector<store::v1::Commit>& all,
                const std::vector<store::v1::Commit>& first) {
  if (all.size() < first.size()) return false;
  for (size_t i = 0; i < first.size(); ++i) {
    if (all[i].SerializeAsString() != first[i].SerializeAsString()) return false;
  }
  return true;
}

// G1: the power fails during any file operation. Afterwards, every acknowledged commit is there,
// and the batch in progress is there completely or not at all.
TEST_P(SqliteLogFaultTest, KeepsWhatWasAcknowledgedThroughALossOfPower) {
  std::unique_ptr<Log> log = Open();
  const std::string log_id = log->log_id();
  std::vector<store::v1::Commit> acknowledged;
  for (int life = 0; life < 4; ++life) {
    FaultPlan plan;
    plan.countdown =
        1 + static_cast<int64_t>((Seed() * 31 + static_cast<uint64_t>(life) * 17) % 90);
    plan.fault = Fault::kKill;
    plan.loss = Loss();
    vfs_.Inject(plan);
    for (const store::v1::Commit& commit : CommitUntilFailure(*log, 100)) {
      acknowledged.push_back(commit);
    }
    ASSERT_TRUE(vfs_.killed());
    log.reset();
    vfs_.Restart();
    log = Open();
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(log->log_id(), log_id);
    const std::vector<store::v1::Commit> all = ReadWholeLog(*log);
    EXPECT_TRUE(StartsWith(all, acknowledged)) << all.size() << " of " << acknowledged.size();
    EXPECT_LE(all.size(), acknowledged.size() + 4);
    acknowledged = all;  // durable now, since it can be read
  }
}

// G1 during startup: after any number of interrupted starts, the first one that completes finds
// every acknowledged commit.
TEST_P(SqliteLogFaultTest, SurvivesALossOfPowerWhileStarting) {
  std::vector<store::v1::Commit> acknowledged;
  {
    FaultPlan plan;
    plan.countdown = 1 + static_cast<int64_t>(Seed() % 25);
    plan.fault = Fault::kKill;
    plan.loss = Loss();
    vfs_.Inject(plan);
    auto log = TryOpen();
    if (log.ok()) acknowledged = CommitUntilFailure(**log, 30);
    vfs_.Kill(plan.loss);
  }
  for (int64_t countdown = 1; countdown < 12; ++countdown) {
    vfs_.Restart();
    FaultPlan plan;
    plan.countdown = countdown;
    plan.fault = Fault::kKill;
    plan.loss = Loss();
    vfs_.Inject(plan);
    TryOpen().IgnoreError();
    vfs_.Kill(plan.loss);
  }
  vfs_.Restart();
  const std::unique_ptr<Log> log = Open();
  ASSERT_NE(log, nullptr);
  EXPECT_TRUE(StartsWith(ReadWholeLog(*log), acknowledged));
}

// G1: after a failed sync, whatever happened to the pages, Recover restores the correct head, and
// everything up to it is durable.
TEST_P(SqliteLogFaultTest, RecoversFromAFailedSync) {
  std::unique_ptr<Log> log = Open();
  std::vector<store::v1::Commit> acknowledged;
  const Fault faults[] = {Fault::kFail, Fault::kFailKeep, Fault::kFailLose, Fault::kFailRevert};
  for (int round = 0; round < 6; ++round) {
    SCOPED_TRACE(round);
    FaultPlan plan;
    plan.operation = FileOperation::kSync;
    plan.countdown = 1 + static_cast<int64_t>((Seed() + static_cast<uint64_t>(round)) % 7);
    plan.fault = faults[(Seed() + static_cast<uint64_t>(round)) % 4];
    plan.suffix = Seed() % 2 == 0 ? "-wal" : "";
    vfs_.Inject(plan);
    for (const store::v1::Commit& commit : CommitUntilFailure(*log, 40)) {
      acknowledged.push_back(commit);
    }
    ASSERT_EQ(vfs_.struck(), 1);
    CommitMaker refused(&ids_, *log);
    CountingView view;
    EXPECT_THAT(log->Commit(refused.NextBatch(1), view), Not(IsOk()));
    EXPECT_EQ(view.undone, 1);
    ASSERT_THAT(log->Recover(), IsOk());
    const std::vector<store::v1::Commit> all = ReadWholeLog(*log);
    EXPECT_TRUE(StartsWith(all, acknowledged));
    acknowledged = all;
    CommitMaker maker(&ids_, *log);
    const auto batch = maker.NextBatch(2);
    CountingView other_view;
    ASSERT_THAT(log->Commit(batch, other_view), IsOk());
    acknowledged.insert(acknowledged.end(), batch.begin(), batch.end());
    if (round % 2 == 0) {
      vfs_.Kill(Loss());
      log.reset();
      vfs_.Restart();
      log = Open();
      ASSERT_NE(log, nullptr);
      EXPECT_TRUE(StartsWith(ReadWholeLog(*log), acknowledged));
      EXPECT_EQ(log->head(), static_cast<Revision>(acknowledged.size()));
    }
  }
}

// If only the process is killed and the machine keeps running, the WAL may be written but not
// synced. The next process makes it durable before it shows its commits. In this test, the kernel
// also marked the pages of the last failed sync as clean.
TEST_P(SqliteLogFaultTest, AStartMakesEverythingItFindsDurable) {
  std::unique_ptr<Log> log = Open();
  CommitMaker maker(&ids_);
  CountingView view;
  ASSERT_THAT(log->Commit(maker.NextBatch(3), view), IsOk());
  vfs_.Inject({FileOperation::kSync, 1, Fault::kFailLose, 1, "-wal"});
  ASSERT_THAT(log->Commit(maker.NextBatch(2), view), Not(IsOk()));
  log.reset();  // closes, without Recover
  log = Open();
  ASSERT_EQ(log->head(), 5);
  vfs_.Kill(PowerLoss::kForgetAll);
  log.reset();
  vfs_.Restart();
  EXPECT_EQ(Open()->head(), 5);
}

// Any single operation fails, is torn or finds the disk full. The log reports the failure, and
// works again after Recover.
TEST_P(SqliteLogFaultTest, ContinuesAfterAFailureOfAnyOperation) {
  std::unique_ptr<Log> log = Open();
  std::vector<store::v1::Commit> acknowledged;
  const Fault faults[] = {Fault::kFail, Fault::kTear, Fault::kFull};
  for (int round = 0; round < 8; ++round) {
    SCOPED_TRACE(round);
    FaultPlan plan;
    plan.countdown =
        1 + static_cast<int64_t>((Seed() * 7 + static_cast<uint64_t>(round) * 13) % 60);
    plan.fault = faults[(Seed() + static_cast<uint64_t>(round)) % 3];
    vfs_.Inject(plan);
    for (const store::v1::Commit& commit : CommitUntilFailure(*log, 60)) {
      acknowledged.push_back(commit);
    }
    vfs_.ClearFaults();
    ASSERT_THAT(log->Recover(), IsOk());
    const std::vector<store::v1::Commit> all = ReadWholeLog(*log);
    EXPECT_TRUE(StartsWith(all, acknowledged));
    acknowledged = all;
  }
  vfs_.Kill(Loss());
  log.reset();
  vfs_.Restart();
  EXPECT_TRUE(StartsWith(ReadWholeLog(*Open()), acknowledged));
}

INSTANTIATE_TEST_SUITE_P(Seeds, SqliteLogFaultTest, testing::Range<uint64_t>(0, 60));

class SqliteLogDiskTest : public SqliteLogFaultTest {};
INSTANTIATE_TEST_SUITE_P(OneSeed, SqliteLogDiskTest, testing::Values(7));

// Proves that these tests can fail: without syncs, acknowledged commits are lost.
TEST_P(SqliteLogDiskTest, WithoutSyncsAcknowledgedCommitsAreLost) {
  synchronous_ = sqlite::Synchronous::kOff;
  std::unique_ptr<Log> log = Open();
  const size_t acknowledged = CommitUntilFailure(*log, 20).size();
  EXPECT_GE(acknowledged, 20u);
  vfs_.Kill(PowerLoss::kForgetAll);
  log.reset();
  vfs_.Restart();
  log = Open();
  ASSERT_NE(log, nullptr);
  EXPECT_LT(log->head(), static_cast<Revision>(acknowledged));
}

TEST_P(SqliteLogDiskTest, ACommitSyncsOnce) {
  const std::unique_ptr<Log> log = Open();
  CommitMaker maker(&ids_);
  CountingView view;
  ASSERT_THAT(log->Commit(maker.NextBatch(1), view), IsOk());
  const int64_t syncs = vfs_.count(FileOperation::kSync);
  for (int i = 0; i < 10; ++i) ASSERT_THAT(log->Commit(maker.NextBatch(5), view), IsOk());
  EXPECT_EQ(vfs_.count(FileOperation::kSync), syncs + 10);
}

// Failed checkpoints only cost disk space, as long as no sync failed.
TEST_P(SqliteLogDiskTest, CommitsContinueAfterAFailedCheckpoint) {
  const std::unique_ptr<Log> log = Open();
  CommitMaker maker(&ids_);
  CountingView view;
  ASSERT_THAT(log->Commit(maker.NextBatch(5), view), IsOk());
  vfs_.Inject({FileOperation::kWrite, 1, Fault::kFail, 1000, "log.db"});
  EXPECT_THAT(log->Maintain(), StatusIs(absl::StatusCode::kUnavailable));
  vfs_.Inject({FileOperation::kWrite, 1, Fault::kFull, 1000, "log.db"});
  EXPECT_THAT(log->Maintain(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(log->Commit(maker.NextBatch(5), view), IsOk());
  vfs_.ClearFaults();
  EXPECT_THAT(log->Maintain(), IsOk());
  EXPECT_EQ(ReadWholeLog(*log).size(), 10u);
}

// The failed sync of a checkpoint may have been the WAL's, so nothing more is acknowledged before
// Recover.
TEST_P(SqliteLogDiskTest, AFailedSyncOfACheckpointStopsCommits) {
  std::unique_ptr<Log> log = Open();
  CommitMaker maker(&ids_);
  CountingView view;
  ASSERT_THAT(log->Commit(maker.NextBatch(5), view), IsOk());
  vfs_.Inject({FileOperation::kSync, 1, Fault::kFailLose, 1, ""});
  EXPECT_THAT(log->Maintain(), StatusIs(absl::StatusCode::kUnavailable));
  CommitMaker next(&ids_, *log);
  EXPECT_THAT(log->Commit(next.NextBatch(1), view),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(log->Recover(), IsOk());
  CommitMaker again(&ids_, *log);
  EXPECT_THAT(log->Commit(again.NextBatch(1), view), IsOk());
}

// Reads continue while writing is impossible. After a failed recovery, reads get an error until a
// recovery succeeds.
TEST_P(SqliteLogDiskTest, ReadsComeBackWithTheDisk) {
  const std::unique_ptr<Log> log = Open();
  CommitMaker maker(&ids_);
  CountingView view;
  ASSERT_THAT(log->Commit(maker.NextBatch(5), view), IsOk());
  vfs_.Inject({FileOperation::kSync, 1, Fault::kFail, 1000, "-wal"});
  EXPECT_THAT(log->Commit(maker.NextBatch(1), view), Not(IsOk()));
  EXPECT_THAT(log->Read(0, ReadLimits()), IsOk());
  EXPECT_THAT(log->Recover(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(log->Read(0, ReadLimits()), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(log->head(), 5);
  vfs_.ClearFaults();
  EXPECT_THAT(log->Recover(), IsOk());
  EXPECT_GE(ReadWholeLog(*log).size(), 5u);
}

// If durable commits are missing because an older copy replaced a file, Recover reports DATA_LOSS
// instead of accepting a shorter log.
TEST_P(SqliteLogDiskTest, RecoverDetectsMissingDurableCommits) {
  const std::unique_ptr<Log> log = Open();
  CommitMaker maker(&ids_);
  CountingView view;
  ASSERT_THAT(log->Commit(maker.NextBatch(5), view), IsOk());
  vfs_.Inject({FileOperation::kSync, 1, Fault::kFail, 1, "-wal"});
  EXPECT_THAT(log->Commit(maker.NextBatch(1), view), Not(IsOk()));
  vfs_.SetContents(dir_.File("log.db-wal"), "");
  EXPECT_THAT(log->Recover(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(log->Recover(), StatusIs(absl::StatusCode::kDataLoss));
}

// If commits never pause, SQLite never resets the WAL by itself; Maintain does that.
TEST_P(SqliteLogDiskTest, TheWalStaysBounded) {
  const std::unique_ptr<Log> log = Open();
  CommitMaker maker(&ids_);
  CountingView view;
  size_t largest = 0;
  for (int i = 0; i < 40; ++i) {
    ASSERT_THAT(log->Commit(maker.NextBatch(1, 4 << 20), view), IsOk());
    ASSERT_THAT(log->Commit(maker.NextBatch(1, 100), view), IsOk());
    ASSERT_THAT(log->Maintain(), IsOk());
    largest = std::max(largest, vfs_.Contents(dir_.File("log.db-wal"))->size());
  }
  EXPECT_LT(largest, size_t{80} << 20);
  EXPECT_EQ(log->head(), 80);
}

}  // namespace
}  // namespace jumelage
