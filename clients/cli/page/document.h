#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DOCUMENT_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DOCUMENT_H_

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "clients/cli/text/language.h"

namespace jumelage::cli {

// A document for people. The types describe what its parts mean; RenderMarkdown and RenderHtml
// decide how they look. All types are plain values, and all texts are unescaped UTF-8.

// A piece of a line.
struct Span {
  std::string text;
  // The target of the link: an http or https URI, or "#ID" for a section. Empty means no link. Any
  // other target is not rendered as a link.
  std::string link;
  // The language of the text (BCP-47) if it differs from the document's.
  std::string language;
  // The date in the text, in ISO 8601 format for programs ("1977-02"). Empty if there is none.
  std::string date;
  bool strong = false;
};

using Line = std::vector<Span>;

struct Paragraph {
  Line line;
};

struct Bullets {
  std::vector<Line> items;
};

// A term and its values, in one or more lines.
struct Fact {
  std::string term;
  std::vector<Line> lines;
};

struct Facts {
  std::vector<Fact> facts;
};

// A short mark such as a state.
struct Tag {
  std::string text;
  // The meaning, which determines the appearance: "good", "rest", "stop", "mark" or "".
  std::string role;
};

struct Tags {
  std::vector<Tag> tags;
};

struct Block;

struct Section {
  // The id of the section within the document: letters, digits and hyphens. If it is empty, nothing
  // can link to the section.
  std::string id;
  Line title;
  // The subject, which determines the appearance: "year", "partner", "project", "note" or "".
  std::string role;
  std::vector<Block> blocks;
};

struct Block {
  std::variant<Paragraph, Bullets, Facts, Tags, Section> content;
};

struct Document {
  Language language = Language::kEnglish;
  std::string title;
  // Shown below the title.
  Line subtitle;
  std::vector<Block> blocks;
};

// Helpers for building documents.

inline Span Plain(std::string text) {
  Span span;
  span.text = std::move(text);
  return span;
}

inline Span Strong(std::string text) {
  Span span = Plain(std::move(text));
  span.strong = true;
  return span;
}

inline Span Linked(std::string text, std::string link) {
  Span span = Plain(std::move(text));
  span.link = std::move(link);
  return span;
}

inline Line PlainLine(std::string text) { return {Plain(std::move(text))}; }

// Appends the spans of `more` to `*line`.
inline void Append(Line more, Line* line) {
  for (Span& span : more) line->push_back(std::move(span));
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DOCUMENT_H_
