#include "clients/cli/page/describe_project.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "clients/cli/page/directory.h"
#include "clients/cli/page/markdown.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

std::string Entry(int id, const std::string& step, int year, const std::string& more = "") {
  return "ledger { entry_id: 'step-" + std::to_string(id) + "' step: STEP_" + step +
         " effective_date { precision: PRECISION_YEAR earliest { year: " + std::to_string(year) +
         " } } " + more + " } ";
}

// The history contains only the steps that count, in the order in which they took effect.
TEST(DescribeProjectTest, ShowsTheCorrectedHistory) {
  projects::v1::Project project;
  const std::string text = Entry(1, "START", 2005) + Entry(2, "CLOSE", 2011) +
                           Entry(3, "CLOSE", 2012, "supersedes: 'step-2'") +
                           Entry(4, "FINALISE", 2010, "precedes: 'step-3'") +
                           Entry(5, "SUSPEND", 2007, "precedes: 'step-4'") +
                           "ledger { entry_id: 'step-6' step: STEP_VOID supersedes: 'step-5' }";
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &project)) << text;
  const Directory directory;
  Document document;
  for (Block& block : DescribeProject(project, Context{directory, Language::kEnglish}).blocks) {
    document.blocks.push_back(std::move(block));
  }
  const std::string told = RenderMarkdown(document);
  EXPECT_FALSE(absl::StrContains(told, "2011")) << told;
  EXPECT_FALSE(absl::StrContains(told, "2007")) << told;
  EXPECT_FALSE(absl::StrContains(told, "did not happen")) << told;
  const size_t start = told.find("2005: started");
  const size_t completion = told.find("2010: entered completion");
  const size_t end = told.find("2012: closed");
  ASSERT_NE(end, std::string::npos) << told;
  EXPECT_LT(start, completion);
  EXPECT_LT(completion, end);
}

}  // namespace
}  // namespace jumelage::cli
