#include "clients/cli/text/localize.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "unicode/locid.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace jumelage::cli {
namespace {

using registry::v1::City;
using registry::v1::CityName;
using type::v1::Person;
using type::v1::QualifiedCount;
using type::v1::UncertainDate;

constexpr char kNoBreakSpace[] = "\u00a0";
constexpr char kNarrowNoBreakSpace[] = "\u202f";

bool IsFrench(Language language) { return language == Language::kFrench; }

absl::string_view In(Language language, absl::string_view english, absl::string_view french) {
  return IsFrench(language) ? french : english;
}

absl::string_view MonthName(int month, Language language) {
  static constexpr absl::string_view kMonths[][2] = {
      {"January", "janvier"}, {"February", "février"},  {"March", "mars"},
      {"April", "avril"},     {"May", "mai"},           {"June", "juin"},
      {"July", "juillet"},    {"August", "août"},       {"September", "septembre"},
      {"October", "octobre"}, {"November", "novembre"}, {"December", "décembre"},
  };
  if (month < 1 || month > 12) return "?";
  return kMonths[month - 1][IsFrench(language) ? 1 : 0];
}

icu::Locale LocaleOf(Language language) {
  return IsFrench(language) ? icu::Locale::getFrench() : icu::Locale::getEnglish();
}

// Returns the date in the form that follows a preposition: "12 May 1985", "le 12 mai 1985", "mai
// 1985".
std::string WithArticle(const google::type::Date& date, Language language) {
  return absl::StrCat(IsFrench(language) && date.day() != 0 ? "le " : "",
                      FormatDay(date, language));
}

std::string FormatRange(const UncertainDate& date, Language language) {
  if (date.has_earliest() && date.has_latest()) {
    return absl::StrCat(In(language, "between ", "entre "), WithArticle(date.earliest(), language),
                        In(language, " and ", " et "), WithArticle(date.latest(), language));
  }
  if (date.has_earliest()) {
    return absl::StrCat(In(language, "not before ", "pas avant "),
                        WithArticle(date.earliest(), language));
  }
  if (date.has_latest()) {
    const bool day = date.latest().day() != 0;
    return absl::StrCat(In(language, "not after ", day ? "au plus tard " : "au plus tard en "),
                        WithArticle(date.latest(), language));
  }
  return date.original_text().empty() ? "" : Quoted(date.original_text(), language);
}

// Returns whether the date is one day, month or year without a qualifier. Only such a date can
// follow "since" or "until" directly.
bool IsPlain(const UncertainDate& date) {
  return date.has_earliest() && date.precision() != UncertainDate::PRECISION_RANGE &&
         date.qualifier() == UncertainDate::QUALIFIER_UNSPECIFIED;
}

// Returns text such as "since 2005" or "depuis le 3 mai 2010", or "start about 2005" for a date
// that can't follow a preposition, because it begins with one.
std::string FormatSince(const UncertainDate& date, Language language) {
  const std::string text = FormatDate(date, language);
  if (!IsPlain(date)) return absl::StrCat(In(language, "start ", "début "), text);
  const bool day = date.precision() == UncertainDate::PRECISION_DAY;
  return absl::StrCat(In(language, "since ", day ? "depuis le " : "depuis "), text);
}

// Returns text such as "until 2005", "jusqu’au 3 mai 2010" or "jusqu’en 2010", or "end about 2005"
// for a date that can't follow a preposition, because it begins with one.
std::string FormatUntil(const UncertainDate& date, Language language) {
  const std::string text = FormatDate(date, language);
  if (!IsPlain(date)) return absl::StrCat(In(language, "end ", "fin "), text);
  const bool day = date.precision() == UncertainDate::PRECISION_DAY;
  return absl::StrCat(In(language, "until ", day ? "jusqu’au " : "jusqu’en "), text);
}

// Titles before a name, in both languages.
constexpr absl::string_view kHonorifics[][2] = {
    {"Mr", "M."},   {"Ms", "Mme"}, {"Mr", "Monsieur"}, {"Ms", "Madame"},
    {"Mrs", "Mme"}, {"Dr", "Dr"},  {"Dr", "Docteur"},  {"Prof.", "Pr"},
};

std::string HonorificIn(absl::string_view honorific, Language language) {
  for (const auto& [english, french] : kHonorifics) {
    if (honorific == In(language, french, english))
      return std::string(In(language, english, french));
  }
  return std::string(honorific);
}

}  // namespace

