#ifndef JUMELAGE_CLIENTS_CLI_TEXT_LOCALIZE_H_
#define JUMELAGE_CLIENTS_CLI_TEXT_LOCALIZE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/text/language.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/type/date.pb.h"
#include "google/type/localized_text.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/type/v1/person.pb.h"
#include "jumelage/type/v1/qualified_count.pb.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

namespace jumelage::cli {

// Functions that format values as text for people, in one of the two languages. They are pure, and
// they add nothing to the value: a year stays a year.

using LocalizedTexts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;

// Returns whether a BCP-47 tag is a tag of `language`: "fr" and "fr-BE" are French.
bool IsOfLanguage(absl::string_view tag, Language language);

// Returns the text in `language`, else the English one, else the first, or nullptr if there is
// none. The result points into `texts`.
const google::type::LocalizedText* PickText(const LocalizedTexts& texts, Language language);
// Returns the string of the text that PickText returns, or "" if there is none.
std::string TextIn(const LocalizedTexts& texts, Language language);

// Returns the known parts of a date as text, such as "12 May 1985", "juin 2007" or "1968".
std::string FormatDay(const google::type::Date& date, Language language);
// Returns the known parts of a date with their preposition, such as "on 12 May 1985", "le 12 mai
// 1985", "en juin 2007" or "in 1968".
std::string FormatOnDay(const google::type::Date& date, Language language);
// Returns an uncertain date as text, such as "about 1990", "avant juin 1995" or "between 1990 and
// 1994". For a range without bounds, returns the words of its source in quotation marks. Returns ""
// for an empty date.
std::string FormatDate(const type::v1::UncertainDate& date, Language language);
// Returns the same text as FormatDate. After a range with a bound, also adds the words of its
// source in quotation marks.
std::string FormatDateWithWords(const type::v1::UncertainDate& date, Language language);
// Returns text such as "2005 – 2010", "since 2005", "depuis le 3 mai 2010" or, for a date that
// can't follow "since" or "until", "start about 2005" or "fin avant 2010". Either date may be
// empty. Returns "" if both are empty.
std::string FormatPeriod(const type::v1::UncertainDate& from, const type::v1::UncertainDate& to,
                         Language language);
// Returns the date in ISO 8601, such as "1977-02", for programs that read pages. Returns "" unless
// the date is one day, month or year without a qualifier.
std::string MachineDate(const type::v1::UncertainDate& date);

// Returns the number with grouped digits: "3,200,000", or "3 200 000" with narrow no-break spaces
// in French.
std::string FormatNumber(int64_t number, Language language);
// Returns the form of a noun after `count`: `singular` for 1, and in French also for 0.
absl::string_view NounFor(int64_t count, absl::string_view singular, absl::string_view plural,
                          Language language);
// Returns the number rounded to one decimal place, such as "12.5", "12,5" or "60".
std::string FormatDecimal(double number, Language language);
// Returns the count with its qualifier, such as "nearly 50,000" or "plus de 120 000".
std::string FormatCount(const type::v1::QualifiedCount& count, Language language);
// Returns an ordinal number, such as "1st", "2e" or "1er".
std::string FormatOrdinal(int ordinal, Language language);

// Returns the country's name from ICU ("Burkina Faso"), or the code itself if ICU has no name.
// Returns "" for "".
std::string CountryName(absl::string_view code, Language language);
// Returns the city's current official name or exonym in `language`, or its display name if it has
// neither.
std::string CityNameIn(const registry::v1::City& city, Language language);
// Returns a person's name with their title, such as "Dr Ortlieb". Translates common French and
// English titles, and keeps all others.
std::string FormatPerson(const type::v1::Person& person, Language language);

// Returns `text` in quotation marks: “x”, or « x » in French.
std::string Quoted(absl::string_view text, Language language);
// Returns the parts as a list in words, such as "a, b and c".
std::string JoinWithAnd(const std::vector<std::string>& parts, Language language);
// Returns the text with its first letter in upper case, by ICU's Unicode rules.
std::string Capitalized(absl::string_view text, Language language);
// Returns "of NAME" or, in French, text such as "de Rome", "d’Anderlecht" or "du Mans".
std::string OfPlace(absl::string_view name, Language language);
// Returns "label: value" with the language's punctuation.
std::string Labelled(absl::string_view label, absl::string_view value, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_LOCALIZE_H_
