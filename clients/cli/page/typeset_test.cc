#include "clients/cli/page/typeset.h"

#include <string>
#include <utility>
#include <variant>

#include "clients/cli/page/document.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

TEST(TypesetTest, ReplacesOnlyApostrophesInWords) {
  EXPECT_EQ(TypesetText("L'école de l'été", Language::kFrench), "L’école de l’été");
  EXPECT_EQ(TypesetText("the cities' twinnings, Ra'anana", Language::kEnglish),
            "the cities’ twinnings, Ra’anana");
  EXPECT_EQ(TypesetText("à l'écart, é'à", Language::kFrench), "à l’écart, é’à");
  EXPECT_EQ(TypesetText("'quoted", Language::kEnglish), "'quoted");
  EXPECT_EQ(TypesetText("", Language::kFrench), "");
}

TEST(TypesetTest, MakesFrenchPunctuationSpacesNonBreaking) {
  EXPECT_EQ(TypesetText("Le but : « agir » ; où ? Là !", Language::kFrench),
            "Le but\u00a0: «\u00a0agir\u00a0»\u202f; où\u202f? Là\u202f!");
  EXPECT_EQ(TypesetText("a : b", Language::kEnglish), "a : b");
}

// Another character would lead to another address.
TEST(TypesetTest, KeepsAddressesInTexts) {
  for (const char* address : {"http://x.example/l'ete?a=l'b", "HTTPS://x.example/d'ici",
                              "www.x.example/l'ete", "x.example/l'ete", "ftp://x.example/l'ete",
                              "mailto:o'brien@x.example", "o'brien@x.example"}) {
    const std::string text(address);
    EXPECT_EQ(TypesetText(text, Language::kFrench), text);
    EXPECT_EQ(TypesetText("l'a, " + text + " d'ici", Language::kFrench), "l’a, " + text + " d’ici");
    EXPECT_EQ(TypesetText("(" + text + ").", Language::kEnglish), "(" + text + ").");
    EXPECT_EQ(TypesetText("« " + text + " » : " + text + " ! Là !", Language::kFrench),
              "«\u00a0" + text + " »\u00a0: " + text + " ! Là\u202f!")
        << "a no-break space would become part of the address";
  }
  EXPECT_EQ(TypesetText("l'un et/ou l'autre, M. l'abbé", Language::kFrench),
            "l’un et/ou l’autre, M. l’abbé");
  EXPECT_EQ(TypesetText("n'est-ce pas @ l'ami", Language::kFrench), "n’est-ce pas @ l’ami");
}

TEST(TypesetTest, TypesetsEverythingExceptLinksAndIds) {
  Span address = Linked("http://x.example/l'a ; b", "http://x.example/l'a ; b");
  Span foreign = Plain("it's : so");
  foreign.language = "en";
  Section section;
  section.id = "l'id";
  section.title = PlainLine("L'un");
  section.blocks.push_back(Block{Facts{{Fact{"d'ici", {PlainLine("l'autre")}}}}});
  section.blocks.push_back(Block{Tags{{Tag{"s'il", "l'a"}}}});
  Document document;
  document.language = Language::kFrench;
  document.title = "L'essai";
  document.subtitle = PlainLine("n'est");
  document.blocks.push_back(Block{Paragraph{{address, foreign}}});
  document.blocks.push_back(Block{Bullets{{PlainLine("qu'un")}}});
  document.blocks.push_back(Block{std::move(section)});
  Typeset(&document);

  EXPECT_EQ(document.title, "L’essai");
  EXPECT_EQ(document.subtitle[0].text, "n’est");
  const Line& paragraph = std::get<Paragraph>(document.blocks[0].content).line;
  EXPECT_EQ(paragraph[0].text, "http://x.example/l'a ; b");
  EXPECT_EQ(paragraph[0].link, "http://x.example/l'a ; b");
  EXPECT_EQ(paragraph[1].text, "it’s : so");
  EXPECT_EQ(std::get<Bullets>(document.blocks[1].content).items[0][0].text, "qu’un");
  const Section& set = std::get<Section>(document.blocks[2].content);
  EXPECT_EQ(set.id, "l'id");
  EXPECT_EQ(set.title[0].text, "L’un");
  const Fact& fact = std::get<Facts>(set.blocks[0].content).facts[0];
  EXPECT_EQ(fact.term, "d’ici");
  EXPECT_EQ(fact.lines[0][0].text, "l’autre");
  EXPECT_EQ(std::get<Tags>(set.blocks[1].content).tags[0].text, "s’il");
  EXPECT_EQ(std::get<Tags>(set.blocks[1].content).tags[0].role, "l'a");
}

}  // namespace
}  // namespace jumelage::cli
