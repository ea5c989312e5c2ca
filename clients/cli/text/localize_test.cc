#include "clients/cli/text/localize.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

constexpr Language kEnglish = Language::kEnglish;
constexpr Language kFrench = Language::kFrench;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

struct DateCase {
  const char* date;
  const char* english;
  const char* french;
  const char* machine;
};

// Dates keep their precision: nothing is added, nothing is lost.
TEST(LocalizeTest, WritesOnlyTheKnownPartsOfDates) {
  const DateCase kCases[] = {
      {"precision: PRECISION_DAY earliest { year: 1985 month: 5 day: 12 }", "12 May 1985",
       "12 mai 1985", "1985-05-12"},
      {"precision: PRECISION_DAY earliest { year: 2008 month: 8 day: 1 }", "1 August 2008",
       "1er août 2008", "2008-08-01"},
      {"precision: PRECISION_MONTH earliest { year: 2007 month: 6 }", "June 2007", "juin 2007",
       "2007-06"},
      {"precision: PRECISION_YEAR earliest { year: 1968 }", "1968", "1968", "1968"},
      {"precision: PRECISION_YEAR qualifier: QUALIFIER_ABOUT earliest { year: 1990 }", "about 1990",
       "vers 1990", ""},
      {"precision: PRECISION_MONTH qualifier: QUALIFIER_BEFORE earliest { year: 1990 month: 2 }",
       "before February 1990", "avant février 1990", ""},
      {"precision: PRECISION_YEAR qualifier: QUALIFIER_AFTER earliest { year: 1990 }", "after 1990",
       "après 1990", ""},
      {"precision: PRECISION_RANGE earliest { year: 1990 } latest { year: 1994 }",
       "between 1990 and 1994", "entre 1990 et 1994", ""},
      {"precision: PRECISION_RANGE earliest { year: 1990 }", "not before 1990", "pas avant 1990",
       ""},
      {"precision: PRECISION_RANGE latest { year: 1987 month: 6 }", "not after June 1987",
       "au plus tard en juin 1987", ""},
      {"precision: PRECISION_RANGE latest { year: 1945 }", "not after 1945", "au plus tard en 1945",
       ""},
      {"precision: PRECISION_RANGE latest { year: 1985 month: 5 day: 12 }", "not after 12 May 1985",
       "au plus tard le 12 mai 1985", ""},
      {"precision: PRECISION_RANGE earliest { year: 2010 month: 5 day: 3 } "
       "latest { year: 2010 month: 6 day: 1 }",
       "between 3 May 2010 and 1 June 2010", "entre le 3 mai 2010 et le 1er juin 2010", ""},
      {"precision: PRECISION_DAY qualifier: QUALIFIER_BEFORE earliest { year: 1985 month: 5 day: "
       "12 "
       "}",
       "before 12 May 1985", "avant le 12 mai 1985", ""},
      {"precision: PRECISION_DAY qualifier: QUALIFIER_AFTER earliest { year: 1985 month: 5 day: 1 "
       "}",
       "after 1 May 1985", "après le 1er mai 1985", ""},
      {"precision: PRECISION_DAY qualifier: QUALIFIER_ABOUT earliest { year: 1985 month: 5 day: 1 "
       "}",
       "about 1 May 1985", "vers le 1er mai 1985", ""},
      {"precision: PRECISION_MONTH qualifier: QUALIFIER_ABOUT earliest { year: 1985 month: 8 }",
       "about August 1985", "vers août 1985", ""},
      {"precision: PRECISION_YEAR qualifier: QUALIFIER_BEFORE earliest { year: 1985 }",
       "before 1985", "avant 1985", ""},
      {"precision: PRECISION_RANGE earliest { year: 1985 month: 5 day: 1 }",
       "not before 1 May 1985", "pas avant le 1er mai 1985", ""},
      {"precision: PRECISION_RANGE earliest { year: 1985 month: 5 day: 12 } latest { year: 1986 }",
       "between 12 May 1985 and 1986", "entre le 12 mai 1985 et 1986", ""},
      {"precision: PRECISION_RANGE original_text: 'jadis'", "“jadis”", "«\u00a0jadis\u00a0»", ""},
      {"", "", "", ""},
  };
  for (const DateCase& c : kCases) {
    const auto date = Parse<type::v1::UncertainDate>(c.date);
    EXPECT_EQ(FormatDate(date, kEnglish), c.english) << c.date;
    EXPECT_EQ(FormatDate(date, kFrench), c.french) << c.date;
    EXPECT_EQ(MachineDate(date), c.machine) << c.date;
  }
}

