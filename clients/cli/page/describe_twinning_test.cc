#include "clients/cli/page/describe_twinning.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "clients/cli/page/directory.h"
#include "clients/cli/page/markdown.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

// Returns the description of the twinning in `text` as Markdown.
std::string Told(const std::string& text, Language language = Language::kEnglish) {
  registry::v1::Twinning twinning;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &twinning)) << text;
  const Directory directory;
  Document document;
  for (Block& block : DescribeTwinning(twinning, Context{directory, language}).blocks) {
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

TEST(DescribeTwinningTest, DatesStandAfterTheirPreposition) {
  const std::string sides =
      "sides { city: 'cities/a' attestation { evidence { title: 'Page' "
      "retrieved_date { year: 2020 month: 5 day: 12 } } since { precision: PRECISION_RANGE "
      "earliest { year: 1990 } latest { year: 1994 } } } } sides { city: 'cities/b' "
      "attestation { evidence { title: 'List' retrieved_date { year: 2020 } } } } "
      "relation_since { precision: PRECISION_DAY earliest { year: 1967 month: 6 day: 2 } }";
  for (const auto& [language, parts] :
       {std::pair(Language::kEnglish,
                  std::vector<std::string>{"Page, retrieved on 12 May 2020",
                                           "List, retrieved in 2020", "start between 1990 and 1994",
                                           "Start of relations:** 2 June 1967"}),
        std::pair(Language::kFrench,
                  std::vector<std::string>{"Page, consulté le 12 mai 2020",
                                           "List, consulté en 2020", "début entre 1990 et 1994",
                                           "Début des relations:** 2 juin 1967"})}) {
    const std::string told = Told(sides, language);
    for (const std::string& part : parts)
      EXPECT_TRUE(absl::StrContains(told, part)) << part << told;
  }
}

}  // namespace
}  // namespace jumelage::cli
