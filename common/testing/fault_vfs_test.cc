#include "common/testing/fault_vfs.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/sqlite/database.h"
#include "common/sqlite/files.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sqlite3.h"

namespace jumelage {
namespace {

using sqlite::Database;
using ::testing::Not;

constexpr char kPath[] = "/disk/t.db";

class FaultVfsTest : public testing::Test {
 protected:
  std::unique_ptr<Database> Open(sqlite::Synchronous synchronous = sqlite::Synchronous::kFull,
                                 bool read_only = false) {
    sqlite::OpenOptions options;
    options.vfs = vfs_.name();
    options.synchronous = synchronous;
    options.read_only = read_only;
    options.wal_autocheckpoint_pages = 0;
    options.checkpoint_on_close = false;
    auto db = Database::Open(kPath, options);
    EXPECT_THAT(db, IsOk());
    return db.ok() ? *std::move(db) : nullptr;
  }
  std::unique_ptr<Database> OpenWithTable() {
    std::unique_ptr<Database> db = Open();
    EXPECT_THAT(db->Exec("CREATE TABLE t(k INTEGER PRIMARY KEY, v)"), IsOk());
    EXPECT_THAT(db->Checkpoint(/*truncate=*/true), IsOk());
    return db;
  }
  static absl::Status Insert(Database& db, int64_t key, int64_t bytes = 100) {
    return db.Run("INSERT INTO t VALUES(?1, zeroblob(?2))", {key, bytes});
  }
  static int64_t Count(Database& db) {
    auto statement = db.Prepare("SELECT count(*) FROM t");
    EXPECT_THAT(statement, IsOk());
    EXPECT_THAT(statement->Step(), IsOkAndHolds(true));
    return statement->ColumnInt(0);
  }
  // Returns the number of rows after a power failure and a restart.
  int64_t CountAfterPowerLoss(std::unique_ptr<Database> db, PowerLoss loss) {
    vfs_.Kill(loss);
    db.reset();
    vfs_.Restart();
    return Count(*Open());
  }

