#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DOCUMENT_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DOCUMENT_H_

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "clients/cli/text/language.h"

namespace jumelage::cli {

// A document for people, in terms of what its parts are; RenderMarkdown and RenderHtml decide how
// they look. Plain values: texts are unescaped UTF-8.

// A piece of a line.
struct Span {
  std::string text;
  // Where it leads: an http or https URI, or "#ID" of a section. Empty: nowhere. Anything else is
  // not rendered as a link.
  std::string link;
  // The language of the text (BCP-47) where it is not the document's.
  std::string language;
  // The date that the text tells, for programs ("1977-02"). Empty: none.
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

// A term and what is told of it, one line or more.
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
  // What it tells, for the looks of it: "active", "dormant", "priority".
  std::string role;
};

struct Tags {
  std::vector<Tag> tags;
};

struct Block;

struct Section {
  // Names the section within the document: letters, digits and hyphens. Empty: can't be linked to.
  std::string id;
  Line title;
  // What it tells of, for the looks of it: "year", "partner", "project", "note".
  std::string role;
  std::vector<Block> blocks;
};

struct Block {
  std::variant<Paragraph, Bullets, Facts, Tags, Section> content;
};

struct Document {
  Language language = Language::kEnglish;
  std::string title;
  // Said below the title.
  Line subtitle;
  std::vector<Block> blocks;
};

// Convenience for those who build documents.

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
