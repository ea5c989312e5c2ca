#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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

// Returns a document with the paragraph `text`, without its title.
std::string ParagraphOf(const std::string& text) {
  Document document;
  document.title = "t";
  document.blocks.push_back(Block{Paragraph{PlainLine(text)}});
  return RenderMarkdown(document).substr(std::string("# t\n\n").size());
}

TEST(MarkdownTest, EscapesMarkupInEveryLine) {
  const std::pair<const char*, const char*> kCases[] = {
      {"a\n# b", "a  \n\\# b\n"},
      {"a\n===", "a  \n\\===\n"},
      {"a\n---", "a  \n\\---\n"},
      {"a\n- b\n+ c\n* d", "a  \n\\- b  \n\\+ c  \n\\* d\n"},
      {"a\n1. b\n2) c\n3.", "a  \n1\\. b  \n2\\) c  \n3\\.\n"},
      {"a\n> b", "a  \n\\> b\n"},
      {"```sh\nb\n```", "\\`\\`\\`sh  \nb  \n\\`\\`\\`\n"},
      {"~~~\nb\n~~~", "\\~\\~\\~  \nb  \n\\~\\~\\~\n"},
      {"a | b\n--|--\n|c|", "a | b  \n\\--|--  \n\\|c|\n"},
      {"a\n:-:", "a  \n\\:-:\n"},
      {"a\n<div>\nb", "a  \n\\<div\\>  \nb\n"},
      {"[a]: http://x.example 'b'", "\\[a\\]: http://x.example 'b'\n"},
      {"a\n\n    b\n\tc", "a\n\nb  \nc\n"},
      {"a\\\nb  \nc", "a\\\\  \nb  \nc\n"},
      {"\n\n a\r\n \r\n\r\n\rb\n\n", "a\n\nb\n"},
      {"a\u2028# b\x1b[2J", "a  \n\\# b \\[2J\n"},
  };
  for (const auto& [text, markdown] : kCases) EXPECT_EQ(ParagraphOf(text), markdown) << text;
}

TEST(MarkdownTest, KeepsTextsOfSeveralLinesInTheirBlock) {
  const char* const text = "a\n\n- b";
  Document document;
  document.title = text;
  Section section;
  section.title = PlainLine("x\n## y #");
  section.blocks.push_back(Block{Tags{{Tag{text, ""}}}});
  section.blocks.push_back(Block{Facts{{Fact{text, {PlainLine(text)}},
                                        Fact{"c", {PlainLine(text), PlainLine(""), {Strong(text)}}},
                                        Fact{"d", {{Linked(text, "http://x.example")}}}}}});
  section.blocks.push_back(Block{Bullets{{PlainLine(text), PlainLine("\n"), PlainLine("e")}}});
  document.blocks.push_back(Block{section});
  EXPECT_EQ(RenderMarkdown(document),
            "# a  - b\n"
            "\n"
            "## x ## y \\#\n"
            "\n"
            "*a  - b*\n"
            "\n"
            "- **a  - b:** a\n"
            "\n"
            "  \\- b\n"
            "- **c:**\n"
            "  - a\n"
            "\n"
            "    \\- b\n"
            "  - **a  - b**\n"
            "- **d:** [a  - b](http://x.example)\n"
            "\n"
            "- a\n"
            "\n"
            "  \\- b\n"
            "- e\n");
}

// Spaces next to the asterisks would make them visible.
TEST(MarkdownTest, KeepsSpacesOutsideBoldType) {
  Document document;
  document.title = "t";
  document.blocks.push_back(
      Block{Paragraph{{Plain("a"), Strong(" b\u00a0"), Plain("c"), Strong(" ")}}});
  EXPECT_EQ(RenderMarkdown(document), "# t\n\na **b**\u00a0c\n");
}

