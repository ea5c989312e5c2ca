#include "common/sqlite/database.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/base/status_macros.h"
#include "common/testing/fault_vfs.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sqlite3.h"

namespace jumelage::sqlite {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class DatabaseTest : public testing::Test {
 protected:
  std::unique_ptr<Database> Open(const OpenOptions& options = {}) {
    auto db = Database::Open(dir_.File("test.db"), options);
    EXPECT_THAT(db, IsOk());
    return *std::move(db);
  }
  std::unique_ptr<Database> OpenWithTable(const OpenOptions& options = {}) {
    std::unique_ptr<Database> db = Open(options);
    EXPECT_THAT(db->Exec("CREATE TABLE IF NOT EXISTS t(k INTEGER PRIMARY KEY, v)"), IsOk());
    return db;
  }
  static Value Scalar(Database& db, absl::string_view sql) {
    auto statement = db.Prepare(sql);
    EXPECT_THAT(statement, IsOk());
    EXPECT_THAT(statement->Step(), IsOkAndHolds(true));
    return statement->Column(0);
  }

  TempDir dir_;
};

TEST_F(DatabaseTest, HasTheDocumentedSettings) {
  OpenOptions options;
  options.page_size = 8192;
  const auto db = OpenWithTable(options);
  EXPECT_EQ(Scalar(*db, "PRAGMA journal_mode"), Value("wal"));
  EXPECT_EQ(Scalar(*db, "PRAGMA synchronous"), Value(int64_t{2}));
  EXPECT_EQ(Scalar(*db, "PRAGMA page_size"), Value(int64_t{8192}));
  EXPECT_EQ(Scalar(*db, "PRAGMA trusted_schema"), Value(int64_t{0}));
  options.synchronous = Synchronous::kOff;
  EXPECT_EQ(Scalar(*Open(options), "PRAGMA synchronous"), Value(int64_t{0}));
}

TEST_F(DatabaseTest, ReturnsEachKindOfValue) {
  const auto db = OpenWithTable();
  const std::vector<Value> values = {
      std::monostate(), int64_t{-7}, 0.25, std::string("é\0x", 4), Blob{std::string("\x00\xff", 2)},
      std::string(),    Blob{}};
  for (size_t i = 0; i < values.size(); ++i) {
    ASSERT_THAT(db->Run("INSERT INTO t VALUES(?1, ?2)", {static_cast<int64_t>(i), values[i]}),
                IsOk());
  }
  auto statement = db->Prepare("SELECT v FROM t ORDER BY k");
  ASSERT_THAT(statement, IsOk());
  for (const Value& value : values) {
    ASSERT_THAT(statement->Step(), IsOkAndHolds(true));
    EXPECT_EQ(statement->Column(0), value);
    EXPECT_EQ(statement->ColumnIsNull(0), std::holds_alternative<std::monostate>(value));
  }
  EXPECT_THAT(statement->Step(), IsOkAndHolds(false));
}

TEST_F(DatabaseTest, BindsEmptyViewsAsEmptyText) {
  const auto db = OpenWithTable();
  auto statement = db->Prepare("INSERT INTO t VALUES(1, ?1)");
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(statement->BindText(1, absl::string_view()).Run(), IsOk());
  EXPECT_EQ(Scalar(*db, "SELECT v FROM t"), Value(std::string()));
}

TEST_F(DatabaseTest, StatementsWithTheSameTextAreIndependent) {
  const auto db = OpenWithTable();
  ASSERT_THAT(db->Exec("INSERT INTO t VALUES(1, 'a'), (2, 'b')"), IsOk());
  constexpr absl::string_view kSql = "SELECT v FROM t ORDER BY k";
  auto outer = db->Prepare(kSql);
  ASSERT_THAT(outer, IsOk());
  ASSERT_THAT(outer->Step(), IsOkAndHolds(true));
  {
    auto inner = db->Prepare(kSql);
    ASSERT_THAT(inner, IsOk());
    EXPECT_THAT(inner->Step(), IsOkAndHolds(true));
    EXPECT_EQ(inner->ColumnText(0), "a");
  }
  EXPECT_THAT(outer->Step(), IsOkAndHolds(true));
  EXPECT_EQ(outer->ColumnText(0), "b");
}

TEST_F(DatabaseTest, AStatementLeftEarlyHoldsNoSnapshot) {
  const auto db = OpenWithTable();
  const auto reader = Open();
  ASSERT_THAT(db->Exec("INSERT INTO t VALUES(1, 'a'), (2, 'b')"), IsOk());
  {
    auto statement = reader->Prepare("SELECT v FROM t");
    ASSERT_THAT(statement->Step(), IsOkAndHolds(true));
  }
  ASSERT_THAT(db->Exec("DELETE FROM t"), IsOk());
  EXPECT_EQ(Scalar(*reader, "SELECT count(*) FROM t"), Value(int64_t{0}));
}

TEST_F(DatabaseTest, PreparesMoreStatementsThanItKeeps) {
  const auto db = Open();
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(Scalar(*db, absl::StrCat("SELECT ", i)), Value(int64_t{i}));
  }
}