bool IsOfLanguage(absl::string_view tag, Language language) {
  const absl::string_view primary = LanguageTag(language);
  return absl::StartsWithIgnoreCase(tag, primary) &&
         (tag.size() == primary.size() || tag[primary.size()] == '-');
}

const google::type::LocalizedText* PickText(const LocalizedTexts& texts, Language language) {
  for (const Language wanted : {language, Language::kEnglish}) {
    for (const google::type::LocalizedText& text : texts) {
      if (IsOfLanguage(text.language_code(), wanted)) return &text;
    }
  }
  return texts.empty() ? nullptr : &texts[0];
}

std::string TextIn(const LocalizedTexts& texts, Language language) {
  const google::type::LocalizedText* text = PickText(texts, language);
  return text == nullptr ? "" : text->text();
}

std::string FormatDay(const google::type::Date& date, Language language) {
  if (date.month() == 0) return absl::StrCat(date.year());
  std::string month = absl::StrCat(MonthName(date.month(), language), " ", date.year());
  if (date.day() == 0) return month;
  // French uses an ordinal number for the first day of a month.
  const absl::string_view suffix = IsFrench(language) && date.day() == 1 ? "er" : "";
  return absl::StrCat(date.day(), suffix, " ", month);
}

std::string FormatOnDay(const google::type::Date& date, Language language) {
  const bool day = date.day() != 0;
  return absl::StrCat(In(language, day ? "on " : "in ", day ? "le " : "en "),
                      FormatDay(date, language));
}

std::string FormatDate(const UncertainDate& date, Language language) {
  if (date.precision() == UncertainDate::PRECISION_RANGE || !date.has_earliest()) {
    return FormatRange(date, language);
  }
  const std::string day = WithArticle(date.earliest(), language);
  switch (date.qualifier()) {
    case UncertainDate::QUALIFIER_ABOUT:
      return absl::StrCat(In(language, "about ", "vers "), day);
    case UncertainDate::QUALIFIER_BEFORE:
      return absl::StrCat(In(language, "before ", "avant "), day);
    case UncertainDate::QUALIFIER_AFTER:
      return absl::StrCat(In(language, "after ", "après "), day);
    default:
      return FormatDay(date.earliest(), language);
  }
}

std::string FormatDateWithWords(const UncertainDate& date, Language language) {
  std::string text = FormatDate(date, language);
  const bool bounded = date.has_earliest() || date.has_latest();
  if (date.precision() != UncertainDate::PRECISION_RANGE || !bounded ||
      date.original_text().empty()) {
    return text;
  }
  return absl::StrCat(text, " (", Quoted(date.original_text(), language), ")");
}

std::string FormatPeriod(const UncertainDate& from, const UncertainDate& to, Language language) {
  const std::string begin = FormatDate(from, language);
  const std::string end = FormatDate(to, language);
  if (end.empty()) return begin.empty() ? "" : FormatSince(from, language);
  if (begin.empty()) return FormatUntil(to, language);
  return absl::StrCat(begin, " – ", end);
}

std::string MachineDate(const UncertainDate& date) {
  if (date.qualifier() != UncertainDate::QUALIFIER_UNSPECIFIED || !date.has_earliest()) return "";
  const google::type::Date& day = date.earliest();
  switch (date.precision()) {
    case UncertainDate::PRECISION_DAY:
      return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
    case UncertainDate::PRECISION_MONTH:
      return absl::StrFormat("%04d-%02d", day.year(), day.month());
    case UncertainDate::PRECISION_YEAR:
      return absl::StrFormat("%04d", day.year());
    default:
      return "";
  }
}

std::string FormatNumber(int64_t number, Language language) {
  std::string digits = absl::StrCat(number);
  const size_t first = number < 0 ? 1 : 0;
  const absl::string_view separator = In(language, ",", kNarrowNoBreakSpace);
  for (size_t end = digits.size(); end > first + 3;) {
    end -= 3;
    digits.insert(end, separator.data(), separator.size());
  }
  return digits;
}

absl::string_view NounFor(int64_t count, absl::string_view singular, absl::string_view plural,
                          Language language) {
  const bool one = IsFrench(language) ? count > -2 && count < 2 : count == 1;
  return one ? singular : plural;
}

