// Runs the suite on the embedded log: once on the real file system, and once on a simulated disk
// that can fail.
#include "common/log/sqlite_log.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "common/testing/commits.h"
#include "common/testing/fault_vfs.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/log/log_test_bed.h"

namespace jumelage {
namespace {

using ::testing::HasSubstr;

constexpr char kOneAppender[] = "a data directory is opened once, by one process";

// The common part of both test beds: a log in a directory, accessed through the SQLite VFS that
// VfsName returns.
class SqliteLogTestBed : public LogTestBed {
 public:
  absl::StatusOr<std::unique_ptr<Log>> Open() override {
    SqliteLogOptions options;
    options.data_dir = dir_.path();
    options.service = "registry";
    options.vfs = VfsName();
    return OpenSqliteLog(options);
  }
  void Tamper(Revision revision) override {
    // Move everything into the database first. If the WAL were damaged instead, SQLite would ignore
    // it from the damaged frame on, as if the rest had never been written.
    sqlite::OpenOptions options;
    options.vfs = VfsName();
    auto db = sqlite::Database::Open(DatabasePath(), options);
    ASSERT_THAT(db, IsOk());
    ASSERT_THAT((*db)->Checkpoint(/*truncate=*/true), IsOk());
    db->reset();
    std::string bytes = ReadDatabaseFile("");
    const size_t place = bytes.find(absl::StrCat("cities/c", revision));
    ASSERT_NE(place, std::string::npos);
    bytes[place] ^= 1;
    WriteDatabaseFile(bytes);
  }
  void RaiseFormat() override {
    WriteFileBytes(dir_.File("FORMAT"), "format: 2\nservice: registry\nlog_id: x\n");
  }
  std::string StoredBytes() override {
    return absl::StrCat(ReadDatabaseFile(""), "|", ReadDatabaseFile("-wal"), "|",
                        ReadFileBytes(dir_.File("FORMAT")));
  }

 protected:
  virtual std::string VfsName() const = 0;
  virtual std::string ReadDatabaseFile(const std::string& suffix) const = 0;
  virtual void WriteDatabaseFile(const std::string& bytes) = 0;
  std::string DatabasePath() const { return dir_.File("log.db"); }

  TempDir dir_;
};

class FileTestBed : public SqliteLogTestBed {
 public:
  std::string Lacks(LogCapability capability) const override {
    switch (capability) {
      case LogCapability::kPowerLoss:
      case LogCapability::kFullDisk:
      case LogCapability::kFailedSync:
        return "the machine's own disk can't be made to fail; the bed Fault can";
      case LogCapability::kAppenders:
        return kOneAppender;
      default:
        return "";
    }
  }

 private:
  std::string VfsName() const override { return ""; }
  std::string ReadDatabaseFile(const std::string& suffix) const override {
    return ReadFileBytes(DatabasePath() + suffix);
  }
  void WriteDatabaseFile(const std::string& bytes) override {
    WriteFileBytes(DatabasePath(), bytes);
  }
};

class FaultTestBed : public SqliteLogTestBed {
 public:
  std::string Lacks(LogCapability capability) const override {
    return capability == LogCapability::kAppenders ? kOneAppender : "";
  }
  void LosePower(PowerLoss loss) override {
    vfs_.Kill(loss);
    vfs_.Restart();
  }
  void SetDiskFull(bool full) override {
    vfs_.SetFreeBytes(full ? std::optional<int64_t>(0) : std::nullopt);
  }
  void FailNextSync(SyncOutcome outcome) override {
    FaultPlan plan;
    plan.operation = FileOperation::kSync;
    plan.fault = outcome == SyncOutcome::kKept ? Fault::kFailLose : Fault::kFailRevert;
    vfs_.Inject(plan);
  }