TEST(LocalizeTest, QuotesTheSourceOnlyForRanges) {
  const auto range = Parse<type::v1::UncertainDate>(
      "precision: PRECISION_RANGE earliest { year: 1990 } latest { year: 1994 } "
      "original_text: 'début des années 90'");
  EXPECT_EQ(FormatDateWithWords(range, kFrench),
            "entre 1990 et 1994 («\u00a0début des années 90\u00a0»)");
  const auto year = Parse<type::v1::UncertainDate>(
      "precision: PRECISION_YEAR earliest { year: 2000 } original_text: 'depuis 2000'");
  EXPECT_EQ(FormatDateWithWords(year, kFrench), "2000");
}

TEST(LocalizeTest, WritesDaysAfterTheirPreposition) {
  google::type::Date date;
  date.set_year(1985);
  EXPECT_EQ(FormatOnDay(date, kEnglish), "in 1985");
  EXPECT_EQ(FormatOnDay(date, kFrench), "en 1985");
  date.set_month(5);
  EXPECT_EQ(FormatOnDay(date, kEnglish), "in May 1985");
  EXPECT_EQ(FormatOnDay(date, kFrench), "en mai 1985");
  date.set_day(1);
  EXPECT_EQ(FormatOnDay(date, kEnglish), "on 1 May 1985");
  EXPECT_EQ(FormatOnDay(date, kFrench), "le 1er mai 1985");
}

TEST(LocalizeTest, WritesPeriods) {
  const auto year = [](int y) {
    type::v1::UncertainDate date;
    date.set_precision(type::v1::UncertainDate::PRECISION_YEAR);
    date.mutable_earliest()->set_year(y);
    return date;
  };
  EXPECT_EQ(FormatPeriod(year(2005), {}, kEnglish), "since 2005");
  EXPECT_EQ(FormatPeriod(year(2005), {}, kFrench), "depuis 2005");
  EXPECT_EQ(FormatPeriod({}, year(2010), kEnglish), "until 2010");
  EXPECT_EQ(FormatPeriod(year(2005), year(2010), kFrench), "2005 – 2010");
  EXPECT_EQ(FormatPeriod({}, {}, kFrench), "");
  const auto day = Parse<type::v1::UncertainDate>(
      "precision: PRECISION_DAY earliest { year: 2008 month: 12 day: 28 }");
  EXPECT_EQ(FormatPeriod(day, {}, kFrench), "depuis le 28 décembre 2008");
  EXPECT_EQ(FormatPeriod(day, {}, kEnglish), "since 28 December 2008");
  EXPECT_EQ(FormatPeriod({}, day, kFrench), "jusqu’au 28 décembre 2008");
  EXPECT_EQ(FormatPeriod({}, year(2010), kFrench), "jusqu’en 2010");
  type::v1::UncertainDate about = year(1990);
  about.set_qualifier(type::v1::UncertainDate::QUALIFIER_ABOUT);
  EXPECT_EQ(FormatPeriod(about, {}, kFrench), "début vers 1990");
  EXPECT_EQ(FormatPeriod({}, about, kEnglish), "end about 1990");
}

TEST(LocalizeTest, GroupsDigitsByTheRulesOfTheLanguage) {
  EXPECT_EQ(FormatNumber(3200000, kEnglish), "3,200,000");
  EXPECT_EQ(FormatNumber(3200000, kFrench), "3\u202f200\u202f000");
  EXPECT_EQ(FormatNumber(999, kEnglish), "999");
  EXPECT_EQ(FormatNumber(1000, kEnglish), "1,000");
  EXPECT_EQ(FormatNumber(-1234, kEnglish), "-1,234");
  EXPECT_EQ(FormatNumber(0, kFrench), "0");
  EXPECT_EQ(FormatDecimal(12.5, kFrench), "12,5");
  EXPECT_EQ(FormatDecimal(12.0, kFrench), "12");
  EXPECT_EQ(FormatDecimal(33.34, kEnglish), "33.3");
  EXPECT_EQ(FormatDecimal(-0.5, kEnglish), "-0.5");
}

TEST(LocalizeTest, WritesCountsWithTheirQualifier) {
  const auto nearly = Parse<type::v1::QualifiedCount>("value: 50000 qualifier: QUALIFIER_NEARLY");
  EXPECT_EQ(FormatCount(nearly, kEnglish), "nearly 50,000");
  EXPECT_EQ(FormatCount(nearly, kFrench), "près de 50\u202f000");
  const auto over = Parse<type::v1::QualifiedCount>("value: 120000 qualifier: QUALIFIER_OVER");
  EXPECT_EQ(FormatCount(over, kFrench), "plus de 120\u202f000");
  const auto about = Parse<type::v1::QualifiedCount>("value: 780000 qualifier: QUALIFIER_ABOUT");
  EXPECT_EQ(FormatCount(about, kEnglish), "about 780,000");
  const auto plain = Parse<type::v1::QualifiedCount>("value: 12000");
  EXPECT_EQ(FormatCount(plain, kEnglish), "12,000");
}