TEST(MarkdownTest, KeepsAddresses) {
  const std::pair<const char*, const char*> kCases[] = {
      {"http://x.example/(a)_b*?c=1&d=2", "<http://x.example/(a)_b*?c=1&d=2>"},
      {"http://x.example/<b>", "[http://x.example/\\<b\\>](http://x.example/%3Cb%3E)"},
      {"http://x.example/?a&copy;", "[http://x.example/?a\\&copy;](http://x.example/?a&amp;copy;)"},
      {"http://x.example/\u202egpj", "<http://x.example/%E2%80%AEgpj>"},
      {"http://x.example/سوسة", "\u2068<http://x.example/سوسة>\u2069"},
  };
  for (const auto& [address, markdown] : kCases) {
    Document document;
    document.title = "t";
    document.blocks.push_back(Block{Paragraph{{Linked(address, address)}}});
    EXPECT_EQ(RenderMarkdown(document), absl::StrCat("# t\n\n", markdown, "\n"));
  }
  Document document;
  document.title = "t";
  document.blocks.push_back(
      Block{Paragraph{{Linked("a]b", "http://x.example/\\(a"), Linked("", "http://y.example")}}});
  EXPECT_EQ(RenderMarkdown(document),
            "# t\n\n[a\\]b](http://x.example/%5C%28a)<http://y.example>\n");
}

// A name must not reverse what follows.
TEST(MarkdownTest, IsolatesTextsFromRightToLeft) {
  Document document;
  document.title = "a\u202eb";
  document.blocks.push_back(Block{Tags{{Tag{"סוסה", ""}}}});
  document.blocks.push_back(Block{Facts{{Fact{"سوسة", {{Strong("سوسة"), Plain(" c")}}}}}});
  document.blocks.push_back(Block{Paragraph{PlainLine("\u2067d\ne\u2069f")}});
  EXPECT_EQ(RenderMarkdown(document),
            "# \u2068a\u202eb\u202c\u2069\n"
            "\n"
            "*\u2068סוסה\u2069*\n"
            "\n"
            "- **\u2068سوسة\u2069:** **\u2068سوسة\u2069** c\n"
            "\n"
            "\u2067d\u2069  \n"
            "ef\n");
}

bool HasPart(const std::string& html, absl::string_view part) {
  return absl::StrContains(html, part);
}

TEST(HtmlTest, RendersEveryKindOfBlock) {
  const std::string html = RenderHtml(Sample());
  EXPECT_TRUE(HasPart(html, "<!DOCTYPE html>\n<html lang=\"fr\">"));
  EXPECT_TRUE(HasPart(html, "<title>Belfort &amp; amis</title>"));
  EXPECT_TRUE(HasPart(html, "<h1 dir=\"auto\">Belfort &amp; amis</h1>"));
  EXPECT_TRUE(HasPart(html, "<nav aria-label=\"Sommaire\">"));
  EXPECT_TRUE(HasPart(html, "<a href=\"#since-1977\">Depuis 1977</a>"));
  EXPECT_TRUE(HasPart(
      html, "<section class=\"year\" id=\"since-1977\">\n<h2 dir=\"auto\">Depuis 1977</h2>"));
  EXPECT_TRUE(HasPart(
      html,
      "<article class=\"partner\" id=\"leonberg\">\n<h3 dir=\"auto\">Leonberg (Allemagne)</h3>"));
  EXPECT_TRUE(
      HasPart(html, "<li class=\"good\" dir=\"auto\">actif</li>\n<li dir=\"auto\">jumelage</li>"));
  EXPECT_TRUE(HasPart(html,
                      "<dt dir=\"auto\">Officialisé</dt>\n"
                      "<dd dir=\"auto\"><time datetime=\"1977-02\">février 1977</time></dd>"));
  EXPECT_TRUE(HasPart(html, "<dd dir=\"auto\"><strong>Pierre Bonnef</strong></dd>"));
  EXPECT_TRUE(HasPart(html, "<p dir=\"auto\"><span lang=\"de\">Freundschaft</span></p>"));
  EXPECT_TRUE(HasPart(html, "<li dir=\"auto\">deux<br>trois</li>"));
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
  EXPECT_TRUE(HasPart(RenderHtml(document), "<p dir=\"auto\"><a href=\"#here\">a</a>bcd</p>"));
}

