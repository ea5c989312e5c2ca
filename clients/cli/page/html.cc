#include "clients/cli/page/html.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/page/html_style.h"
#include "clients/cli/page/links.h"
#include "clients/cli/text/phrases.h"
#include "clients/cli/text/printable.h"

namespace jumelage::cli {
namespace {

constexpr int kDeepestHeading = 6;

// The attribute of a block that may contain texts of records: such a text decides on the direction
// of its block, whatever the language of the page.
constexpr char kOwnDirection[] = " dir=\"auto\"";

std::string Attribute(absl::string_view name, absl::string_view value) {
  if (value.empty()) return "";
  return absl::StrCat(" ", name, "=\"", EscapeHtml(Printable(value)), "\"");
}

// Returns the text of a record as HTML. Isolates become elements, which also work where programs
// ignore the characters.
std::string Content(absl::string_view text) {
  return absl::StrReplaceAll(EscapeHtml(Isolated(PrintableLines(text))),
                             {{"\n", "<br>"},
                              {"\u2066", "<bdi dir=\"ltr\">"},
                              {"\u2067", "<bdi dir=\"rtl\">"},
                              {"\u2068", "<bdi>"},
                              {"\u2069", "</bdi>"}});
}

// Collects the ids of all sections. A link to any other id is rendered as plain text.
void CollectIds(const std::vector<Block>& blocks, std::set<std::string>* ids) {
  for (const Block& block : blocks) {
    const auto* section = std::get_if<Section>(&block.content);
    if (section == nullptr) continue;
    if (!section->id.empty()) ids->insert(section->id);
    CollectIds(section->blocks, ids);
  }
}

// Returns a text that fills a block as HTML. A line that is isolated as a whole loses its isolate:
// the block itself has the direction of its text, and a browser looks for it outside of isolates.
std::string BlockContent(absl::string_view text) {
  std::string html = Content(text);
  if (!absl::StrContains(html, "bdi")) return html;
  std::vector<std::string> lines = absl::StrSplit(html, "<br>");
  for (std::string& line : lines) {
    absl::string_view inner = line;
    const bool whole = absl::ConsumePrefix(&inner, "<bdi>") &&
                       absl::ConsumeSuffix(&inner, "</bdi>") && !absl::StrContains(inner, "bdi");
    if (whole) line = std::string(inner);
  }
  return absl::StrJoin(lines, "<br>");
}

// Returns the same as BlockContent, on one line.
std::string OneLine(absl::string_view text) { return BlockContent(Printable(text)); }

// `fills_block` is true if nothing else stands in the same block.
std::string RenderSpan(const Span& span, bool fills_block, const std::set<std::string>& ids) {
  const bool web_link = IsWebLink(span.link);
  const std::string text =
      web_link && span.text == span.link ? VisibleAddress(span.text) : span.text;
  std::string html = fills_block ? BlockContent(text) : Content(text);
  if (!span.date.empty()) {
    html = absl::StrCat("<time", Attribute("datetime", span.date), ">", html, "</time>");
  }
  if (span.strong) html = absl::StrCat("<strong>", html, "</strong>");
  if (web_link || (IsSectionLink(span.link) && ids.count(span.link.substr(1)) > 0)) {
    return absl::StrCat("<a", Attribute("href", VisibleAddress(span.link)),
                        Attribute("lang", span.language), ">", html, "</a>");
  }
  if (!span.language.empty()) {
    return absl::StrCat("<span", Attribute("lang", span.language), ">", html, "</span>");
  }
  return html;
}

std::string RenderLine(const Line& line, const std::set<std::string>& ids) {
  std::string html;
  for (const Span& span : line) {
    absl::StrAppend(&html, RenderSpan(span, /*fills_block=*/line.size() == 1, ids));
  }
  return html;
}

std::string PlainText(const Line& line) {
  std::string text;
  for (const Span& span : line) text += span.text;
  return text;
}

class Renderer {
 public:
  explicit Renderer(std::set<std::string> ids) : ids_(std::move(ids)) {}

  void Render(const std::vector<Block>& blocks, int level) {
    for (const Block& block : blocks) {
      std::visit([this, level](const auto& content) { Render(content, level); }, block.content);
    }
  }

