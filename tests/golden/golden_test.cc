// The international pages of both municipalities, as the command makes them from real services
// into which the bundles were imported, are those that stand beside this file.
//
// With JUMELAGE_UPDATE_GOLDEN=DIRECTORY it writes them there instead: see the script update.
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gtest/gtest.h"
#include "tests/support/processes.h"
#include "tests/support/services.h"

namespace jumelage {
namespace {

// How both pages differ, as people read it.
std::string Difference(const std::string& golden, const std::string& produced) {
  const absl::StatusOr<CommandResult> diff = RunCommand(
      {"/usr/bin/diff", "--unified", "--label=" + golden, "--label=produced", golden, produced});
  return diff.ok() ? diff->output : diff.status().ToString();
}

class GoldenTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Services> services = StartServices(directory_.path());
    ASSERT_THAT(services, IsOk());
    services_ = *std::move(services);
    ASSERT_THAT(ImportBundles(services_), IsOk());
  }

  void CompareOrUpdate(const std::string& city, const std::string& format,
                       const std::string& language) {
    SCOPED_TRACE(absl::StrCat(city, " ", format, " ", language));
    const absl::StatusOr<CommandResult> page =
        RunJumelage(services_, {"page", city, "--format=" + format, "--language=" + language});
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->exit_code, 0) << page->errors;
    EXPECT_EQ(page->errors, "");
    const std::string file = absl::StrCat(city, ".", language, format == "html" ? ".html" : ".md");
    if (const char* const directory = std::getenv("JUMELAGE_UPDATE_GOLDEN")) {
      WriteFileBytes(absl::StrCat(directory, "/", file), page->output);
      return;
    }
    const std::string golden = "tests/golden/" + file;
    if (ReadFileBytes(golden) == page->output) return;
    const std::string produced = directory_.File(file);
    WriteFileBytes(produced, page->output);
    ADD_FAILURE() << "the page is not the golden one; if it should be, tests/golden/update\n"
                  << Difference(golden, produced);
  }

  const TempDir directory_;
  Services services_;
};

TEST_F(GoldenTest, PagesOfBothMunicipalities) {
  for (const char* city : {"belfort", "boulogne-billancourt"}) {
    for (const char* format : {"markdown", "html"}) {
      for (const char* language : {"fr", "en"}) CompareOrUpdate(city, format, language);
    }
  }
}

}  // namespace
}  // namespace jumelage
