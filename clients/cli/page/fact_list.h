#ifndef JUMELAGE_CLIENTS_CLI_PAGE_FACT_LIST_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_FACT_LIST_H_

#include <string>
#include <utility>
#include <vector>

#include "clients/cli/page/directory.h"
#include "clients/cli/page/document.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/phrases.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "jumelage/type/v1/fact.pb.h"
#include "jumelage/type/v1/link.pb.h"
#include "jumelage/type/v1/source.pb.h"

namespace jumelage::cli {

// Where and how records are told: the records they name, and the language.
struct Context {
  const Directory& directory;
  Language language;
};

// Builds a list of facts, leaving out those of which nothing is known.
class FactList {
 public:
  explicit FactList(Language language) : language_(language) {}

  void Add(Phrase term, std::string value) {
    if (!value.empty()) Add(term, std::vector<Line>{PlainLine(std::move(value))});
  }
  void Add(Phrase term, std::vector<Line> lines) {
    Add(std::string(Say(term, language_)), std::move(lines));
  }
  void Add(std::string term, std::vector<Line> lines) {
    if (!lines.empty()) facts_.facts.push_back(Fact{std::move(term), std::move(lines)});
  }

  // Appends the list, if there is anything in it.
  void AppendTo(std::vector<Block>* blocks) && {
    if (!facts_.facts.empty()) blocks->push_back(Block{std::move(facts_)});
  }

 private:
  const Language language_;
  Facts facts_;
};

// The text in the page's language, or in another one which the span then names. Nothing where there
// is no text.
Line TextLine(const LocalizedTexts& texts, Language language);
// All spellings of a name that fit the language: the texts in it, and those in languages of which
// there are no pages (a local name). "" if there is none.
std::string NameSpellings(const LocalizedTexts& texts, Language language);
// A paragraph of it, if there is a text.
void AppendText(const LocalizedTexts& texts, Language language, std::vector<Block>* blocks);
// The date in words, with what programs need to read it. Nothing for an empty message.
Line DateLine(const type::v1::UncertainDate& date, Language language);
// ", " or another separator before what follows something.
void AppendPart(const std::string& separator, Line part, Line* line);

// A bullet a fact: what it is about, the text, since and until when.
void AppendFacts(const google::protobuf::RepeatedPtrField<type::v1::Fact>& facts, Language language,
                 std::vector<Block>* blocks);
// The same below a heading of its own; nothing if there are no facts.
void AppendFactSection(Phrase title,
                       const google::protobuf::RepeatedPtrField<type::v1::Fact>& facts,
                       Language language, std::vector<Block>* blocks);
// A line a link: its title or address, with what it is.
std::vector<Line> LinkLines(const google::protobuf::RepeatedPtrField<type::v1::Link>& links,
                            Language language);
// "Title, publisher", linked, with the day on which it was read. The place within the source is
// left out: it differs from record to record.
Line SourceLine(const type::v1::Source& source, Language language);
// The names of the resources, each with a link to its section in the page.
Line NamesLine(const google::protobuf::RepeatedPtrField<std::string>& names,
               const Context& context);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_FACT_LIST_H_
