#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "clients/cli/page/document.h"
#include "clients/cli/page/html.h"
#include "clients/cli/page/markdown.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

// Returns a document with every kind of block.
Document Sample() {
  Document document;
  document.language = Language::kFrench;
  document.title = "Belfort & amis";
  document.subtitle = PlainLine("Delémont · Leonberg");
  Section year;
  year.id = "since-1977";
  year.title = PlainLine("Depuis 1977");
  year.role = "year";
  Section partner;
  partner.id = "leonberg";
  partner.title = PlainLine("Leonberg (Allemagne)");
  partner.role = "partner";
  partner.blocks.push_back(Block{Tags{{Tag{"actif", "good"}, Tag{"jumelage", ""}}}});
  Span date = Plain("février 1977");
  date.date = "1977-02";
  Facts facts;
  facts.facts.push_back(Fact{"Officialisé", {{date}}});
  facts.facts.push_back(
      Fact{"Site web", {{Linked("http://www.leonberg.de", "http://www.leonberg.de")}}});
  facts.facts.push_back(Fact{"Charte", {PlainLine("Charte"), {Strong("Pierre Bonnef")}}});
  partner.blocks.push_back(Block{facts});
  Span german = Plain("Freundschaft");
  german.language = "de";
  partner.blocks.push_back(Block{Paragraph{{german}}});
  partner.blocks.push_back(Block{Bullets{{PlainLine("un"), PlainLine("deux\ntrois")}}});
  year.blocks.push_back(Block{partner});
  document.blocks.push_back(Block{year});
  return document;
}

TEST(MarkdownTest, RendersEveryKindOfBlock) {
  EXPECT_EQ(RenderMarkdown(Sample()),
            "# Belfort & amis\n"
            "\n"
            "Delémont · Leonberg\n"
            "\n"
            "## Depuis 1977\n"
            "\n"
            "### Leonberg (Allemagne)\n"
            "\n"
            "*actif · jumelage*\n"
            "\n"
            "- **Officialisé\u00a0:** février 1977\n"
            "- **Site web\u00a0:** <http://www.leonberg.de>\n"
            "- **Charte\u00a0:**\n"
            "  - Charte\n"
            "  - **Pierre Bonnef**\n"
            "\n"
            "Freundschaft\n"
            "\n"
            "- un\n"
            "- deux  \n"
            "  trois\n");
}

TEST(MarkdownTest, EscapesMarkupInTexts) {
  Document document;
  document.title = "a_b*c";
  for (const char* text : {"# no heading", "1. no list", "[no](link) <b>", "&lt; AT&T &", "- no"}) {
    document.blocks.push_back(Block{Paragraph{PlainLine(text)}});
  }
  EXPECT_EQ(RenderMarkdown(document),
            "# a\\_b\\*c\n"
            "\n"
            "\\# no heading\n"
            "\n"
            "1\\. no list\n"
            "\n"
            "\\[no\\](link) \\<b\\>\n"
            "\n"
            "\\&lt; AT\\&T &\n"
            "\n"
            "\\- no\n");
}

TEST(MarkdownTest, LinksOnlyToTheWeb) {
  Document document;
  document.title = "t";
  document.blocks.push_back(
      Block{Paragraph{{Linked("a", "https://example.org/(x)"), Plain(" "),
                       Linked("b", "javascript:alert(1)"), Plain(" "), Linked("c", "#section")}}});
  EXPECT_EQ(RenderMarkdown(document), "# t\n\n[a](https://example.org/%28x%29) b c\n");
}

bool HasPart(const std::string& html, absl::string_view part) {
  return absl::StrContains(html, part);
}

TEST(HtmlTest, RendersEveryKindOfBlock) {
  const std::string html = RenderHtml(Sample());
  EXPECT_TRUE(HasPart(html, "<!DOCTYPE html>\n<html lang=\"fr\">"));
  EXPECT_TRUE(HasPart(html, "<title>Belfort &amp; amis</title>"));
  EXPECT_TRUE(HasPart(html, "<h1>Belfort &amp; amis</h1>"));
  EXPECT_TRUE(HasPart(html, "<nav aria-label=\"Sommaire\">"));
  EXPECT_TRUE(HasPart(html, "<a href=\"#since-1977\">Depuis 1977</a>"));
  EXPECT_TRUE(HasPart(html, "<section class=\"year\" id=\"since-1977\">\n<h2>Depuis 1977</h2>"));
  EXPECT_TRUE(
      HasPart(html, "<article class=\"partner\" id=\"leonberg\">\n<h3>Leonberg (Allemagne)</h3>"));
  EXPECT_TRUE(HasPart(html, "<li class=\"good\">actif</li>\n<li>jumelage</li>"));
  EXPECT_TRUE(HasPart(html,
                      "<dt>Officialisé</dt>\n"
                      "<dd><time datetime=\"1977-02\">février 1977</time></dd>"));
  EXPECT_TRUE(HasPart(html, "<dd><strong>Pierre Bonnef</strong></dd>"));
  EXPECT_TRUE(HasPart(html, "<p><span lang=\"de\">Freundschaft</span></p>"));
  EXPECT_TRUE(HasPart(html, "<li>deux<br>trois</li>"));
  EXPECT_FALSE(HasPart(html, "<script"));
}

TEST(HtmlTest, EscapesMarkupInTexts) {
  Document document;
  document.title = "</title><script>alert(1)</script>";
  document.blocks.push_back(
      Block{Paragraph{{Linked("\"quoted\" & 'single'", "https://example.org/?a=\"><b>")}}});
  const std::string html = RenderHtml(document);
  EXPECT_FALSE(HasPart(html, "<script"));
  EXPECT_FALSE(HasPart(html, "<b>"));
  EXPECT_TRUE(HasPart(html,
                      "<a href=\"https://example.org/?a=&quot;&gt;&lt;b&gt;\">"
                      "&quot;quoted&quot; &amp; &#39;single&#39;</a>"));
}

TEST(HtmlTest, LinksOnlyToTheWebAndToExistingSections) {
  Document document;
  document.title = "t";
  Section section;
  section.id = "here";
  section.title = PlainLine("Here");
  section.blocks.push_back(
      Block{Paragraph{{Linked("a", "#here"), Linked("b", "#gone"),
                       Linked("c", "javascript:alert(1)"), Linked("d", "data:text/html,x")}}});
  document.blocks.push_back(Block{section});
  EXPECT_TRUE(HasPart(RenderHtml(document), "<p><a href=\"#here\">a</a>bcd</p>"));
}

}  // namespace
}  // namespace jumelage::cli
