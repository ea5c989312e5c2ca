#include "common/sqlite/files.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/sqlite/database.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage::sqlite {
namespace {

TEST(FilesTest, ReturnsTheSizeOfAFile) {
  TempDir dir;
  EXPECT_THAT(FileSize(dir.File("f"), ""), IsOkAndHolds(-1));
  WriteFileBytes(dir.File("f"), "");
  EXPECT_THAT(FileSize(dir.File("f"), ""), IsOkAndHolds(0));
  WriteFileBytes(dir.File("f"), "seven b");
  EXPECT_THAT(FileSize(dir.File("f"), ""), IsOkAndHolds(7));
}

TEST(FilesTest, DeletesAFileIfThereIsOne) {
  TempDir dir;
  EXPECT_THAT(DeleteFile(dir.File("f"), ""), IsOk());
  WriteFileBytes(dir.File("f"), "x");
  EXPECT_THAT(DeleteFile(dir.File("f"), ""), IsOk());
  EXPECT_THAT(FileSize(dir.File("f"), ""), IsOkAndHolds(-1));
}

TEST(FilesTest, ARewrittenWalIsTheSame) {
  TempDir dir;
  EXPECT_THAT(RewriteWal(dir.File("t.db-wal"), ""), IsOk());  // there is none
  OpenOptions options;
  options.checkpoint_on_close = false;
  options.wal_autocheckpoint_pages = 0;
  auto db = Database::Open(dir.File("t.db"), options);
  ASSERT_THAT(db, IsOk());
  ASSERT_THAT((*db)->Exec("CREATE TABLE t(v); INSERT INTO t VALUES(randomblob(3000000))"), IsOk());
  db->reset();
  const std::string before = ReadFileBytes(dir.File("t.db-wal"));
  ASSERT_GT(before.size(), 2u << 20);
  EXPECT_THAT(RewriteWal(dir.File("t.db-wal"), ""), IsOk());
  EXPECT_EQ(ReadFileBytes(dir.File("t.db-wal")), before);
}

TEST(FilesTest, RefusesAnUnknownVfs) {
  EXPECT_THAT(FileSize("x", "no such vfs"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(DeleteFile("x", "no such vfs"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(RewriteWal("x", "no such vfs"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace jumelage::sqlite
