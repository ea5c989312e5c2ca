#include "common/values/text_folding.h"

#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FoldTextTest, FoldsSpellingsToOneForm) {
  const struct {
    const char* text;
    const char* folded;
  } kCases[] = {
      {"Belfort", "belfort"},
      {"Delémont", "delemont"},
      {"DELÉMONT", "delemont"},
      {"Dele\u0301mont", "delemont"},
      {"Neukölln", "neukolln"},
      {"Pančevo", "pancevo"},
      {"Панчево", "pancevo"},
      {"广安", "guang an"},
      {"Guang’an", "guang an"},
      {"Ra'anana", "ra anana"},
      {"Hammersmith & Fulham", "hammersmith fulham"},
      {"Tanghin-Dassouri", "tanghin dassouri"},
      {"Weißenfels", "weissenfels"},
      {"Œuvre", "oeuvre"},
      {"Æbeltoft", "aebeltoft"},
      {"Ærøskøbing", "aeroskobing"},
      {"Łódź", "lodz"},
      {"Θεσσαλονίκη", "thessalonike"},
      {"ｆｕｌｌ width", "full width"},
      {"  --  ", ""},
      {"", ""},
      {"Paris 13e", "paris 13e"},
  };
  for (const auto& c : kCases) EXPECT_EQ(FoldText(c.text), c.folded) << c.text;
}

TEST(FoldTextTest, HasAVersion) { EXPECT_GT(FoldingVersion(), 0); }

TEST(FoldTextTest, SurvivesMalformedUtf8) {
  EXPECT_EQ(FoldText("a\xff\xfe b"), "a b");
  EXPECT_EQ(FoldText("\xc3"), "");
}

TEST(FoldedFormsTest, JoinsThePartsAroundAnApostrophe) {
  EXPECT_THAT(FoldedForms("Ra'anana"), ElementsAre("ra anana", "raanana"));
  EXPECT_THAT(FoldedForms("Guang’an"), ElementsAre("guang an", "guangan"));
  EXPECT_THAT(FoldedForms("Belfort"), ElementsAre("belfort"));
  EXPECT_THAT(FoldedForms("'Belfort'"), ElementsAre("belfort"));
  EXPECT_THAT(FoldedForms("'"), IsEmpty());
}

TEST(NameKeysTest, AreTheFoldedFormsOrTheNameItself) {
  EXPECT_THAT(NameKeys("Ra'anana"), testing::ElementsAre("ra anana", "raanana"));
  EXPECT_THAT(NameKeys("★☆"), testing::ElementsAre("★☆"));
  EXPECT_THAT(NameKeys(""), testing::IsEmpty());
}

TEST(NameKeyTest, IsTheNameItselfIfFoldingLeavesNothing) {
  EXPECT_EQ(NameKey("Delémont"), "delemont");
  EXPECT_EQ(NameKey("★☆"), "★☆");
  EXPECT_EQ(NameKey(""), "");
}

TEST(FoldedWordsTest, SplitsAtSpaces) {
  EXPECT_THAT(FoldedWords("les amis de stafford"), ElementsAre("les", "amis", "de", "stafford"));
  EXPECT_THAT(FoldedWords(""), IsEmpty());
}

// Transliterators are not thread-safe, so each thread has its own.
TEST(FoldTextTest, WorksInSeveralThreads) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int& count : wrong) {
    threads.emplace_back([&count] {
      for (int i = 0; i < 500; ++i) count += FoldText("Запоріжжя é") != FoldText("Запоріжжя e");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(wrong, ElementsAre(0, 0, 0, 0));
}

}  // namespace
}  // namespace jumelage
