#include "clients/cli/transfer/new_file.h"

#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::KilledBySignal;
using Unfinished = NewFile::Unfinished;

std::set<std::string> FilesIn(const TempDir& directory) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

// Takes the capabilities away from the calling thread while it lives, so that permissions apply to
// root too.
class WithoutPrivileges {
 public:
  WithoutPrivileges() {
    EXPECT_EQ(syscall(SYS_capget, &header_, before_), 0);
    __user_cap_data_struct without[2] = {before_[0], before_[1]};
    without[0].effective = without[1].effective = 0;
    EXPECT_EQ(syscall(SYS_capset, &header_, without), 0);
  }
  ~WithoutPrivileges() { EXPECT_EQ(syscall(SYS_capset, &header_, before_), 0); }

 private:
  __user_cap_header_struct header_ = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct before_[2] = {};
};

mode_t PermissionsOf(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777;
}

void Replace(const std::string& path, const std::string& bytes) {
  NewFile file(path);
  ASSERT_THAT(file.Open(), IsOk());
  file.stream() << bytes;
  ASSERT_THAT(file.Commit(), IsOk());
}

// The tests with this parameter hold for both kinds of file systems.
class UnfinishedFileTest : public testing::TestWithParam<Unfinished> {
 protected:
  const TempDir directory_;
  const std::string path_ = directory_.File("export");
};

INSTANTIATE_TEST_SUITE_P(Both, UnfinishedFileTest,
                         testing::Values(Unfinished::kNamelessIfPossible, Unfinished::kNamed),
                         [](const auto& test) {
                           return test.param == Unfinished::kNamed ? "Named" : "Nameless";
                         });

TEST_P(UnfinishedFileTest, KeepsTheOldFileUntilTheNewOneIsComplete) {
  WriteFileBytes(path_, "old");
  ASSERT_EQ(chmod(path_.c_str(), 0604), 0);
  NewFile file(path_, GetParam());
  ASSERT_THAT(file.Open(), IsOk());
  file.stream() << "new" << std::flush;
  EXPECT_EQ(ReadFileBytes(path_), "old");
  ASSERT_THAT(file.Commit(), IsOk());
  EXPECT_EQ(ReadFileBytes(path_), "new");
  EXPECT_THAT(FilesIn(directory_), ElementsAre("export"));
  EXPECT_EQ(PermissionsOf(path_), 0604u) << "the permissions stay the same";
}

TEST_P(UnfinishedFileTest, RemovesAFileThatIsNotCommitted) {
  WriteFileBytes(path_, "old");
  {
    NewFile file(path_, GetParam());
    ASSERT_THAT(file.Open(), IsOk());
    file.stream() << "half" << std::flush;
  }
  EXPECT_EQ(ReadFileBytes(path_), "old");
  EXPECT_THAT(FilesIn(directory_), ElementsAre("export"));
}

TEST_P(UnfinishedFileTest, TouchesNoOtherFile) {
  for (const char* name : {"export.new", "export.tmp", "export~", ".export"}) {
    WriteFileBytes(directory_.File(name), "precious");
  }
  NewFile file(path_, GetParam());
  ASSERT_THAT(file.Open(), IsOk());
  file.stream() << "new";
  ASSERT_THAT(file.Commit(), IsOk());
  EXPECT_THAT(FilesIn(directory_),
              ElementsAre(".export", "export", "export.new", "export.tmp", "export~"));
  for (const char* name : {"export.new", "export.tmp", "export~", ".export"}) {
    EXPECT_EQ(ReadFileBytes(directory_.File(name)), "precious") << name;
  }
}

TEST_P(UnfinishedFileTest, AMissingFileGetsThePermissionsOfTheUmask) {
  const mode_t before = umask(027);
  NewFile file(path_, GetParam());
  EXPECT_THAT(file.Open(), IsOk());
  umask(before);
  ASSERT_THAT(file.Commit(), IsOk());
  EXPECT_EQ(PermissionsOf(path_), 0640u);
}

TEST_P(UnfinishedFileTest, ASignalLeavesNothing) {
  WriteFileBytes(path_, "old");
  for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXFSZ}) {
    const auto interrupted = [&] {
      NewFile other(directory_.File("other"), GetParam());
      NewFile file(path_, GetParam());
      if (!other.Open().ok() || !file.Open().ok()) return;
      file.stream() << "half" << std::flush;
      raise(signal);
    };
    EXPECT_EXIT(interrupted(), KilledBySignal(signal), "");
    EXPECT_EQ(ReadFileBytes(path_), "old");
    EXPECT_THAT(FilesIn(directory_), ElementsAre("export")) << strsignal(signal);
  }
}

