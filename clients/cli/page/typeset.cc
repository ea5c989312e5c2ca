#include "clients/cli/page/typeset.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace jumelage::cli {
namespace {

// Returns whether a byte may be part of a word. All non-ASCII bytes may be.
bool IsOfWord(char c) { return absl::ascii_isalnum(c) || (static_cast<unsigned char>(c) & 0x80); }

// Characters that end an address, as white space does.
constexpr absl::string_view kEnds[] = {"<", ">", "\"",     "«",      "»",
                                       "“", "”", "\u00a0", "\u202f", "\u2069"};

// Returns the run of characters without white space and quotation marks with which `text` begins.
absl::string_view FirstRun(absl::string_view text) {
  size_t length = 0;
  while (length < text.size() && !absl::ascii_isspace(text[length])) ++length;
  for (const absl::string_view end : kEnds) length = std::min(length, text.find(end));
  return text.substr(0, length);
}

// Returns whether `run` begins with a host and a slash, such as "www.belfort.fr/".
bool BeginsWithHost(absl::string_view run) {
  const absl::string_view host = run.substr(0, run.find('/'));
  const size_t dot = host.find('.');
  if (host.size() == run.size() || dot == 0 || dot == absl::string_view::npos) return false;
  return host.back() != '.' && std::all_of(host.begin(), host.end(), [](char c) {
           return IsOfWord(c) || c == '.' || c == '-' || c == ':';
         });
}

// Returns whether `run` begins with the local part of an e-mail address and its "@".
bool BeginsWithMailbox(absl::string_view run) {
  const size_t at = run.find('@');
  if (at == 0 || at == absl::string_view::npos || at + 1 == run.size()) return false;
  const absl::string_view local = run.substr(0, at);
  return IsOfWord(run[at + 1]) && std::all_of(local.begin(), local.end(), [](char c) {
           return IsOfWord(c) ||
                  absl::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != absl::string_view::npos;
         });
}

// Returns whether `run` begins with a scheme and "://", such as "https://", or with "mailto:".
bool BeginsWithScheme(absl::string_view run) {
  const size_t colon = run.find(':');
  if (colon == 0 || colon == absl::string_view::npos) return false;
  const absl::string_view scheme = run.substr(0, colon);
  return absl::EqualsIgnoreCase(scheme, "mailto") ||
         (absl::StartsWith(run.substr(colon), "://") &&
          std::all_of(scheme.begin(), scheme.end(), absl::ascii_isalnum));
}

// Returns the address (of a web page or of a mailbox) that begins at `position`, or "" if none
// does. Punctuation after an address belongs to the sentence.
absl::string_view AddressAt(absl::string_view text, size_t position) {
  // A quotation mark or the mark of an isolate may stand directly before an address.
  if (position > 0 && absl::ascii_isalnum(text[position - 1])) return "";
  if (!IsOfWord(text[position])) return "";
  absl::string_view run = FirstRun(text.substr(position));
  if (!BeginsWithScheme(run) && !BeginsWithMailbox(run) && !BeginsWithHost(run) &&
      !absl::StartsWithIgnoreCase(run, "www.")) {
    return "";
  }
  while (absl::string_view(".,;:!?)'").find(run.back()) != absl::string_view::npos) {
    run.remove_suffix(1);
  }
  return run;
}

struct Replacement {
  absl::string_view typed;
  absl::string_view set;
};

constexpr Replacement kFrenchSpaces[] = {
    {" :", "\u00a0:"}, {" ;", "\u202f;"}, {" !", "\u202f!"},
    {" ?", "\u202f?"}, {"« ", "«\u00a0"}, {" »", "\u00a0»"},
};

// Returns the replacement for the beginning of `rest`, or nullptr if it stays as it is.
const Replacement* FrenchSpaceAt(absl::string_view rest) {
  for (const Replacement& replacement : kFrenchSpaces) {
    if (absl::StartsWith(rest, replacement.typed)) return &replacement;
  }
  return nullptr;
}

// Typesets apostrophes, and also spaces if `french`. Copies addresses, since other characters would
// lead elsewhere. A space after an address stays as it is, because programs that find addresses
// would take a no-break space for a part of it.
std::string SetText(absl::string_view text, bool french) {
  std::string result;
  bool after_address = false;
  for (size_t i = 0; i < text.size();) {
    const absl::string_view address = AddressAt(text, i);
    const Replacement* space = french && !after_address ? FrenchSpaceAt(text.substr(i)) : nullptr;
    after_address = !address.empty();
    if (after_address) {
      result.append(address.data(), address.size());
      i += address.size();
    } else if (space != nullptr) {
      result.append(space->set.data(), space->set.size());
      i += space->typed.size();
    } else if (text[i] == '\'' && i > 0 && IsOfWord(text[i - 1])) {
      result += "’";
      ++i;
    } else {
      result += text[i++];
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
      span.text = own ? TypesetText(span.text, language_) : SetText(span.text, /*french=*/false);
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
  return SetText(text, language == Language::kFrench);
}

void Typeset(Document* document) {
  const Typesetter typesetter(document->language);
  typesetter.Set(&document->title);
  typesetter.Set(&document->subtitle);
  typesetter.Set(&document->blocks);
}

}  // namespace jumelage::cli
