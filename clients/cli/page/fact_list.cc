#include "clients/cli/page/fact_list.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/text/labels.h"

namespace jumelage::cli {
namespace {

using google::protobuf::RepeatedPtrField;
using type::v1::Link;
using type::v1::Source;
using type::v1::UncertainDate;

// Returns `tag`, or "" if it begins with the tag of the page's language.
std::string ForeignTag(absl::string_view tag, Language language) {
  return absl::StartsWith(tag, LanguageTag(language)) ? "" : std::string(tag);
}

}  // namespace

Line TextLine(const LocalizedTexts& texts, Language language) {
  const google::type::LocalizedText* text = PickText(texts, language);
  if (text == nullptr) return {};
  Span span = Plain(text->text());
  span.language = ForeignTag(text->language_code(), language);
  return {span};
}

std::string NameSpellings(const LocalizedTexts& texts, Language language) {
  std::vector<std::string> spellings;
  for (const google::type::LocalizedText& text : texts) {
    const absl::string_view primary =
        absl::string_view(text.language_code()).substr(0, text.language_code().find('-'));
    const absl::optional<Language> page_language = ParseLanguage(primary);
    if (!page_language || *page_language == language) spellings.push_back(text.text());
  }
  if (spellings.empty()) return TextIn(texts, language);
  return absl::StrJoin(spellings, ", ");
}

void AppendText(const LocalizedTexts& texts, Language language, std::vector<Block>* blocks) {
  Line line = TextLine(texts, language);
  if (!line.empty()) blocks->push_back(Block{Paragraph{std::move(line)}});
}

Line DateLine(const UncertainDate& date, Language language) {
  Span span = Plain(FormatDateWithWords(date, language));
  if (span.text.empty()) return {};
  span.date = MachineDate(date);
  return {span};
}

void AppendPart(const std::string& separator, Line part, Line* line) {
  if (part.empty()) return;
  if (!line->empty()) line->push_back(Plain(separator));
  Append(std::move(part), line);
}

void AppendFacts(const RepeatedPtrField<type::v1::Fact>& facts, Language language,
                 std::vector<Block>* blocks) {
  Bullets bullets;
  for (const type::v1::Fact& fact : facts) {
    Line line;
    const std::string topic = Label(fact.topic(), language);
    if (!topic.empty()) {
      line = {Strong(topic), Plain(Labelled("", "", language))};
    }
    Append(TextLine(fact.texts(), language), &line);
    const std::string period = FormatPeriod(fact.since(), fact.until(), language);
    if (!period.empty()) line.push_back(Plain(absl::StrCat(" (", period, ")")));
    bullets.items.push_back(std::move(line));
  }
  if (!bullets.items.empty()) blocks->push_back(Block{std::move(bullets)});
}

void AppendFactSection(Phrase title, const RepeatedPtrField<type::v1::Fact>& facts,
                       Language language, std::vector<Block>* blocks) {
  if (facts.empty()) return;
  Section section;
  section.role = "note";
  section.title = PlainLine(std::string(Say(title, language)));
  AppendFacts(facts, language, &section.blocks);
  blocks->push_back(Block{std::move(section)});
}

std::vector<Line> LinkLines(const RepeatedPtrField<Link>& links, Language language) {
  std::vector<Line> lines;
  for (const Link& link : links) {
    Line line = {Linked(link.uri(), link.uri())};
    AppendPart(" – ", TextLine(link.titles(), language), &line);
    AppendPart(", ", DateLine(link.document_date(), language), &line);
    lines.push_back(std::move(line));
  }
  return lines;
}

Line SourceLine(const Source& source, Language language) {
  Span title = Plain(source.title());
  title.link = source.uri();
  title.language = ForeignTag(source.language_code(), language);
  Line line = {std::move(title)};
  if (!source.publisher().empty()) AppendPart(", ", PlainLine(source.publisher()), &line);
  AppendPart(", ", DateLine(source.published_date(), language), &line);
  if (source.has_retrieved_date()) {
    AppendPart(", ",
               PlainLine(absl::StrCat(Say(Phrase::kRetrieved, language), " ",
                                      FormatOnDay(source.retrieved_date(), language))),
               &line);
  }
  return line;
}

Line NamesLine(const RepeatedPtrField<std::string>& names, const Context& context) {
  Line line;
  for (const std::string& name : names) {
    AppendPart(", ",
               {Linked(context.directory.NameOf(name, context.language),
                       absl::StrCat("#", SectionId(name)))},
               &line);
  }
  return line;
}

}  // namespace jumelage::cli
