#include "common/values/value_checks.h"

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using google::type::LocalizedText;
using testing::ElementsAre;
using testing::IsEmpty;

const absl::CivilDay kToday(2026, 6, 15);

template <typename M>
google::protobuf::RepeatedPtrField<M> Entries(const std::vector<std::string>& texts) {
  google::protobuf::RepeatedPtrField<M> entries;
  for (const std::string& text : texts) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, entries.Add())) << text;
  }
  return entries;
}

// Returns the fields of the violations that `check` adds.
std::vector<std::string> Fields(const std::function<void(Violations*)>& check) {
  Violations violations;
  check(&violations);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.list()) fields.push_back(violation.field);
  return fields;
}

std::vector<std::string> TextFields(const std::vector<std::string>& texts,
                                    const TextRules& rules = {}) {
  return Fields([&](Violations* violations) {
    CheckTexts("notes", Entries<LocalizedText>(texts), rules, violations);
  });
}

TEST(TextsTest, HaveATextAndALanguage) {
  EXPECT_THAT(TextFields({}), IsEmpty());
  EXPECT_THAT(TextFields({"text: 'Eau\\nclaire' language_code: 'fr'"}), IsEmpty());
  EXPECT_THAT(TextFields({"language_code: 'fr'", "text: 'x'", "text: 'x' language_code: '1'"}),
              ElementsAre("notes[0].text", "notes[1].language_code", "notes[2].language_code"));
  TextRules required;
  required.required = true;
  EXPECT_THAT(TextFields({}, required), ElementsAre("notes"));
}

TEST(TextsTest, AreOnePerLanguageUnlessTheyAreSpellings) {
  const std::vector<std::string> two = {"text: 'Stafford' language_code: 'en'",
                                        "text: 'Staffort' language_code: 'EN'"};
  EXPECT_THAT(TextFields(two), ElementsAre("notes[1]"));
  TextRules spellings;
  spellings.spellings = true;
  EXPECT_THAT(TextFields(two, spellings), IsEmpty());
  EXPECT_THAT(TextFields({two[0], two[0]}, spellings), ElementsAre("notes[1]"));
  // Redacted texts may have differed before they were redacted.
  const std::string redacted = "text: '[redacted]' language_code: 'en'";
  EXPECT_THAT(TextFields({redacted, redacted}, spellings), IsEmpty());
}

TEST(TextsTest, KeepToTheirLengthInCharacters) {
  TextRules rules;
  rules.max_length = 3;
  EXPECT_THAT(TextFields({"text: 'éèà' language_code: 'fr'"}, rules), IsEmpty());
  EXPECT_THAT(TextFields({"text: 'éèàù' language_code: 'fr'"}, rules),
              ElementsAre("notes[0].text"));
}

TEST(TextsTest, ShortOnesAreOneLine) {
  TextRules titles;
  titles.max_length = kMaxNameLength;
  EXPECT_THAT(TextFields({"text: 'a\\nb' language_code: 'fr'"}, titles),
              ElementsAre("notes[0].text"));
  EXPECT_THAT(TextFields({"text: 'a\\001b' language_code: 'fr'"}), ElementsAre("notes[0].text"));
}

TEST(LineTest, HasALimitAndNoControlCharacters) {
  const auto fields = [](const std::string& text, bool required) {
    return Fields([&](Violations* violations) {
      required ? CheckRequiredLine("body", text, 5, violations)
               : CheckLine("body", text, 5, violations);
    });
  };
  EXPECT_THAT(fields("", false), IsEmpty());
  EXPECT_THAT(fields("ville", true), IsEmpty());
  EXPECT_THAT(fields("", true), ElementsAre("body"));
  EXPECT_THAT(fields(" \t", true), ElementsAre("body"));
  EXPECT_THAT(fields("villes", false), ElementsAre("body"));
  EXPECT_THAT(fields("a\x7f", false), ElementsAre("body"));
}

TEST(LanguageCodeTest, HasTheFormOfATag) {
  for (const char* const good : {"", "fr", "mos", "zh-Hans", "pt-BR", "de-CH-1996"}) {
    EXPECT_THAT(Fields([&](Violations* v) { CheckLanguageCode("language", good, v); }), IsEmpty())
        << good;
  }
  for (const char* const bad : {"f", "fr_FR", "fr-", "-fr", "f1", "französisch", "fr-123456789"}) {
    EXPECT_THAT(Fields([&](Violations* v) { CheckLanguageCode("language", bad, v); }),
                ElementsAre("language"))
        << bad;
  }
}

TEST(UriTest, IsAbsoluteHttpOrHttps) {
  for (const char* const good :
       {"https://example.org", "http://example.org/a?b=c#d", "HTTPS://example.org:8080/é"}) {
    EXPECT_THAT(Fields([&](Violations* v) { CheckUri("uri", good, v); }), IsEmpty()) << good;
  }
  for (const char* const bad : {"", "example.org", "ftp://example.org", "https://", "https:///path",
                                "javascript:alert(1)", "https://a b", "http://a\"><script>"}) {
    EXPECT_THAT(Fields([&](Violations* v) { CheckUri("uri", bad, v); }), ElementsAre("uri")) << bad;
  }
  const std::string host = "https://example.org/";
  const std::string longest = host + std::string(2000 - host.size(), 'x');
  EXPECT_THAT(Fields([&](Violations* v) { CheckUri("uri", longest, v); }), IsEmpty());
  EXPECT_THAT(Fields([&](Violations* v) { CheckUri("uri", longest + "x", v); }),
              ElementsAre("uri"));
}