TEST_F(DatabaseTest, ReportsAFailedBindWhenStepping) {
  const auto db = Open();
  auto statement = db->Prepare("SELECT ?1");
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(statement->BindInt(2, 7).BindInt(1, 7).Step(),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("binding")));
  statement->Reset();
  EXPECT_THAT(statement->BindInt(1, 7).Step(), IsOkAndHolds(true));
}

TEST_F(DatabaseTest, NamesAMistakeInSql) {
  const auto db = Open();
  EXPECT_THAT(db->Prepare("SELEC 1"), StatusIs(absl::StatusCode::kInternal, HasSubstr("SELEC")));
  EXPECT_THAT(db->Prepare("  "), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(DatabaseTest, ReportsTransactionsAndChanges) {
  const auto db = OpenWithTable();
  EXPECT_FALSE(db->InTransaction());
  ASSERT_THAT(db->Exec("BEGIN IMMEDIATE"), IsOk());
  EXPECT_TRUE(db->InTransaction());
  ASSERT_THAT(db->Exec("INSERT INTO t VALUES(1, 'a'), (2, 'b')"), IsOk());
  EXPECT_EQ(db->Changes(), 2);
  ASSERT_THAT(db->Exec("ROLLBACK"), IsOk());
  EXPECT_FALSE(db->InTransaction());
  EXPECT_EQ(Scalar(*db, "SELECT count(*) FROM t"), Value(int64_t{0}));
}

TEST_F(DatabaseTest, RefusesASecondRowWithTheSameKey) {
  const auto db = OpenWithTable();
  ASSERT_THAT(db->Run("INSERT INTO t VALUES(1, 'a')", {}), IsOk());
  EXPECT_THAT(db->Run("INSERT INTO t VALUES(1, 'b')", {}),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(db->LastError(), SQLITE_CONSTRAINT_PRIMARYKEY);
}

TEST_F(DatabaseTest, AReaderSeesCommitsAndCannotWrite) {
  const auto db = OpenWithTable();
  OpenOptions options;
  options.read_only = true;
  const auto reader = Open(options);
  ASSERT_THAT(db->Run("INSERT INTO t VALUES(1, 'a')", {}), IsOk());
  EXPECT_EQ(Scalar(*reader, "SELECT v FROM t"), Value("a"));
  EXPECT_THAT(reader->Run("DELETE FROM t", {}), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(DatabaseTest, RefusesAMissingFileUnlessItMayCreateIt) {
  OpenOptions options;
  options.create = false;
  EXPECT_THAT(Database::Open(dir_.File("missing.db"), options),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  options.read_only = true;
  EXPECT_THAT(Database::Open(dir_.File("missing.db"), options),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(DatabaseTest, RefusesAFileThatIsNotADatabase) {
  WriteFileBytes(dir_.File("test.db"), std::string(8192, 'x'));
  EXPECT_THAT(Database::Open(dir_.File("test.db"), {}), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DatabaseTest, RefusesAnUnknownVfs) {
  OpenOptions options;
  options.vfs = "no such vfs";
  EXPECT_THAT(Database::Open(dir_.File("test.db"), options), Not(IsOk()));
}

TEST_F(DatabaseTest, ATruncatingCheckpointEmptiesTheWal) {
  OpenOptions options;
  options.wal_autocheckpoint_pages = 0;
  const auto db = OpenWithTable(options);
  ASSERT_THAT(db->Run("INSERT INTO t VALUES(1, zeroblob(100000))", {}), IsOk());
  EXPECT_GT(ReadFileBytes(dir_.File("test.db-wal")).size(), 100000u);
  EXPECT_THAT(db->Checkpoint(/*truncate=*/true), IsOkAndHolds(0));
  EXPECT_EQ(ReadFileBytes(dir_.File("test.db-wal")).size(), 0u);
}

TEST_F(DatabaseTest, ARestartedWalIsWrittenFromItsStart) {
  OpenOptions options;
  options.wal_autocheckpoint_pages = 0;
  const auto db = OpenWithTable(options);
  ASSERT_THAT(db->Run("INSERT INTO t VALUES(1, zeroblob(100000))", {}), IsOk());
  const size_t size = ReadFileBytes(dir_.File("test.db-wal")).size();
  ASSERT_THAT(db->RestartWal(), IsOk());
  EXPECT_GT(db->wal_frames(), 20);
  ASSERT_THAT(db->Run("INSERT INTO t VALUES(2, zeroblob(10000))", {}), IsOk());
  EXPECT_EQ(ReadFileBytes(dir_.File("test.db-wal")).size(), size);
  ASSERT_THAT(db->Checkpoint(/*truncate=*/false), IsOkAndHolds(0));
  EXPECT_LT(db->wal_frames(), 20);
}

TEST_F(DatabaseTest, CanKeepTheWalOnClose) {
  OpenOptions options;
  options.wal_autocheckpoint_pages = 0;
  options.checkpoint_on_close = false;
  OpenWithTable(options).reset();
  EXPECT_NE(ReadFileBytes(dir_.File("test.db-wal")), "");
  OpenWithTable().reset();
  EXPECT_EQ(ReadFileBytes(dir_.File("test.db-wal")), "");
}

TEST_F(DatabaseTest, InterruptEndsALongQuery) {
  const auto db = Open();
  // Repeats the interrupt, since it has no effect before the query begins.
  bool done = false;
  Mutex mu;
  std::thread interrupter([&] {
    while (true) {
      db->Interrupt();
      MutexLock lock(&mu);
      if (done) return;
    }
  });
  const absl::Status status = db->Run(
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n", {});
  {
    MutexLock lock(&mu);
    done = true;
  }
  interrupter.join();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kCancelled));
}

// Commits a transaction during which the disk fills up, with or without reserved space.
class ReserveWalTest : public testing::TestWithParam<int64_t> {
 protected:
  absl::Status CommitOnAFullDisk(bool reserve) {
    OpenOptions options;
    options.vfs = vfs_.name();
    options.synchronous = Synchronous::kOff;
    options.wal_autocheckpoint_pages = 0;
    options.cache_kib = GetParam();
    auto opened = Database::Open("/disk/t.db", options);
    EXPECT_THAT(opened, IsOk());
    Database& db = **opened;
    EXPECT_THAT(db.Exec("CREATE TABLE t(k INTEGER PRIMARY KEY, v)"), IsOk());
    // Twice, since a rolled-back transaction must not use up the reserved space.
    for (const char* end : {"ROLLBACK", "COMMIT"}) {
      vfs_.SetFreeBytes(std::nullopt);
      EXPECT_THAT(db.Exec("BEGIN"), IsOk());
      for (int i = 0; i < 2000; ++i) {
        EXPECT_THAT(db.Run("INSERT INTO t VALUES(?, zeroblob(3000))", {int64_t{i}}), IsOk());
      }
      if (reserve) JUMELAGE_RETURN_IF_ERROR(db.ReserveWal());
      vfs_.SetFreeBytes(0);
      JUMELAGE_RETURN_IF_ERROR(db.Exec(end));
    }
    return absl::OkStatus();
  }

  FaultVfs vfs_;
};

TEST_P(ReserveWalTest, ACommitSucceedsOnAFullDisk) {
  EXPECT_THAT(CommitOnAFullDisk(/*reserve=*/true), IsOk());
}

TEST_P(ReserveWalTest, WithoutReservedSpaceAFullDiskEndsTheTransaction) {
  EXPECT_THAT(CommitOnAFullDisk(/*reserve=*/false), StatusIs(absl::StatusCode::kResourceExhausted));
}

// With all pages in memory, and with a cache so small that pages are written before the commit.
INSTANTIATE_TEST_SUITE_P(CacheKib, ReserveWalTest, ::testing::Values(int64_t{64} << 10, 256));

TEST(ReserveWalFullTest, ReportsAFullDiskAndLeavesTheTransaction) {
  FaultVfs vfs;
  OpenOptions options;
  options.vfs = vfs.name();
  const auto db = Database::Open("/disk/t.db", options);
  ASSERT_THAT(db, IsOk());
  ASSERT_THAT((*db)->Exec("CREATE TABLE t(k); BEGIN; INSERT INTO t VALUES(1)"), IsOk());
  vfs.SetFreeBytes(0);
  EXPECT_THAT((*db)->ReserveWal(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE((*db)->InTransaction());
  vfs.SetFreeBytes(std::nullopt);
  EXPECT_THAT((*db)->Exec("COMMIT"), IsOk());
}

// With the default VFS, the lengthened file is still a valid WAL that other connections can read.
TEST_F(DatabaseTest, ALengthenedWalIsStillReadable) {
  OpenOptions options;
  options.wal_autocheckpoint_pages = 0;
  options.checkpoint_on_close = false;
  auto db = OpenWithTable(options);
  ASSERT_THAT(db->Exec("BEGIN; INSERT INTO t VALUES(1, 'a')"), IsOk());
  const size_t before = ReadFileBytes(dir_.File("test.db-wal")).size();
  ASSERT_THAT(db->ReserveWal(), IsOk());
  EXPECT_GE(ReadFileBytes(dir_.File("test.db-wal")).size(), before + (size_t{1} << 20) / 2);
  ASSERT_THAT(db->Exec("COMMIT"), IsOk());
  EXPECT_EQ(Scalar(*Open(options), "SELECT count(*) FROM t"), Value(int64_t{1}));
  // Without the shared-memory file, SQLite reads the WAL from its bytes alone.
  db.reset();
  std::filesystem::remove(dir_.File("test.db-shm"));
  EXPECT_EQ(Scalar(*Open(options), "SELECT count(*) FROM t"), Value(int64_t{1}));
}

TEST(StatusFromSqliteTest, MapsByCode) {
  EXPECT_THAT(StatusFromSqlite(SQLITE_OK, "x"), IsOk());
  EXPECT_THAT(StatusFromSqlite(SQLITE_DONE, "x"), IsOk());
  const std::vector<std::pair<int, absl::StatusCode>> rows = {
      {SQLITE_BUSY, absl::StatusCode::kUnavailable},
      {SQLITE_LOCKED, absl::StatusCode::kUnavailable},
      {SQLITE_FULL, absl::StatusCode::kResourceExhausted},
      {SQLITE_CORRUPT, absl::StatusCode::kDataLoss},
      {SQLITE_NOTADB, absl::StatusCode::kDataLoss},
      {SQLITE_CONSTRAINT_UNIQUE, absl::StatusCode::kAlreadyExists},
      {SQLITE_CONSTRAINT_PRIMARYKEY, absl::StatusCode::kAlreadyExists},
      {SQLITE_CONSTRAINT_NOTNULL, absl::StatusCode::kInternal},
      {SQLITE_INTERRUPT, absl::StatusCode::kCancelled},
      {SQLITE_IOERR_FSYNC, absl::StatusCode::kUnavailable},
      {SQLITE_READONLY, absl::StatusCode::kFailedPrecondition},
      {SQLITE_CANTOPEN, absl::StatusCode::kFailedPrecondition},
      {SQLITE_PERM, absl::StatusCode::kFailedPrecondition},
      {SQLITE_NOMEM, absl::StatusCode::kInternal},
  };
  for (const auto& [code, expected] : rows) {
    EXPECT_THAT(StatusFromSqlite(code, "doing it"),
                StatusIs(expected, HasSubstr(absl::StrCat("SQLite code ", code))));
  }
}

}  // namespace
}  // namespace jumelage::sqlite