TEST_P(UnfinishedFileTest, ASignalThatIsIgnoredStaysIgnored) {
  const auto hung_up = [&] {
    std::signal(SIGHUP, SIG_IGN);
    NewFile file(path_, GetParam());
    const bool opened = file.Open().ok();
    raise(SIGHUP);
    std::_Exit(opened && file.Commit().ok() ? 0 : 1);
  };
  EXPECT_EXIT(hung_up(), testing::ExitedWithCode(0), "");
  EXPECT_THAT(FilesIn(directory_), ElementsAre("export"));
}

TEST_P(UnfinishedFileTest, ASignalAfterwardsLeavesTheCompleteFile) {
  const auto interrupted = [&] {
    NewFile file(path_, GetParam());
    if (!file.Open().ok()) return;
    file.stream() << "new";
    if (!file.Commit().ok()) return;
    raise(SIGTERM);
  };
  EXPECT_EXIT(interrupted(), KilledBySignal(SIGTERM), "");
  EXPECT_EQ(ReadFileBytes(path_), "new");
}

TEST(NewFileTest, KeepsSymbolicLinks) {
  const TempDir directory;
  const std::string path = directory.File("export");
  WriteFileBytes(path, "old");
  std::filesystem::create_directory(directory.File("links"));
  std::filesystem::create_symlink("../export", directory.File("links/second"));
  std::filesystem::create_symlink("links/second", directory.File("first"));
  Replace(directory.File("first"), "new");
  EXPECT_EQ(ReadFileBytes(path), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(directory.File("first")));
  EXPECT_TRUE(std::filesystem::is_symlink(directory.File("links/second")));

  std::filesystem::remove(path);
  Replace(directory.File("first"), "made");
  EXPECT_EQ(ReadFileBytes(path), "made") << "a link to a missing file makes that file";
  EXPECT_TRUE(std::filesystem::is_symlink(directory.File("first")));
}

TEST(NewFileTest, WritesDevicesAndDescriptorsDirectly) {
  Replace("/dev/null", "gone");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));

  const TempDir directory;
  const std::string path = directory.File("output");
  WriteFileBytes(path, "before ");
  std::filesystem::create_symlink("/dev/stdout", directory.File("link"));
  const auto write = [&] {
    if (freopen(path.c_str(), "a", stdout) == nullptr) std::_Exit(1);
    for (const std::string& name : {std::string("/dev/stdout"), std::string("/dev/fd/1"),
                                    std::string("/proc/self/fd/1"), directory.File("link")}) {
      Replace(name, "x");
    }
    std::_Exit(0);
  };
  EXPECT_EXIT(write(), testing::ExitedWithCode(0), "");
  EXPECT_EQ(ReadFileBytes(path), "before xxxx") << "a redirected output is appended to";
  EXPECT_THAT(FilesIn(directory), ElementsAre("link", "output"));
}

TEST(NewFileTest, ReportsWhyAFileCannotBeWritten) {
  EXPECT_THAT(NewFile("/nonexistent/file").Open(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "can't write /nonexistent/file: No such file or directory"));
  const TempDir directory;
  EXPECT_THAT(NewFile(directory.path()).Open(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(": Is a directory")));
  NewFile full("/dev/full");
  ASSERT_THAT(full.Open(), IsOk());
  full.stream() << "too much";
  EXPECT_THAT(full.Commit(), StatusIs(absl::StatusCode::kUnknown,
                                      "can't write /dev/full: No space left on device"));
}

TEST(NewFileTest, DoesNotReplaceAFileThatTheUserMayNotWrite) {
  const WithoutPrivileges without_privileges;
  const TempDir directory;
  const std::string path = directory.File("export");
  WriteFileBytes(path, "old");
  ASSERT_EQ(chmod(path.c_str(), 0444), 0);
  EXPECT_THAT(NewFile(path).Open(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(": Permission denied")));
  EXPECT_EQ(ReadFileBytes(path), "old");
}

}  // namespace
}  // namespace jumelage::cli
