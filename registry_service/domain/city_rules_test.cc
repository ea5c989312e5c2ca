#include "registry_service/domain/city_rules.h"

#include <cmath>
#include <string>
#include <vector>

#include "common/base/limits.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::City;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

const absl::CivilDay kToday(2026, 5, 9);

City Parse(const std::string& text) {
  City city;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &city)) << text;
  return city;
}

std::vector<std::string> FieldsOf(const City& city) {
  Violations violations;
  CheckCity(city, kToday, &violations);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.list()) fields.push_back(violation.field);
  return fields;
}

TEST(CityRulesTest, EachRuleNamesItsField) {
  const struct {
    std::string city;  // in addition to the display name
    std::vector<std::string> fields;
  } kCases[] = {
      {"", {}},
      {"country: 'FR' region: 'FR-90' kind: KIND_CITY", {}},
      {"country: 'XX'", {"city.country"}},
      {"country: 'fr'", {"city.country"}},
      {"country: 'UK'", {"city.country"}},
      {"region: 'FR-90'", {"city.region"}},
      {"country: 'FR' region: 'US-TX'", {"city.region"}},
      {"country: 'US' region: 'US-tx'", {"city.region"}},
      {"country: 'US' region: 'US-'", {"city.region"}},
      {"names { text: 'Delsberg' language_code: 'de' kind: KIND_EXONYM }", {}},
      {"names { language_code: 'german!' }", {"city.names[0].text", "city.names[0].language_code"}},
      {"names { text: 'x' since { precision: PRECISION_YEAR earliest { year: 1960 } } "
       "until { precision: PRECISION_YEAR earliest { year: 1950 } } }",
       {"city.names[0].until"}},
      {"location { latitude: 91 longitude: -181 }",
       {"city.location.latitude", "city.location.longitude"}},
      {"distances { place { city: 'cities/paris' } distance_km: 20041 }",
       {"city.distances[0].distance_km"}},
      {"distances { place { city: 'Paris' } distance_km: -1 }",
       {"city.distances[0].place.city", "city.distances[0].distance_km"}},
      {"distances { distance_km: 60 }", {"city.distances[0].place"}},
      {"distances { place { named_place { country: 'FR' } } }",
       {"city.distances[0].place.named_place.display_name"}},
      {"populations { value: -1 }", {"city.populations[0].value"}},
      {"populations { value: 1 as_of { precision: PRECISION_MONTH "
       "earliest { year: 2007 month: 13 } } }",
       {"city.populations[0].as_of.earliest.month"}},
      {"facts { texts { language_code: 'fr' text: 'x' } }", {"city.facts[0].topic"}},
      {"facts { topic: TOPIC_CULTURE }", {"city.facts[0].texts"}},
      {"distinctions { organization: 'cities/x' }",
       {"city.distinctions[0].titles", "city.distinctions[0].organization"}},
      {"websites { uri: 'ftp://belfort.fr' }", {"city.websites[0].uri"}},
      {"offices { holders { ordinal: -1 } }",
       {"city.offices[0].titles", "city.offices[0].holders[0].ordinal"}},
      {"offices { titles { language_code: 'fr' text: 'Maire' } holders { "
       "term_start { precision: PRECISION_YEAR earliest { year: 2008 } } "
       "term_end { precision: PRECISION_DAY earliest { year: 2007 month: 12 day: 31 } } } }",
       {"city.offices[0].holders[0].term_end"}},
      {"name: 'cities/a' parent: 'cities/a'", {"city.parent"}},
      {"parent: 'berlin'", {"city.parent"}},
      {"areas { level: ADMINISTRATIVE_LEVEL_STATE }", {"city.areas[0].place"}},
      {"parts { part_count: 5 level: ADMINISTRATIVE_LEVEL_COMMUNE }", {}},
      {"parts { }", {"city.parts[0].part_count"}},
      {"parts { place { city: 'cities/b' } part_count: 2 }", {"city.parts[0].part_count"}},
      {"external_ids { scheme: 'wikidata' value: 'Q1' } "
       "external_ids { scheme: 'wikidata' value: 'Q1' }",
       {"city.external_ids[1]"}},
      {"descriptions { language_code: 'fr' text: 'a' } "
       "descriptions { language_code: 'fr' text: 'b' }",
       {"city.descriptions[1]"}},
      {"sources { publisher: 'p' retrieved_date { year: 2026 month: 5 day: 10 } }",
       {"city.sources[0].title", "city.sources[0].retrieved_date"}},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(FieldsOf(Parse("display_name: 'A' " + c.city)), UnorderedElementsAreArray(c.fields))
        << c.city;
  }
}

TEST(CityRulesTest, ADisplayNameIsRequiredAndBounded) {
  EXPECT_THAT(FieldsOf(City()), ElementsAre("city.display_name"));
  City city;
  city.set_display_name(std::string(kMaxNameLength + 1, 'a'));
  // Two checks find that the name is too long, but it is reported only once.
  EXPECT_THAT(FieldsOf(city), ElementsAre("city.display_name"));
  city.set_display_name("a\nb");
  EXPECT_THAT(FieldsOf(city), ElementsAre("city.display_name"));
  city.set_display_name("\xff");
  EXPECT_THAT(FieldsOf(city), Contains("city.display_name"));
}

TEST(CityRulesTest, TextsAreBounded) {
  City city = Parse("display_name: 'A' descriptions { language_code: 'fr' }");
  city.mutable_descriptions(0)->set_text(std::string(kMaxTextLength, 'a'));
  EXPECT_THAT(FieldsOf(city), IsEmpty());
  city.mutable_descriptions(0)->set_text(std::string(kMaxTextLength + 1, 'a'));
  EXPECT_THAT(FieldsOf(city), ElementsAre("city.descriptions[0].text"));
}

TEST(CityRulesTest, ListsAndTheWholeMessageAreBounded) {
  City city = Parse("display_name: 'A'");
  for (int i = 0; i <= kMaxEntries; ++i) city.add_names()->set_text("a");
  EXPECT_THAT(FieldsOf(city), ElementsAre("city.names"));
  city.clear_names();
  for (int i = 0; i < 20; ++i) {
    auto* text = city.add_facts();
    text->set_topic(type::v1::TOPIC_HISTORY);
    text->add_texts()->set_language_code("fr");
    text->mutable_texts(0)->set_text(std::string(kMaxTextLength, 'a'));
  }
  EXPECT_THAT(FieldsOf(city), ElementsAre("city"));
}

TEST(CityRulesTest, RefusesNaNAndUnknownEnumValues) {
  City city = Parse("display_name: 'A' distances { place { city: 'cities/b' } }");
  city.mutable_distances(0)->set_distance_km(std::nan(""));
  city.set_kind(static_cast<City::Kind>(99));
  city.set_level(static_cast<registry::v1::AdministrativeLevel>(99));
  EXPECT_THAT(FieldsOf(city), UnorderedElementsAreArray(
                                  {"city.distances[0].distance_km", "city.kind", "city.level"}));
}

}  // namespace
}  // namespace jumelage
