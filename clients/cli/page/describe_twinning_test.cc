#include "clients/cli/page/describe_twinning.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "clients/cli/page/directory.h"
#include "clients/cli/page/markdown.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

// Returns the description of the twinning in `text` as Markdown.
std::string Told(const std::string& text) {
  registry::v1::Twinning twinning;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &twinning)) << text;
  const Directory directory;
  Document document;
  for (Block& block : DescribeTwinning(twinning, Context{directory, Language::kEnglish}).blocks) {
    document.blocks.push_back(std::move(block));
  }
  return RenderMarkdown(document);
}

std::string Entry(int id, const std::string& step, int year, const std::string& more = "") {
  return "ledger { entry_id: '" + std::to_string(id) + "' step: STEP_" + step +
         " effective_date { precision: PRECISION_YEAR earliest { year: " + std::to_string(year) +
         " } } " + more + " } ";
}

// The history contains only the steps that count, in the order in which they took effect.
TEST(DescribeTwinningTest, ShowsTheCorrectedHistory) {
  const std::string told = Told(
      Entry(1, "SIGN", 1967) + Entry(2, "END", 2001) + Entry(3, "END", 2000, "supersedes: '2'") +
      Entry(4, "SUSPEND", 1990, "precedes: '3'") + Entry(5, "MARK_DORMANT", 1980, "precedes: '4'") +
      "ledger { entry_id: '6' step: STEP_VOID supersedes: '5' }");
  EXPECT_FALSE(absl::StrContains(told, "2001")) << told;
  EXPECT_FALSE(absl::StrContains(told, "1980")) << told;
  const size_t signing = told.find("1967");
  const size_t halt = told.find("1990");
  const size_t end = told.find("2000");
  ASSERT_NE(end, std::string::npos) << told;
  EXPECT_LT(signing, halt);
  EXPECT_LT(halt, end);
}

TEST(DescribeTwinningTest, ShowsThatASideConsidersTheLinkEnded) {
  const std::string told = Told(
      "sides { city: 'cities/a' attestation { ended: true } } sides { city: 'cities/b' "
      "attestation { ended: true until { precision: PRECISION_YEAR earliest { year: 2011 } } "
      "} }");
  EXPECT_TRUE(absl::StrContains(told, "ended")) << told;
  EXPECT_TRUE(absl::StrContains(told, "2011")) << told;
}

}  // namespace
}  // namespace jumelage::cli