  FaultVfs vfs_;
};

TEST_F(FaultVfsTest, ServesSeveralConnections) {
  const auto writer = OpenWithTable();
  const auto reader = Open(sqlite::Synchronous::kFull, /*read_only=*/true);
  for (int64_t i = 0; i < 100; ++i) {
    ASSERT_THAT(Insert(*writer, i, 10000), IsOk());
    EXPECT_EQ(Count(*reader), i + 1);
  }
  // A reader keeps its snapshot during writes and checkpoints.
  auto statement = reader->Prepare("SELECT k FROM t");
  ASSERT_THAT(statement->Step(), IsOkAndHolds(true));
  ASSERT_THAT(writer->Exec("DELETE FROM t"), IsOk());
  EXPECT_THAT(writer->Checkpoint(/*truncate=*/false), IsOk());
  int rows = 1;
  for (absl::StatusOr<bool> row = statement->Step(); row.ok() && *row; row = statement->Step()) {
    ++rows;
  }
  EXPECT_EQ(rows, 100);
}

TEST_F(FaultVfsTest, ExcludesASecondWriter) {
  const auto first = OpenWithTable();
  const auto second = Open();
  ASSERT_THAT(second->Exec("PRAGMA busy_timeout = 0"), IsOk());
  ASSERT_THAT(first->Exec("BEGIN IMMEDIATE"), IsOk());
  EXPECT_THAT(second->Exec("BEGIN IMMEDIATE"), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(first->Exec("COMMIT"), IsOk());
  EXPECT_THAT(second->Exec("BEGIN IMMEDIATE; COMMIT"), IsOk());
}

TEST_F(FaultVfsTest, ServesThreads) {
  OpenWithTable().reset();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      const auto db = Open();
      for (int64_t i = 0; i < 50; ++i) {
        EXPECT_THAT(Insert(*db, int64_t{t} * 1000 + i), IsOk());
        Count(*db);
      }
      EXPECT_THAT(db->Checkpoint(/*truncate=*/false), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Count(*Open()), 200);
}

TEST_F(FaultVfsTest, ASyncedCommitSurvives) {
  auto db = OpenWithTable();
  ASSERT_THAT(Insert(*db, 1), IsOk());
  EXPECT_EQ(CountAfterPowerLoss(std::move(db), PowerLoss::kForgetAll), 1);
}

TEST_F(FaultVfsTest, AnUnsyncedCommitIsLost) {
  OpenWithTable().reset();
  auto db = Open(sqlite::Synchronous::kOff);
  ASSERT_THAT(Insert(*db, 1), IsOk());
  EXPECT_EQ(Count(*db), 1);
  EXPECT_EQ(CountAfterPowerLoss(std::move(db), PowerLoss::kForgetAll), 0);
}

TEST_F(FaultVfsTest, FilesOpenAtALossOfPowerStayUnusable) {
  const auto db = OpenWithTable();
  vfs_.Kill(PowerLoss::kForgetAll);
  EXPECT_TRUE(vfs_.killed());
  EXPECT_THAT(Insert(*db, 1), Not(IsOk()));
  sqlite::OpenOptions options;
  options.vfs = vfs_.name();
  EXPECT_THAT(Database::Open(kPath, options), Not(IsOk()));
  vfs_.Restart();
  EXPECT_THAT(Insert(*db, 1), Not(IsOk()));
  const auto other = Open();
  EXPECT_THAT(Insert(*other, 1), IsOk());
  EXPECT_THAT(Insert(*db, 2), Not(IsOk()));
}

TEST_F(FaultVfsTest, FailsThePlannedOperation) {
  const auto db = OpenWithTable();
  vfs_.Inject({FileOperation::kWrite, 2, Fault::kFail, 1, "-wal"});
  EXPECT_THAT(Insert(*db, 1, 20000), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(db->LastError(), SQLITE_IOERR_WRITE);
  EXPECT_EQ(vfs_.struck(), 1);
  EXPECT_THAT(Insert(*db, 1, 20000), IsOk());
}

TEST_F(FaultVfsTest, LeavesOtherFilesAlone) {
  const auto db = OpenWithTable();
  vfs_.Inject({FileOperation::kWrite, 1, Fault::kFail, 1, "other.db"});
  EXPECT_THAT(Insert(*db, 1), IsOk());
  EXPECT_EQ(vfs_.struck(), 0);
}

TEST_F(FaultVfsTest, CountsOperations) {
  const auto db = OpenWithTable();
  const int64_t syncs = vfs_.count(FileOperation::kSync);
  const int64_t changes = vfs_.changes();
  ASSERT_THAT(Insert(*db, 1), IsOk());
  EXPECT_GE(vfs_.count(FileOperation::kSync), syncs + 1);
  EXPECT_GT(vfs_.changes(), changes + 1);
}

// As observed on a real disk: SQLite fails the commit after a failed sync, but the commit is there
// after a restart.
TEST_F(FaultVfsTest, AFailedSyncMayHaveKeptTheCommit) {
  auto db = OpenWithTable();
  ASSERT_THAT(Insert(*db, 1), IsOk());
  vfs_.Inject({FileOperation::kSync, 1, Fault::kFailKeep, 9, "-wal"});
  EXPECT_THAT(Insert(*db, 2), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(db->LastError(), SQLITE_IOERR_FSYNC);
  EXPECT_EQ(CountAfterPowerLoss(std::move(db), PowerLoss::kForgetAll), 2);
}

TEST_F(FaultVfsTest, AFailedSyncMayHaveLostTheCommit) {
  auto db = OpenWithTable();
  ASSERT_THAT(Insert(*db, 1), IsOk());
  vfs_.Inject({FileOperation::kSync, 1, Fault::kFailRevert, 9, "-wal"});
  EXPECT_THAT(Insert(*db, 2), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(CountAfterPowerLoss(std::move(db), PowerLoss::kForgetAll), 1);
}

// After a failed sync, the data can still be read and the next sync succeeds, but the data never
// reaches the disk. Rewriting the WAL before the next sync prevents this.
TEST_F(FaultVfsTest, AFailedSyncMayHaveMarkedPagesClean) {
  for (const bool rewritten : {false, true}) {
    SCOPED_TRACE(rewritten);
    FaultVfs vfs;
    sqlite::OpenOptions options;
    options.vfs = vfs.name();
    options.wal_autocheckpoint_pages = 0;
    options.checkpoint_on_close = false;
    const auto open = [&] {
      auto db = Database::Open(kPath, options);
      EXPECT_THAT(db, IsOk());
      return *std::move(db);
    };
    auto db = open();
    ASSERT_THAT(db->Exec("CREATE TABLE t(k INTEGER PRIMARY KEY, v)"), IsOk());
    vfs.Inject({FileOperation::kSync, 1, Fault::kFailLose, 1, "-wal"});
    EXPECT_THAT(Insert(*db, 1), Not(IsOk()));
    db.reset();
    if (rewritten) {
      ASSERT_THAT(sqlite::RewriteWal(absl::StrCat(kPath, "-wal"), vfs.name()), IsOk());
    }
    db = open();
    ASSERT_EQ(Count(*db), 1);
    ASSERT_THAT(Insert(*db, 2), IsOk());  // the sync succeeds
    vfs.Kill(PowerLoss::kForgetAll);
    db.reset();
    vfs.Restart();
    EXPECT_EQ(Count(*open()), rewritten ? 2 : 0);
  }
}

// As on Linux, the failure is reported once to every open handle of the file.
TEST_F(FaultVfsTest, AFailedSyncIsReportedToEachOpenFile) {
  const auto db = OpenWithTable();
  const auto other = Open();
  ASSERT_EQ(Count(*other), 0);
  ASSERT_THAT(Insert(*db, 1), IsOk());
  vfs_.Inject({FileOperation::kSync, 1, Fault::kFailLose, 1, "-wal"});
  EXPECT_THAT(other->Checkpoint(/*truncate=*/false), Not(IsOk()));
  EXPECT_THAT(Insert(*db, 2), Not(IsOk()));
  EXPECT_EQ(vfs_.struck(), 1);
}

TEST_F(FaultVfsTest, ALyingDiskLosesCommitsAtALossOfPower) {
  auto db = OpenWithTable();
  vfs_.Inject({FileOperation::kSync, 1, Fault::kDrop, 100, ""});
  ASSERT_THAT(Insert(*db, 1), IsOk());
  EXPECT_EQ(Count(*db), 1);
  EXPECT_EQ(CountAfterPowerLoss(std::move(db), PowerLoss::kForgetAll), 0);
}

TEST_F(FaultVfsTest, ATornWriteIsNotACommit) {
  auto db = OpenWithTable();
  vfs_.Inject({FileOperation::kWrite, 1, Fault::kTear, 1, "-wal"});
  EXPECT_THAT(Insert(*db, 1), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(CountAfterPowerLoss(std::move(db), PowerLoss::kKeepSome), 0);
}

TEST_F(FaultVfsTest, AFullDiskRefusesUntilThereIsSpace) {
  const auto db = OpenWithTable();
  ASSERT_THAT(Insert(*db, 1), IsOk());
  vfs_.SetFreeBytes(5000);
  EXPECT_THAT(Insert(*db, 2, 50000), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(Count(*db), 1);
  vfs_.SetFreeBytes(std::nullopt);
  EXPECT_THAT(Insert(*db, 2, 50000), IsOk());
}

TEST_F(FaultVfsTest, AFileKeepsItsReservedSpace) {
  const auto db = OpenWithTable();
  ASSERT_THAT(db->Exec("BEGIN"), IsOk());
  EXPECT_THAT(Insert(*db, 1, 20000), IsOk());
  vfs_.SetFreeBytes(1000);
  EXPECT_THAT(db->ReserveWal(), StatusIs(absl::StatusCode::kResourceExhausted));
  vfs_.SetFreeBytes(1 << 20);
  EXPECT_THAT(db->ReserveWal(), IsOk());
  vfs_.SetFreeBytes(0);
  EXPECT_THAT(db->Exec("COMMIT"), IsOk());
  EXPECT_EQ(Count(*db), 1);
}

// SQLITE_FULL inside a savepoint ends the whole transaction, including released savepoints.
TEST_F(FaultVfsTest, AFullDiskEndsTheTransaction) {
  const auto db = OpenWithTable();
  ASSERT_THAT(db->Exec("PRAGMA cache_size = 5"), IsOk());
  ASSERT_THAT(db->Exec("BEGIN; SAVEPOINT a"), IsOk());
  ASSERT_THAT(Insert(*db, 1), IsOk());
  ASSERT_THAT(db->Exec("RELEASE a; SAVEPOINT b"), IsOk());
  vfs_.SetFreeBytes(5000);
  EXPECT_THAT(Insert(*db, 2, 500000), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_FALSE(db->InTransaction());
  EXPECT_EQ(Count(*db), 0);
}

// SQLite's own guarantee always holds: every acknowledged commit is there, and the next one is
// there completely or not at all.
TEST(FaultVfsSeededTest, AKillAnywhereKeepsAcknowledgedCommits) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    FaultVfs vfs(seed);
    sqlite::OpenOptions options;
    options.vfs = vfs.name();
    options.wal_autocheckpoint_pages = 20;
    auto db = Database::Open(kPath, options);
    ASSERT_THAT(db, IsOk());
    ASSERT_THAT((*db)->Exec("CREATE TABLE t(k INTEGER PRIMARY KEY, v)"), IsOk());
    FaultPlan plan;
    plan.countdown = static_cast<int64_t>(seed % 97) + 1;
    plan.fault = Fault::kKill;
    plan.loss = seed % 3 == 0 ? PowerLoss::kForgetAll : PowerLoss::kKeepSome;
    vfs.Inject(plan);
    int64_t acknowledged = 0;
    while ((*db)->Run("INSERT INTO t VALUES(?1, zeroblob(9000))", {acknowledged + 1}).ok()) {
      ++acknowledged;
      ASSERT_LT(acknowledged, 1000);
    }
    EXPECT_TRUE(vfs.killed());
    db->reset();
    vfs.Restart();
    db = Database::Open(kPath, options);
    ASSERT_THAT(db, IsOk());
    auto statement = (*db)->Prepare("SELECT count(*), max(k) FROM t");
    ASSERT_THAT(statement->Step(), IsOkAndHolds(true));
    EXPECT_GE(statement->ColumnInt(0), acknowledged);
    EXPECT_LE(statement->ColumnInt(0), acknowledged + 1);
    auto check = (*db)->Prepare("PRAGMA integrity_check");
    ASSERT_THAT(check->Step(), IsOkAndHolds(true));
    EXPECT_EQ(check->ColumnText(0), "ok");
  }
}

}  // namespace
}  // namespace jumelage
