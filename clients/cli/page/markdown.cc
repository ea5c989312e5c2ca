#include "clients/cli/page/markdown.h"

#include <algorithm>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/page/links.h"
#include "clients/cli/text/localize.h"

namespace jumelage::cli {
namespace {

// CommonMark has six levels of headings. A deeper heading becomes a strong line.
constexpr int kDeepestHeading = 6;

// Escapes characters at the beginning of a line that would begin a block, such as a heading, a list
// or a quotation.
std::string EscapeBeginning(std::string line) {
  if (line.empty()) return line;
  if (absl::string_view("#+-=>~|").find(line[0]) != absl::string_view::npos) {
    return absl::StrCat("\\", line);
  }
  const size_t digits = line.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos) return line;
  const bool marker = line[digits] == '.' || line[digits] == ')';
  if (marker && (digits + 1 == line.size() || line[digits + 1] == ' ')) line.insert(digits, "\\");
  return line;
}

std::string RenderSpan(const Span& span) {
  std::string text = EscapeMarkdown(span.text);
  if (span.strong && !text.empty()) text = absl::StrCat("**", text, "**");
  if (!IsWebLink(span.link)) return text;
  const std::string target =
      absl::StrReplaceAll(span.link, {{"(", "%28"}, {")", "%29"}, {"<", "%3C"}, {">", "%3E"}});
  if (span.text == span.link) return absl::StrCat("<", target, ">");
  return absl::StrCat("[", text, "](", target, ")");
}

// A line of the document may contain line breaks. They remain line breaks in the output.
std::string RenderLine(const Line& line, absl::string_view indent) {
  std::string text;
  for (const Span& span : line) absl::StrAppend(&text, RenderSpan(span));
  absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  return absl::StrReplaceAll(EscapeBeginning(std::string(trimmed)),
                             {{"\r", ""}, {"\n", absl::StrCat("  \n", indent)}});
}

class Renderer {
 public:
  explicit Renderer(Language language) : language_(language) {}

  void Render(const std::vector<Block>& blocks, int level) {
    for (const Block& block : blocks) {
      std::visit([this, level](const auto& content) { Render(content, level); }, block.content);
    }
  }

  void Heading(const Line& title, int level) {
    const std::string text = RenderLine(title, "");
    if (level <= kDeepestHeading) {
      AddBlock(absl::StrCat(std::string(static_cast<size_t>(level), '#'), " ", text));
    } else {
      AddBlock(absl::StrCat("**", text, "**"));
    }
  }

  void AddBlock(absl::string_view text) {
    if (text.empty()) return;
    if (!output_.empty()) output_ += '\n';
    absl::StrAppend(&output_, text, "\n");
  }

  std::string Take() { return std::move(output_); }

 private:
  void Render(const Paragraph& paragraph, int) { AddBlock(RenderLine(paragraph.line, "")); }

  void Render(const Bullets& bullets, int) {
    std::string text;
    for (const Line& item : bullets.items) {
      absl::StrAppend(&text, "- ", RenderLine(item, "  "), "\n");
    }
    AddBlock(absl::StripSuffix(text, "\n"));
  }

  // CommonMark has no definition lists. Each term becomes a bullet, with nested bullets if it has
  // several lines.
  void Render(const Facts& facts, int) {
    std::string text;
    for (const Fact& fact : facts.facts) {
      const std::string term = Labelled(EscapeMarkdown(fact.term), "", language_);
      absl::StrAppend(&text, "- **", absl::StripAsciiWhitespace(term), "**");
      if (fact.lines.size() == 1) absl::StrAppend(&text, " ", RenderLine(fact.lines[0], "  "));
      absl::StrAppend(&text, "\n");
      if (fact.lines.size() == 1) continue;
      for (const Line& line : fact.lines) {
        absl::StrAppend(&text, "  - ", RenderLine(line, "    "), "\n");
      }
    }
    AddBlock(absl::StripSuffix(text, "\n"));
  }

  void Render(const Tags& tags, int) {
    std::string text;
    for (const Tag& tag : tags.tags) {
      absl::StrAppend(&text, text.empty() ? "" : " · ", EscapeMarkdown(tag.text));
    }
    if (!text.empty()) AddBlock(absl::StrCat("*", text, "*"));
  }

  void Render(const Section& section, int level) {
    Heading(section.title, level);
    Render(section.blocks, level + 1);
  }

  const Language language_;
  std::string output_;
};

}  // namespace

std::string EscapeMarkdown(absl::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool markup = absl::string_view("\\`*_[]<>").find(c) != absl::string_view::npos;
    // An ampersand needs an escape only if it begins an entity.
    const bool entity =
        c == '&' && i + 1 < text.size() && (absl::ascii_isalpha(text[i + 1]) || text[i + 1] == '#');
    if (markup || entity) result += '\\';
    result += c;
  }
  return result;
}

std::string RenderMarkdown(const Document& document) {
  Renderer renderer(document.language);
  renderer.Heading(PlainLine(document.title), 1);
  if (!document.subtitle.empty()) {
    renderer.Render({Block{Paragraph{document.subtitle}}}, 2);
  }
  renderer.Render(document.blocks, 2);
  return renderer.Take();
}

}  // namespace jumelage::cli
