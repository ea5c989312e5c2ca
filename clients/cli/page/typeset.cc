#include "clients/cli/page/typeset.h"

#include <variant>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace jumelage::cli {
namespace {

// Returns whether a byte may be part of a word. All non-ASCII bytes may be.
bool IsOfWord(char c) { return absl::ascii_isalnum(c) || (static_cast<unsigned char>(c) & 0x80); }

std::string WithApostrophes(absl::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool apostrophe = text[i] == '\'' && i > 0 && IsOfWord(text[i - 1]);
    if (apostrophe) {
      result += "’";
    } else {
      result += text[i];
    }
  }
  return result;
}

// Typesets all parts of a document.
class Typesetter {
 public:
  explicit Typesetter(Language language) : language_(language) {}

  void Set(std::string* text) const { *text = TypesetText(*text, language_); }

  void Set(Line* line) const {
    for (Span& span : *line) {
      // The text is the address of the link: don't change it.
      if (span.text == span.link) continue;
      const bool own =
          span.language.empty() || absl::StartsWith(span.language, LanguageTag(language_));
      span.text = own ? TypesetText(span.text, language_) : WithApostrophes(span.text);
    }
  }

  void Set(std::vector<Block>* blocks) const {
    for (Block& block : *blocks) {
      std::visit([this](auto& content) { Set(&content); }, block.content);
    }
  }

 private:
  void Set(Paragraph* paragraph) const { Set(&paragraph->line); }
  void Set(Bullets* bullets) const {
    for (Line& item : bullets->items) Set(&item);
  }
  void Set(Facts* facts) const {
    for (Fact& fact : facts->facts) {
      Set(&fact.term);
      for (Line& line : fact.lines) Set(&line);
    }
  }
  void Set(Tags* tags) const {
    for (Tag& tag : tags->tags) Set(&tag.text);
  }
  void Set(Section* section) const {
    Set(&section->title);
    Set(&section->blocks);
  }

  const Language language_;
};

}  // namespace

std::string TypesetText(absl::string_view text, Language language) {
  std::string result = WithApostrophes(text);
  if (language != Language::kFrench) return result;
  return absl::StrReplaceAll(result, {{" :", "\u00a0:"},
                                      {" ;", "\u202f;"},
                                      {" !", "\u202f!"},
                                      {" ?", "\u202f?"},
                                      {"« ", "«\u00a0"},
                                      {" »", "\u00a0»"}});
}

void Typeset(Document* document) {
  const Typesetter typesetter(document->language);
  typesetter.Set(&document->title);
  typesetter.Set(&document->subtitle);
  typesetter.Set(&document->blocks);
}

}  // namespace jumelage::cli
