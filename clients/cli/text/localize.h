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

// Values as text for people, in one of the two languages. All functions are pure. They add nothing
// to the value: a year stays a year.

using LocalizedTexts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;

// Whether a BCP-47 tag means the language: "fr" and "fr-BE" are French.
bool IsOfLanguage(absl::string_view tag, Language language);

// Returns the text in `language`, else the English one, else the first, or nullptr if there is
// none. The result points into `texts`.
const google::type::LocalizedText* PickText(const LocalizedTexts& texts, Language language);
// Returns the string of PickText, or "".
std::string TextIn(const LocalizedTexts& texts, Language language);

// Returns the known parts of a date: "12 May 1985", "juin 2007", "1968".
std::string FormatDay(const google::type::Date& date, Language language);
// Returns an uncertain date: "about 1990", "avant juin 1995", "between 1990 and 1994". For a range
// without bounds, returns the words of its source in quotation marks. "" for an empty message.
std::string FormatDate(const type::v1::UncertainDate& date, Language language);
// Returns FormatDate. After a range, adds the words of its source in quotation marks.
std::string FormatDateWithWords(const type::v1::UncertainDate& date, Language language);
// Returns "2005 – 2010", "since 2005", "depuis le 3 mai 2010" or "until: about 2010". Either date
// may be empty. "" if both are.
std::string FormatPeriod(const type::v1::UncertainDate& from, const type::v1::UncertainDate& to,
                         Language language);
// Returns ISO 8601 ("1977-02") for a date that is one day, month or year without qualifier, else
// "". For programs that read pages.
std::string MachineDate(const type::v1::UncertainDate& date);

// Returns "3,200,000", or "3 200 000" with narrow no-break spaces.
std::string FormatNumber(int64_t number, Language language);
// Rounds to one decimal: "12.5", "12,5", "60".
std::string FormatDecimal(double number, Language language);
// "nearly 50,000", "plus de 120 000".
std::string FormatCount(const type::v1::QualifiedCount& count, Language language);
// "1st", "2e", "1er".
std::string FormatOrdinal(int ordinal, Language language);

// Returns the country's name from ICU ("Burkina Faso"), or the code itself if ICU has no name. ""
// for "".
std::string CountryName(absl::string_view code, Language language);
// Returns the city's official name or exonym in `language`, or its display name if it has neither.
std::string CityNameIn(const registry::v1::City& city, Language language);
// Returns "Dr Ortlieb". Translates common French and English titles, and keeps all others.
std::string FormatPerson(const type::v1::Person& person, Language language);

// Returns "“x”" or "« x »".
std::string Quoted(absl::string_view text, Language language);
// "a, b and c".
std::string JoinWithAnd(const std::vector<std::string>& parts, Language language);
// Returns the text with its first letter in upper case, by the Unicode rules of ICU.
std::string Capitalized(absl::string_view text, Language language);
// Returns "of NAME": in French "de Rome", "d’Anderlecht" or "du Mans".
std::string OfPlace(absl::string_view name, Language language);
// Returns "label: value" with the language's punctuation.
std::string Labelled(absl::string_view label, absl::string_view value, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_LOCALIZE_H_