  std::string Take() { return std::move(html_); }

 private:
  void Render(const Paragraph& paragraph, int) {
    absl::StrAppend(&html_, "<p", kOwnDirection, ">", RenderLine(paragraph.line, ids_), "</p>\n");
  }

  void Render(const Bullets& bullets, int) {
    if (bullets.items.empty()) return;
    absl::StrAppend(&html_, "<ul>\n");
    for (const Line& item : bullets.items) {
      absl::StrAppend(&html_, "<li", kOwnDirection, ">", RenderLine(item, ids_), "</li>\n");
    }
    absl::StrAppend(&html_, "</ul>\n");
  }

  void Render(const Facts& facts, int) {
    if (facts.facts.empty()) return;
    absl::StrAppend(&html_, "<dl>\n");
    for (const Fact& fact : facts.facts) {
      absl::StrAppend(&html_, "<div><dt", kOwnDirection, ">", OneLine(fact.term), "</dt>\n");
      for (const Line& line : fact.lines) {
        absl::StrAppend(&html_, "<dd", kOwnDirection, ">", RenderLine(line, ids_), "</dd>\n");
      }
      absl::StrAppend(&html_, "</div>\n");
    }
    absl::StrAppend(&html_, "</dl>\n");
  }

  void Render(const Tags& tags, int) {
    if (tags.tags.empty()) return;
    absl::StrAppend(&html_, "<ul class=\"tags\">\n");
    for (const Tag& tag : tags.tags) {
      absl::StrAppend(&html_, "<li", Attribute("class", tag.role), kOwnDirection, ">",
                      OneLine(tag.text), "</li>\n");
    }
    absl::StrAppend(&html_, "</ul>\n");
  }

  // A partner or a project becomes an <article>, and any other section a <section>.
  void Render(const Section& section, int level) {
    const bool article = section.role == "partner" || section.role == "project";
    const absl::string_view element = article ? "article" : "section";
    const std::string heading = absl::StrCat("h", std::min(level, kDeepestHeading));
    absl::StrAppend(&html_, "<", element, Attribute("class", section.role),
                    Attribute("id", section.id), ">\n<", heading, kOwnDirection, ">",
                    RenderLine(section.title, ids_), "</", heading, ">\n");
    Render(section.blocks, level + 1);
    absl::StrAppend(&html_, "</", element, ">\n");
  }

  const std::set<std::string> ids_;
  std::string html_;
};

std::string TableOfContents(const Document& document) {
  std::string items;
  for (const Block& block : document.blocks) {
    const auto* section = std::get_if<Section>(&block.content);
    if (section == nullptr || section->id.empty()) continue;
    absl::StrAppend(&items, "<li", kOwnDirection, "><a",
                    Attribute("href", absl::StrCat("#", section->id)), ">",
                    OneLine(PlainText(section->title)), "</a></li>\n");
  }
  if (items.empty()) return "";
  const absl::string_view label = Say(Phrase::kContents, document.language);
  return absl::StrCat("<nav aria-label=\"", label, "\">\n<ul>\n", items, "</ul>\n</nav>\n");
}

}  // namespace

std::string EscapeHtml(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string RenderHtml(const Document& document) {
  std::set<std::string> ids;
  CollectIds(document.blocks, &ids);
  Renderer renderer(ids);
  renderer.Render(document.blocks, 2);
  const std::string subtitle = document.subtitle.empty()
                                   ? ""
                                   : absl::StrCat("<p class=\"subtitle\"", kOwnDirection, ">",
                                                  RenderLine(document.subtitle, ids), "</p>\n");
  return absl::StrCat("<!DOCTYPE html>\n<html", Attribute("lang", LanguageTag(document.language)),
                      ">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                      "<title>", EscapeHtml(Isolated(Printable(document.title))),
                      "</title>\n<style>\n", kHtmlStyle, "</style>\n</head>\n<body>\n<header>\n<h1",
                      kOwnDirection, ">", OneLine(document.title), "</h1>\n", subtitle,
                      "</header>\n", TableOfContents(document), "<main>\n", renderer.Take(),
                      "</main>\n</body>\n</html>\n");
}

}  // namespace jumelage::cli
