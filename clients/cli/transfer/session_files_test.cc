// Tests the resume file, the refusals and the progress bar of an import.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/transfer/progress_bar.h"
#include "clients/cli/transfer/refusals.h"
#include "clients/cli/transfer/resume_file.h"
#include "clients/cli/transfer/same_file.h"
#include "common/base/error.h"
#include "common/testing/fake_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/transfer_service.pb.h"

namespace jumelage::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Path(const std::string& name) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", name);
  std::remove(path.c_str());
  return path;
}

std::string Content(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(ResumeFileTest, AnImportResumesWhereItStopped) {
  const std::string path = Path("resume");
  const ResumeFile file(path, "names.tsv (7 bytes)");
  EXPECT_EQ(*file.Read(), 0);
  ASSERT_TRUE(file.Write(1000).ok());
  ASSERT_TRUE(file.Write(2000).ok());
  EXPECT_EQ(*ResumeFile(path, "names.tsv (7 bytes)").Read(), 2000);
  file.Remove();
  EXPECT_EQ(*file.Read(), 0);
}

TEST(ResumeFileTest, RefusesAFileOfAnotherImportOrWithOtherContents) {
  const std::string path = Path("other");
  ASSERT_TRUE(ResumeFile(path, "a").Write(5).ok());
  EXPECT_TRUE(IsUsageError(ResumeFile(path, "b").Read().status()));
  std::ofstream(path) << "precious\n";
  EXPECT_TRUE(IsUsageError(ResumeFile(path, "a").Read().status()));
  EXPECT_EQ(Content(path), "precious\n");
  EXPECT_FALSE(ResumeFile("/nonexistent/file", "a").Write(1).ok());
}

TEST(ResumeFileTest, StoresNothingWithoutAPath) {
  const ResumeFile file("", "a");
  EXPECT_TRUE(file.Write(5).ok());
  EXPECT_EQ(*file.Read(), 0);
}

TEST(SameFileTest, RecognizesAFileUnderEachOfItsNames) {
  const std::string file = Path("file");
  const std::string symlink = Path("symlink");
  const std::string hard_link = Path("hard-link");
  const std::string copy = Path("copy");
  std::ofstream(file) << "text";
  std::ofstream(copy) << "text";
  ASSERT_EQ(::symlink(file.c_str(), symlink.c_str()), 0);
  ASSERT_EQ(::link(file.c_str(), hard_link.c_str()), 0);
  for (const std::string& name :
       {file, symlink, hard_link, absl::StrCat(testing::TempDir(), "/./file")}) {
    EXPECT_TRUE(IsSameFile(file, name)) << name;
  }
  EXPECT_TRUE(IsSameFile(symlink, hard_link));
  EXPECT_FALSE(IsSameFile(file, copy));
  EXPECT_FALSE(IsSameFile(file, Path("missing")));
  EXPECT_TRUE(IsSameFile(Path("missing"), Path("missing")));
  EXPECT_FALSE(IsSameFile("/dev/null", "/dev/null")) << "a device can be both read and written";
}

TEST(RefusalsTest, WritesAllRefusalsToTheFileAndPrintsTheFirst) {
  const std::string path = Path("refusals");
  std::ostringstream err;
  Refusals refusals(&err);
  ASSERT_TRUE(refusals.Open(path, /*append=*/false).ok());
  SourceRecord record;
  record.record.mutable_city()->set_display_name("Délémont");
  for (int i = 1; i <= Refusals::kMaxShown + 5; ++i) {
    record.place = absl::StrCat("file.csv:", i);
    refusals.Tell(record, InvalidFieldsError({{"city.country", "is no country"}}));
  }
  ASSERT_TRUE(refusals.Close().ok());
  EXPECT_THAT(err.str(), HasSubstr("file.csv:20: "));
  EXPECT_THAT(err.str(), Not(HasSubstr("file.csv:21: ")));
  EXPECT_THAT(err.str(), HasSubstr("and 5 more were refused"));
  const std::string content = Content(path);
  EXPECT_EQ(std::count(content.begin(), content.end(), '\n'), Refusals::kMaxShown + 5);
  EXPECT_THAT(content, HasSubstr("\"place\":\"file.csv:25\""));
  EXPECT_THAT(content, HasSubstr("\"reason\":\"FIELD_INVALID\""));
  EXPECT_THAT(content, HasSubstr("\"display_name\":\"Délémont\""));
}

TEST(RefusalsTest, ReportsProjectsLikeRecords) {
  const std::string path = Path("refused-projects");
  std::ostringstream err;
  Refusals refusals(&err);
  ASSERT_TRUE(refusals.Open(path, /*append=*/false).ok());
  SourceRecordOf<projects::v1::ProjectRecord> project;
  project.place = "data.textproto: projects/p";
  project.record.mutable_project()->set_name("projects/p");
  refusals.Tell(project, InvalidFieldsError({{"project.titles", "is required"}}));
  ASSERT_TRUE(refusals.Close().ok());
  EXPECT_THAT(err.str(), HasSubstr("data.textproto: projects/p: "));
  EXPECT_THAT(Content(path), HasSubstr("\"record\":{\"project\":{\"name\":\"projects/p\"}}"));
}

TEST(ProgressBarTest, OverwritesAndErasesItsLine) {
  std::ostringstream out;
  FakeClock clock(absl::UnixEpoch());
  ProgressBar bar(&out, /*shown=*/true, &clock);
  clock.Advance(absl::Seconds(2));
  bar.Show(1000, 0.5);
  EXPECT_EQ(out.str(), "\r[###############...............]  50 %  1,000 records, 500 a second");
  bar.Show(1001, 0.6);  // too soon
  EXPECT_THAT(out.str(), Not(HasSubstr("1001")));
  const size_t before = out.str().size();
  bar.Clear();
  EXPECT_THAT(out.str().substr(before), testing::EndsWith(" \r"));
}

TEST(ProgressBarTest, WritesNothingIfItIsNotShown) {
  std::ostringstream out;
  ProgressBar bar(&out, /*shown=*/false);
  bar.Show(1, 1);
  bar.Clear();
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace jumelage::cli
