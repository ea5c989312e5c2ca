#include "clients/cli/transfer/new_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "common/testing/temp_dir.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

TEST(NewFileTest, KeepsTheOldFileUntilTheNewOneIsComplete) {
  const TempDir directory;
  const std::string path = directory.File("export");
  WriteFileBytes(path, "old");
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  {
    NewFile file(path);
    ASSERT_TRUE(file.Open());
    file.stream() << "new" << std::flush;
    EXPECT_EQ(ReadFileBytes(path), "old");
    ASSERT_TRUE(file.Commit());
  }
  EXPECT_EQ(ReadFileBytes(path), "new");
  EXPECT_FALSE(Exists(path + ".new"));
  struct stat status;
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600) << "the permissions stay the same";
}

TEST(NewFileTest, RemovesAFileThatIsNotCommitted) {
  const TempDir directory;
  const std::string path = directory.File("export");
  WriteFileBytes(path, "old");
  {
    NewFile file(path);
    ASSERT_TRUE(file.Open());
    file.stream() << "half" << std::flush;
  }
  EXPECT_EQ(ReadFileBytes(path), "old");
  EXPECT_FALSE(Exists(path + ".new"));
}

TEST(NewFileTest, KeepsLinksAndDevices) {
  const TempDir directory;
  const std::string path = directory.File("export");
  const std::string link = directory.File("link");
  WriteFileBytes(path, "old");
  ASSERT_EQ(symlink(path.c_str(), link.c_str()), 0);
  NewFile file(link);
  ASSERT_TRUE(file.Open());
  file.stream() << "new";
  ASSERT_TRUE(file.Commit());
  EXPECT_EQ(ReadFileBytes(path), "new");
  char target[4096];
  EXPECT_GT(readlink(link.c_str(), target, sizeof(target)), 0);

  NewFile null("/dev/null");
  ASSERT_TRUE(null.Open());
  null.stream() << "gone";
  ASSERT_TRUE(null.Commit());
  EXPECT_FALSE(Exists("/dev/null.new"));
}

TEST(NewFileTest, ReportsThatAFileCannotBeWritten) {
  EXPECT_FALSE(NewFile("/nonexistent/file").Open());
  NewFile full("/dev/full");
  ASSERT_TRUE(full.Open());
  full.stream() << "too much";
  EXPECT_FALSE(full.Commit());
}

}  // namespace
}  // namespace jumelage::cli