TEST(LatLngTest, IsOnTheGlobe) {
  const auto fields = [](double latitude, double longitude) {
    google::type::LatLng location;
    location.set_latitude(latitude);
    location.set_longitude(longitude);
    return Fields([&](Violations* v) { CheckLatLng("location", location, v); });
  };
  EXPECT_THAT(fields(-90, 180), IsEmpty());
  EXPECT_THAT(fields(90.1, -180.1), ElementsAre("location.latitude", "location.longitude"));
  EXPECT_THAT(fields(std::numeric_limits<double>::quiet_NaN(), 0),
              ElementsAre("location.latitude"));
}

TEST(QualifiedCountTest, IsNotNegative) {
  type::v1::QualifiedCount count;
  EXPECT_THAT(Fields([&](Violations* v) { CheckQualifiedCount("size", count, v); }), IsEmpty());
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "value: -1 qualifier: 17 as_of { precision: PRECISION_YEAR } original_text: 'a\\nb'",
      &count));
  EXPECT_THAT(
      Fields([&](Violations* v) { CheckQualifiedCount("size", count, v); }),
      ElementsAre("size.value", "size.qualifier", "size.as_of.earliest", "size.original_text"));
}

TEST(ExternalIdsTest, OccurOnce) {
  const auto ids = Entries<type::v1::ExternalId>(
      {"scheme: 'wikidata' value: 'Q171545'", "scheme: 'wikidata' value: 'Q171545'",
       "scheme: 'Wiki Data' value: 'Q1'", "scheme: 'insee'"});
  EXPECT_THAT(Fields([&](Violations* v) { CheckExternalIds("ids", ids, v); }),
              ElementsAre("ids[1]", "ids[2].scheme", "ids[3].value"));
}

TEST(SourcesTest, CheckEachField) {
  const auto sources = Entries<type::v1::Source>(
      {"title: 'Page' uri: 'https://example.org' retrieved_date { year: 2026 month: 6 day: 15 }",
       "retrieved_date { year: 2026 month: 6 }", "title: 'x' uri: 'x' language_code: '?'",
       "title: 'x' retrieved_date { year: 2026 month: 6 day: 16 }",
       "title: 'x' published_date { earliest { year: 2000 month: 13 } precision: PRECISION_MONTH "
       "}"});
  EXPECT_THAT(Fields([&](Violations* v) { CheckSources("sources", sources, kToday, v); }),
              ElementsAre("sources[1].title", "sources[1].retrieved_date", "sources[2].uri",
                          "sources[2].language_code", "sources[3].retrieved_date",
                          "sources[4].published_date.earliest.month"));
}

TEST(FactsTest, CheckEachField) {
  const auto facts = Entries<type::v1::Fact>(
      {"topic: TOPIC_CULTURE texts { text: 'x' language_code: 'fr' } people: 'Jacques Brel'",
       "topic: 99 people: '' places: 'a\\nb'",
       "topic: TOPIC_CULTURE texts { text: 'x' language_code: 'fr' } sources {} "
       "since { earliest { year: 2006 } precision: PRECISION_YEAR } "
       "until { earliest { year: 2005 } precision: PRECISION_YEAR }"});
  EXPECT_THAT(Fields([&](Violations* v) { CheckFacts("facts", facts, kToday, v); }),
              ElementsAre("facts[1].topic", "facts[1].texts", "facts[1].people[0]",
                          "facts[1].places[0]", "facts[2].until", "facts[2].sources[0].title"));
}

TEST(LinksTest, CheckEachField) {
  const auto links = Entries<type::v1::Link>(
      {"uri: 'https://example.org' titles { text: 'x' language_code: 'fr' }",
       "titles { text: 'x' } language_code: '?' media_type: 'a\\nb' document_date {}"});
  EXPECT_THAT(
      Fields([&](Violations* v) { CheckLinks("links", links, v); }),
      ElementsAre("links[1].uri", "links[1].titles[0].language_code", "links[1].language_code",
                  "links[1].media_type", "links[1].document_date.precision"));
}

TEST(DecisionTest, ChecksEachField) {
  type::v1::Decision decision;
  EXPECT_THAT(Fields([&](Violations* v) { CheckDecision("decision", decision, kToday, v); }),
              IsEmpty());
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        body: "Conseil\nmunicipal"
        agreement: "twinnings/x"
        decision_date { precision: PRECISION_DAY }
        texts { language_code: "fr" }
        sources {}
      )pb",
      &decision));
  EXPECT_THAT(Fields([&](Violations* v) { CheckDecision("decision", decision, kToday, v); }),
              ElementsAre("decision.body", "decision.agreement", "decision.decision_date.earliest",
                          "decision.texts[0].text", "decision.sources[0].title"));
}

}  // namespace
}  // namespace jumelage
