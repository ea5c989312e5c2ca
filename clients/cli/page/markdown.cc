#include "clients/cli/page/markdown.h"

#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/page/links.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/printable.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace jumelage::cli {
namespace {

// CommonMark has six levels of headings. A deeper heading becomes a strong line.
constexpr int kDeepestHeading = 6;

// Escapes characters at the beginning of a line that would begin a block, such as a heading or a
// list. Some of them would also turn the line above into a heading or a row of a table.
std::string EscapeBeginning(std::string line) {
  if (line.empty()) return line;
  if (absl::string_view("#+-=>|:").find(line[0]) != absl::string_view::npos) {
    return absl::StrCat("\\", line);
  }
  const size_t digits = line.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos) return line;
  const bool marker = line[digits] == '.' || line[digits] == ')';
  if (marker && (digits + 1 == line.size() || line[digits + 1] == ' ')) line.insert(digits, "\\");
  return line;
}

// Escapes number signs at the end of a heading, which CommonMark would leave out.
std::string EscapeEndOfHeading(std::string heading) {
  const size_t end = heading.find_last_not_of('#') + 1;
  const bool closes = end < heading.size() && (end == 0 || heading[end - 1] == ' ');
  if (closes) heading.insert(end, "\\");
  return heading;
}

// Returns the text of a record on one line, isolated and escaped.
std::string OneLine(absl::string_view text) { return EscapeMarkdown(Isolated(Printable(text))); }

// Returns `markdown` as emphasis. The space around it stays outside, because it would prevent the
// emphasis.
std::string Emphasized(absl::string_view markdown, absl::string_view delimiter) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(markdown.data(), static_cast<int32_t>(markdown.size())));
  int32_t begin = 0;
  int32_t end = text.length();
  while (begin < end && u_isUWhiteSpace(text[begin])) ++begin;
  while (end > begin && u_isUWhiteSpace(text[end - 1])) --end;
  if (begin == end) return std::string(markdown);
  const auto piece = [&](int32_t from, int32_t to) {
    std::string utf8;
    return text.tempSubStringBetween(from, to).toUTF8String(utf8);
  };
  return absl::StrCat(piece(0, begin), delimiter, piece(begin, end), delimiter,
                      piece(end, text.length()));
}

// Returns whether an entity such as "&copy;" begins at `position`.
bool IsEntity(absl::string_view text, size_t position) {
  if (text[position] != '&') return false;
  size_t end = position + 1;
  while (end < text.size() && (absl::ascii_isalnum(text[end]) || text[end] == '#')) ++end;
  return end > position + 1 && end < text.size() && text[end] == ';';
}

// Returns the address in the form that stands in round brackets after the text of a link.
std::string Destination(absl::string_view address) {
  std::string result;
  for (size_t i = 0; i < address.size(); ++i) {
    if (IsEntity(address, i)) {
      result += "&amp;";
    } else if (absl::string_view("()<>\\").find(address[i]) != absl::string_view::npos) {
      absl::StrAppendFormat(&result, "%%%02X", address[i]);
    } else {
      result += address[i];
    }
  }
  return result;
}

// Returns a link whose text is its address.
std::string AddressLink(const std::string& address) {
  bool plain = address.find_first_of("<>") == std::string::npos;
  for (size_t i = 0; i < address.size(); ++i) plain = plain && !IsEntity(address, i);
  if (plain) return Isolated(absl::StrCat("<", address, ">"));
  return Isolated(absl::StrCat("[", EscapeMarkdown(address), "](", Destination(address), ")"));
}

std::string RenderSpan(const Span& span) {
  const bool link = IsWebLink(span.link);
  const std::string address = link ? VisibleAddress(span.link) : "";
  // A text of a link or in bold type has no paragraphs.
  std::string text = link || span.strong ? OneLine(span.text)
                                         : EscapeMarkdown(Isolated(PrintableLines(span.text)));
  if (link && (span.text == span.link || absl::StripAsciiWhitespace(text).empty())) {
    text = AddressLink(address);
  } else if (link) {
    text = absl::StrCat("[", text, "](", Destination(address), ")");
  }
  return span.strong ? Emphasized(text, "**") : text;
}

std::string RenderSpans(const Line& line) {
  std::string text;
  for (const Span& span : line) absl::StrAppend(&text, RenderSpan(span));
  return text;
}

// Returns the line of the document as lines of a block. Its line breaks remain line breaks, and
// empty lines separate paragraphs. Indentation is left out, since it would begin a block of code.
std::string RenderLine(const Line& line, absl::string_view indent) {
  std::string result;
  bool paragraph = false;
  const std::string text = RenderSpans(line);
  for (absl::string_view each : absl::StrSplit(text, '\n')) {
    each = absl::StripAsciiWhitespace(each);
    if (each.empty()) {
      paragraph = true;
      continue;
    }
    if (!result.empty()) absl::StrAppend(&result, paragraph ? "\n\n" : "  \n", indent);
    absl::StrAppend(&result, EscapeBeginning(std::string(each)));
    paragraph = false;
  }
  return result;
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
    std::string text = absl::StrReplaceAll(RenderSpans(title), {{"\n", " "}});
    absl::StripAsciiWhitespace(&text);
    if (level <= kDeepestHeading) {
      AddBlock(absl::StrCat(std::string(static_cast<size_t>(level), '#'), " ",
                            EscapeEndOfHeading(std::move(text))));
    } else {
      AddBlock(Emphasized(text, "**"));
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
    for (const Line& item : bullets.items) AppendBullet("", RenderLine(item, "  "), &text);
    AddBlock(absl::StripSuffix(text, "\n"));
  }

  // CommonMark has no definition lists. Each term becomes a bullet, with nested bullets if it has
  // several lines.
  void Render(const Facts& facts, int) {
    std::string text;
    for (const Fact& fact : facts.facts) {
      const std::string term = Labelled(OneLine(fact.term), "", language_);
      std::string bullet = Emphasized(absl::StripAsciiWhitespace(term), "**");
      if (fact.lines.size() == 1) {
        const std::string value = RenderLine(fact.lines[0], "  ");
        absl::StrAppend(&bullet, value.empty() ? "" : " ", value);
      }
      AppendBullet("", bullet, &text);
      if (fact.lines.size() == 1) continue;
      for (const Line& line : fact.lines) AppendBullet("  ", RenderLine(line, "    "), &text);
    }
    AddBlock(absl::StripSuffix(text, "\n"));
  }

  // Leaves out an empty bullet: its hyphen would make the line above a heading.
  static void AppendBullet(absl::string_view indent, absl::string_view item, std::string* text) {
    if (!item.empty()) absl::StrAppend(text, indent, "- ", item, "\n");
  }

  void Render(const Tags& tags, int) {
    std::string text;
    for (const Tag& tag : tags.tags) {
      absl::StrAppend(&text, text.empty() ? "" : " · ", OneLine(tag.text));
    }
    AddBlock(Emphasized(absl::StripAsciiWhitespace(text), "*"));
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
    const bool markup = absl::string_view("\\`*_[]<>~").find(c) != absl::string_view::npos;
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