 private:
  std::string VfsName() const override { return vfs_.name(); }
  std::string ReadDatabaseFile(const std::string& suffix) const override {
    return vfs_.Contents(DatabasePath() + suffix).value_or("");
  }
  void WriteDatabaseFile(const std::string& bytes) override {
    vfs_.SetContents(DatabasePath(), bytes);
  }

  FaultVfs vfs_;
};

INSTANTIATE_TEST_SUITE_P(
    Sqlite, LogConformanceTest,
    testing::Values(LogTestBedMaker{"File", [] { return std::make_unique<FileTestBed>(); }},
                    LogTestBedMaker{"Fault", [] { return std::make_unique<FaultTestBed>(); }}),
    [](const auto& info) { return info.param.name; });

// --- The data directory, which other logs don't have ---

class SqliteLogDirectoryTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Log>> Open(const std::string& service = "registry") {
    SqliteLogOptions options;
    options.data_dir = dir_.path();
    options.service = service;
    return OpenSqliteLog(options);
  }
  void CommitOne() {
    const auto log = Open();
    ASSERT_THAT(log, IsOk());
    CommitMaker maker(IdSource::Real(), **log);
    CountingView view;
    ASSERT_THAT((*log)->Commit(maker.NextBatch(1), view), IsOk());
  }

  TempDir dir_;
};

TEST_F(SqliteLogDirectoryTest, ADirectoryOfAnotherServiceIsRefused) {
  CommitOne();
  EXPECT_THAT(Open("projects"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("a data directory of registry, not of projects")));
}

TEST_F(SqliteLogDirectoryTest, ALogWithoutFormatIsRefusedUntouched) {
  CommitOne();
  ASSERT_EQ(std::remove(dir_.File("FORMAT").c_str()), 0);
  const std::string before =
      ReadFileBytes(dir_.File("log.db")) + ReadFileBytes(dir_.File("log.db-wal"));
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no FORMAT")));
  EXPECT_EQ(ReadFileBytes(dir_.File("log.db")) + ReadFileBytes(dir_.File("log.db-wal")), before);
}

TEST_F(SqliteLogDirectoryTest, AFormatWithoutLogIsRefused) {
  CommitOne();
  ASSERT_EQ(std::remove(dir_.File("log.db").c_str()), 0);
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("missing")));
}

TEST_F(SqliteLogDirectoryTest, AnotherProgramsFileIsLeftAlone) {
  WriteFileBytes(dir_.File("log.db"), "these are the minutes of the twinning committee");
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReadFileBytes(dir_.File("log.db")), "these are the minutes of the twinning committee");
}

// An interrupted first start may leave an empty file, or a log without a FORMAT file.
TEST_F(SqliteLogDirectoryTest, AnInterruptedFirstStartCanBeRepeated) {
  WriteFileBytes(dir_.File("log.db"), "");
  CommitOne();
  EXPECT_EQ((*Open())->head(), 1);
  TempDir other;
  SqliteLogOptions options;
  options.data_dir = other.path();
  options.service = "registry";
  ASSERT_THAT(OpenSqliteLog(options), IsOk());
  ASSERT_EQ(std::remove(other.File("FORMAT").c_str()), 0);
  EXPECT_THAT(OpenSqliteLog(options), IsOk());
}

TEST_F(SqliteLogDirectoryTest, ADamagedDatabaseIsRefused) {
  CommitOne();
  std::string bytes = ReadFileBytes(dir_.File("log.db"));
  bytes.replace(0, 16, "not SQLite at al");
  WriteFileBytes(dir_.File("log.db"), bytes);
  WriteFileBytes(dir_.File("log.db-wal"), "");
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("log.db")));
}

TEST_F(SqliteLogDirectoryTest, ADirectoryThatCannotBeCreatedGetsAOneLineError) {
  WriteFileBytes(dir_.File("file"), "x");
  SqliteLogOptions options;
  options.data_dir = dir_.File("file/data");
  options.service = "registry";
  EXPECT_THAT(OpenSqliteLog(options),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("Not a directory")));
}

}  // namespace
}  // namespace jumelage