TEST(HtmlTest, IsolatesTextsFromRightToLeft) {
  Document document;
  document.title = "a\u202eb";
  Section section;
  section.id = "s";
  section.title = PlainLine("سوسة (x)");
  section.blocks.push_back(Block{Tags{{Tag{"סוסה", ""}}}});
  section.blocks.push_back(Block{Facts{{Fact{"سوسة", {{Strong("سوسة"), Plain(" c")}}}}}});
  section.blocks.push_back(Block{Paragraph{PlainLine("\u2067d\ne\u2069f")}});
  const char* const address = "http://x.example/\u202egpj";
  section.blocks.push_back(Block{Paragraph{{Linked(address, address)}}});
  document.blocks.push_back(Block{section});
  const std::string html = RenderHtml(document);
  for (const char* part :
       {"<title>\u2068a\u202eb\u202c\u2069</title>", "<h1 dir=\"auto\">a\u202eb\u202c</h1>",
        "<h2 dir=\"auto\">سوسة (x)</h2>", "<a href=\"#s\">سوسة (x)</a>",
        "<li dir=\"auto\">סוסה</li>", "<dt dir=\"auto\">سوسة</dt>",
        "<strong><bdi>سوسة</bdi></strong> c", "<p dir=\"auto\"><bdi dir=\"rtl\">d</bdi><br>ef</p>",
        "<a href=\"http://x.example/%E2%80%AEgpj\">http://x.example/%E2%80%AEgpj</a>"}) {
    EXPECT_TRUE(HasPart(html, part)) << part << "\nin:\n" << html;
  }
}

// A browser finds the direction of a block by its first letter outside of isolates.
TEST(HtmlTest, BlocksHaveTheDirectionOfTheTextThatFillsThem) {
  Document document;
  document.title = "سوسة";
  document.subtitle = PlainLine("مدينة");
  document.blocks.push_back(Block{Paragraph{PlainLine("مدينة.\nLine (سوسة)\nنص")}});
  document.blocks.push_back(Block{Bullets{{PlainLine("نص"), {Strong("Sport"), Plain(": نص")}}}});
  document.blocks.push_back(Block{Facts{{Fact{"Notes", {PlainLine("نص")}}}}});
  const std::string html = RenderHtml(document);
  for (const char* part :
       {"<h1 dir=\"auto\">سوسة</h1>", "<p class=\"subtitle\" dir=\"auto\">مدينة</p>",
        "<p dir=\"auto\">مدينة.<br>Line (سوسة)<br>نص</p>", "<li dir=\"auto\">نص</li>",
        "<li dir=\"auto\"><strong>Sport</strong><bdi>: نص</bdi></li>",
        "<dt dir=\"auto\">Notes</dt>\n<dd dir=\"auto\">نص</dd>",
        // Each line of a block has its own direction.
        "[dir=\"auto\"] { unicode-bidi: plaintext; }"}) {
    EXPECT_TRUE(HasPart(html, part)) << part << "\nin:\n" << html;
  }
}

// A page may be printed on a terminal.
TEST(HtmlTest, LeavesNoControlCharacters) {
  Document document;
  document.title = "a\nb";
  document.blocks.push_back(Block{Paragraph{PlainLine("\x1b[2Jc\td\u2028e")}});
  const std::string html = RenderHtml(document);
  EXPECT_TRUE(HasPart(html, "<title>a b</title>"));
  EXPECT_TRUE(HasPart(html, "<p dir=\"auto\"> [2Jc d<br>e</p>"));
}

}  // namespace
}  // namespace jumelage::cli
