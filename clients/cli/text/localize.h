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

// How values are written for people, in one of the two languages. All functions are pure; what
// cannot be told from the value is not told, nothing is padded.

using LocalizedTexts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;

// Whether a BCP-47 tag is of the language: "fr" and "fr-BE" are French.
bool IsOfLanguage(absl::string_view tag, Language language);

// The text to show: the one in `language`, else the English one, else the first; nullptr if there
// is none. The result points into `texts`.
const google::type::LocalizedText* PickText(const LocalizedTexts& texts, Language language);
// Its text, or "".
std::string TextIn(const LocalizedTexts& texts, Language language);

// What of a date is known: "12 May 1985", "juin 2007", "1968".
std::string FormatDay(const google::type::Date& date, Language language);
// The same with what makes it uncertain: "about 1990", "avant juin 1995", "between 1990 and 1994".
// A range without bounds gives the words of its source, in quotation marks. "" for an empty
// message.
std::string FormatDate(const type::v1::UncertainDate& date, Language language);
// FormatDate, and after a range the words of its source, in quotation marks.
std::string FormatDateWithWords(const type::v1::UncertainDate& date, Language language);
// "2005 – 2010", "since 2005", "depuis le 3 mai 2010", "until: about 2010"; either may be empty. ""
// if both are.
std::string FormatPeriod(const type::v1::UncertainDate& from, const type::v1::UncertainDate& to,
                         Language language);
// ISO 8601 as far as known ("1977-02") for dates that are one day, month or year without
// qualifier; else "". For programs that read pages.
std::string MachineDate(const type::v1::UncertainDate& date);

// "3,200,000", "3 200 000" (with narrow no-break spaces).
std::string FormatNumber(int64_t number, Language language);
// At most one decimal: "12.5", "12,5", "60".
std::string FormatDecimal(double number, Language language);
// "nearly 50,000", "plus de 120 000".
std::string FormatCount(const type::v1::QualifiedCount& count, Language language);
// "1st", "2e", "1er".
std::string FormatOrdinal(int ordinal, Language language);

// The country's name, by ICU ("Burkina Faso"); the code itself where ICU knows none. "" for "".
std::string CountryName(absl::string_view code, Language language);
// The city's name in `language` where the record has an official name or exonym in it, else its
// display name.
std::string CityNameIn(const registry::v1::City& city, Language language);
// "Dr Ortlieb". Common French and English titles are given in the page's language, others as they
// stand.
std::string FormatPerson(const type::v1::Person& person, Language language);

// "“x”" or "« x »".
std::string Quoted(absl::string_view text, Language language);
// "a, b and c".
std::string JoinWithAnd(const std::vector<std::string>& parts, Language language);
// The text with its first letter in upper case (Unicode; by ICU).
std::string Capitalized(absl::string_view text, Language language);
// "of NAME" as French writes it: "de Rome", "d’Anderlecht", "du Mans". In English "of Rome".
std::string OfPlace(absl::string_view name, Language language);
// "label: value" with the language's punctuation.
std::string Labelled(absl::string_view label, absl::string_view value, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_LOCALIZE_H_
