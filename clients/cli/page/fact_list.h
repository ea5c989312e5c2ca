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

// The context of a description: the records that it can name, and its language.
struct Context {
  const Directory& directory;
  Language language;
};

// Builds a list of facts. Leaves out facts without a value.
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

  // Appends the list unless it is empty.
  void AppendTo(std::vector<Block>* blocks) && {
    if (!facts_.facts.empty()) blocks->push_back(Block{std::move(facts_)});
  }

 private:
  const Language language_;
  Facts facts_;
};

// Returns the text that PickText chooses, with its language in the span if it differs from
// `language`. Returns an empty line if there is no text.
Line TextLine(const LocalizedTexts& texts, Language language);
// Returns all spellings of a name for a page in `language`: the names in `language`, and local
// names in languages that pages don't support. If there are none, returns the result of TextIn.
std::string NameSpellings(const LocalizedTexts& texts, Language language);
// Appends the text as a paragraph, if there is one.
void AppendText(const LocalizedTexts& texts, Language language, std::vector<Block>* blocks);
// Returns the date as text, with the machine-readable date in the span. Returns an empty line for
// an empty date.
Line DateLine(const type::v1::UncertainDate& date, Language language);
// Appends `part` to `*line`, with the separator before it unless the line is empty. Does nothing if
// `part` is empty.
void AppendPart(const std::string& separator, Line part, Line* line);

// Appends one bullet per fact: its topic, text and period.
void AppendFacts(const google::protobuf::RepeatedPtrField<type::v1::Fact>& facts, Language language,
                 std::vector<Block>* blocks);
// Appends a section with the heading `title` and the bullets of AppendFacts. Appends nothing if
// there are no facts.
void AppendFactSection(Phrase title,
                       const google::protobuf::RepeatedPtrField<type::v1::Fact>& facts,
                       Language language, std::vector<Block>* blocks);
// Returns one line per link: its address, title and date.
std::vector<Line> LinkLines(const google::protobuf::RepeatedPtrField<type::v1::Link>& links,
                            Language language);
// Returns the title of a source with its link, publisher, date and retrieval date. Leaves out the
// place within the source, which differs from record to record.
Line SourceLine(const type::v1::Source& source, Language language);
// Returns the names of the resources, each with a link to its section on the page.
Line NamesLine(const google::protobuf::RepeatedPtrField<std::string>& names,
               const Context& context);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_FACT_LIST_H_
