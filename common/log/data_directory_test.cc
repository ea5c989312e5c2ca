#include "common/log/data_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;

TEST(DirectoryLockTest, ASecondAcquireNamesTheHolder) {
  TempDir dir;
  auto first = DirectoryLock::Acquire(dir.path());
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(DirectoryLock::Acquire(dir.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr(absl::StrCat("in use by process ", getpid()))));
  first->reset();
  EXPECT_THAT(DirectoryLock::Acquire(dir.path()), IsOk());
}

TEST(DirectoryLockTest, ReportsWhyItCannotLock) {
  TempDir dir;
  EXPECT_THAT(DirectoryLock::Acquire(dir.File("missing")),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("No such file")));
}

TEST(MakeDirectoryTest, MakesParentsOnce) {
  TempDir dir;
  const std::string path = dir.File("a/b//c");
  EXPECT_THAT(MakeDirectory(path), IsOk());
  EXPECT_THAT(MakeDirectory(path), IsOk());
  EXPECT_THAT(MakeDirectory(path + "/"), IsOk());
  struct stat info;
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_TRUE(S_ISDIR(info.st_mode));
  // The directory contains personal data, so other users must not have access.
  EXPECT_EQ(info.st_mode & 0007, 0u);
}

TEST(MakeDirectoryTest, ReportsWhatIsInTheWay) {
  TempDir dir;
  WriteFileBytes(dir.File("file"), "x");
  EXPECT_THAT(MakeDirectory(dir.File("file")),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("Not a directory")));
  EXPECT_THAT(MakeDirectory(dir.File("file/below")), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(MakeDirectory(""), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST(FormatTest, IsReadAsWritten) {
  TempDir dir;
  EXPECT_THAT(ReadFormat(dir.path()), IsOkAndHolds(Eq(std::nullopt)));
  ASSERT_THAT(WriteFormat(dir.path(), {"registry", "some-id"}), IsOk());
  EXPECT_EQ(ReadFileBytes(dir.File("FORMAT")), "format: 1\nservice: registry\nlog_id: some-id\n");
  const auto format = ReadFormat(dir.path());
  ASSERT_THAT(format, IsOk());
  ASSERT_TRUE(format->has_value());
  EXPECT_EQ((*format)->service, "registry");
  EXPECT_EQ((*format)->log_id, "some-id");
}

// A newer program may write keys that this one does not understand.
TEST(FormatTest, RefusesANewerOneByItsNumberAlone) {
  TempDir dir;
  WriteFileBytes(dir.File("FORMAT"), "format: 2\nshape: round\n");
  EXPECT_THAT(ReadFormat(dir.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("format 2")));
}

TEST(FormatTest, RefusesADamagedOne) {
  for (const char* text : {"", "format: x\n", "format: 0\nservice: a\nlog_id: b\n",
                           "format: 1\nservice: registry\n", "format: 1\nlog_id: b\n", "\xff"}) {
    TempDir dir;
    WriteFileBytes(dir.File("FORMAT"), text);
    EXPECT_THAT(ReadFormat(dir.path()),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("damaged")))
        << text;
  }
}

}  // namespace
}  // namespace jumelage