TEST(LocalizeTest, ChoosesTheFormOfANoun) {
  for (const int64_t count : {0, 1, 2, 21, 1000000}) {
    EXPECT_EQ(NounFor(count, "city", "cities", kEnglish), count == 1 ? "city" : "cities") << count;
    EXPECT_EQ(NounFor(count, "ville", "villes", kFrench), count < 2 ? "ville" : "villes") << count;
  }
}

TEST(LocalizeTest, WritesOrdinals) {
  EXPECT_EQ(FormatOrdinal(1, kFrench), "1er");
  EXPECT_EQ(FormatOrdinal(2, kFrench), "2e");
  EXPECT_EQ(FormatOrdinal(1, kEnglish), "1st");
  EXPECT_EQ(FormatOrdinal(11, kEnglish), "11th");
  EXPECT_EQ(FormatOrdinal(22, kEnglish), "22nd");
  EXPECT_EQ(FormatOrdinal(113, kEnglish), "113th");
}

TEST(LocalizeTest, NamesCountries) {
  EXPECT_EQ(CountryName("BF", kFrench), "Burkina Faso");
  EXPECT_EQ(CountryName("DE", kFrench), "Allemagne");
  EXPECT_EQ(CountryName("DE", kEnglish), "Germany");
  EXPECT_EQ(CountryName("", kEnglish), "");
}

TEST(LocalizeTest, NamesCitiesInTheLanguage) {
  const auto city = Parse<registry::v1::City>(
      "display_name: 'Zaporizhzhia' "
      "names { text: 'Zaporogie' language_code: 'fr' kind: KIND_MISSPELLING } "
      "names { text: 'Zaporojie' language_code: 'fr' kind: KIND_EXONYM }");
  EXPECT_EQ(CityNameIn(city, kFrench), "Zaporojie");
  EXPECT_EQ(CityNameIn(city, kEnglish), "Zaporizhzhia");
}

TEST(LocalizeTest, PicksTheTextInTheLanguageOrTheNextBest) {
  LocalizedTexts texts;
  EXPECT_EQ(PickText(texts, kFrench), nullptr);
  auto* german = texts.Add();
  german->set_language_code("de");
  german->set_text("Stadt");
  EXPECT_EQ(TextIn(texts, kFrench), "Stadt");
  auto* english = texts.Add();
  english->set_language_code("en-GB");
  english->set_text("city");
  EXPECT_EQ(TextIn(texts, kFrench), "city");
  auto* other = texts.Add();
  other->set_language_code("frr");
  other->set_text("stää");
  EXPECT_EQ(TextIn(texts, kFrench), "city");
  auto* french = texts.Add();
  french->set_language_code("fr");
  french->set_text("ville");
  EXPECT_EQ(TextIn(texts, kFrench), "ville");
}

TEST(LocalizeTest, JoinsWords) {
  EXPECT_EQ(JoinWithAnd({}, kEnglish), "");
  EXPECT_EQ(JoinWithAnd({"a"}, kEnglish), "a");
  EXPECT_EQ(JoinWithAnd({"a", "b", "c"}, kFrench), "a, b et c");
  EXPECT_EQ(Capitalized("école", kFrench), "École");
  EXPECT_EQ(Capitalized("", kFrench), "");
  EXPECT_EQ(OfPlace("Rome", kFrench), "de Rome");
  EXPECT_EQ(OfPlace("Anderlecht", kFrench), "d’Anderlecht");
  EXPECT_EQ(OfPlace("Le Mans", kFrench), "du Mans");
  EXPECT_EQ(OfPlace("Amsterdam", kEnglish), "of Amsterdam");
  EXPECT_EQ(Labelled("Maire", "x", kFrench), "Maire\u00a0: x");
  type::v1::Person person;
  person.set_honorific("Dr");
  person.set_display_name("Ortlieb");
  EXPECT_EQ(FormatPerson(person, kEnglish), "Dr Ortlieb");
  EXPECT_EQ(FormatPerson({}, kFrench), "");
  person.set_honorific("Docteur");
  EXPECT_EQ(FormatPerson(person, kEnglish), "Dr Ortlieb");
  EXPECT_EQ(FormatPerson(person, kFrench), "Docteur Ortlieb");
  person.set_honorific("Mr");
  EXPECT_EQ(FormatPerson(person, kFrench), "M. Ortlieb");
}

}  // namespace
}  // namespace jumelage::cli