std::string FormatDecimal(double number, Language language) {
  const auto tenths = static_cast<int64_t>(std::llround(std::abs(number) * 10));
  std::string text = number < 0 && tenths > 0 ? "-" : "";
  text += FormatNumber(tenths / 10, language);
  if (tenths % 10 != 0) absl::StrAppend(&text, In(language, ".", ","), tenths % 10);
  return text;
}

std::string FormatCount(const QualifiedCount& count, Language language) {
  std::string number = FormatNumber(count.value(), language);
  switch (count.qualifier()) {
    case QualifiedCount::QUALIFIER_ABOUT:
      return absl::StrCat(In(language, "about ", "environ "), number);
    case QualifiedCount::QUALIFIER_NEARLY:
      return absl::StrCat(In(language, "nearly ", "près de "), number);
    case QualifiedCount::QUALIFIER_OVER:
      return absl::StrCat(In(language, "over ", "plus de "), number);
    default:
      return number;
  }
}

std::string FormatOrdinal(int ordinal, Language language) {
  if (IsFrench(language)) return absl::StrCat(ordinal, ordinal == 1 ? "er" : "e");
  const int last = ordinal % 10;
  const bool teen = ordinal / 10 % 10 == 1;
  const absl::string_view suffix = teen        ? "th"
                                   : last == 1 ? "st"
                                   : last == 2 ? "nd"
                                   : last == 3 ? "rd"
                                               : "th";
  return absl::StrCat(ordinal, suffix);
}

std::string CountryName(absl::string_view code, Language language) {
  if (code.empty()) return "";
  const icu::Locale country("", std::string(code).c_str());
  icu::UnicodeString name;
  country.getDisplayCountry(LocaleOf(language), name);
  std::string text;
  name.toUTF8String(text);
  return text.empty() ? std::string(code) : text;
}

std::string CityNameIn(const City& city, Language language) {
  for (const CityName& name : city.names()) {
    const bool usual =
        name.kind() == CityName::KIND_OFFICIAL || name.kind() == CityName::KIND_EXONYM;
    if (usual && !name.has_until() && IsOfLanguage(name.language_code(), language)) {
      return name.text();
    }
  }
  return city.display_name();
}

std::string FormatPerson(const Person& person, Language language) {
  return std::string(absl::StripAsciiWhitespace(
      absl::StrCat(HonorificIn(person.honorific(), language), " ", person.display_name())));
}

std::string Quoted(absl::string_view text, Language language) {
  if (IsFrench(language)) return absl::StrCat("«", kNoBreakSpace, text, kNoBreakSpace, "»");
  return absl::StrCat("“", text, "”");
}

std::string JoinWithAnd(const std::vector<std::string>& parts, Language language) {
  std::string joined;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      joined += i + 1 == parts.size() ? std::string(In(language, " and ", " et ")) : ", ";
    }
    joined += parts[i];
  }
  return joined;
}

std::string Capitalized(absl::string_view text, Language language) {
  icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (unicode.isEmpty()) return "";
  const int32_t end = unicode.moveIndex32(0, 1);
  icu::UnicodeString first(unicode, 0, end);
  unicode.replace(0, end, first.toUpper(LocaleOf(language)));
  std::string result;
  unicode.toUTF8String(result);
  return result;
}

std::string OfPlace(absl::string_view name, Language language) {
  if (!IsFrench(language)) return absl::StrCat("of ", name);
  if (absl::ConsumePrefix(&name, "Le ")) return absl::StrCat("du ", name);
  if (absl::ConsumePrefix(&name, "Les ")) return absl::StrCat("des ", name);
  static constexpr absl::string_view kVowels[] = {"A", "E", "I", "O", "U", "Y", "É", "È", "Ê", "Î",
                                                  "Ô", "Œ", "a", "e", "i", "o", "u", "é", "è", "ê"};
  for (const absl::string_view vowel : kVowels) {
    if (absl::StartsWith(name, vowel)) return absl::StrCat("d’", name);
  }
  return absl::StrCat("de ", name);
}

std::string Labelled(absl::string_view label, absl::string_view value, Language language) {
  // French sets a no-break space before a colon.
  return absl::StrCat(label, In(language, "", kNoBreakSpace), ": ", value);
}

}  // namespace jumelage::cli
