#include "registry_service/domain/twinning_rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::Twinning;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAreArray;

const absl::CivilDay kToday(2026, 5, 9);
constexpr char kPair[] = "sides { city: 'cities/a' } sides { city: 'cities/b' } ";

Twinning Parse(const std::string& text) {
  Twinning twinning;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &twinning)) << text;
  return twinning;
}

std::vector<std::string> FieldsIn(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.list()) fields.push_back(violation.field);
  return fields;
}

TEST(TwinningRulesTest, EachRuleNamesItsField) {
  const std::string kValid = std::string("kind: KIND_TWINNING ") + kPair;
  const struct {
    std::string twinning;
    std::vector<std::string> fields;
  } kCases[] = {
      {kValid, {}},
      {"", {"twinning.kind", "twinning.sides"}},
      {"kind: KIND_TWINNING sides { city: 'cities/a' }", {"twinning.sides"}},
      {"kind: KIND_TWINNING sides { city: 'cities/a' } sides { city: 'cities/a' }",
       {"twinning.sides[1].city"}},
      {"kind: KIND_TWINNING sides { city: 'cities/A' } sides { }",
       {"twinning.sides[0].city", "twinning.sides[1].city"}},
      {"kind: KIND_TWINNING sides { city: 'cities/a' attestation { "
       "since { precision: PRECISION_YEAR earliest { year: 2100 } } } } sides { city: 'cities/b' }",
       {"twinning.sides[0].attestation.since", "twinning.sides[0].attestation.evidence"}},
      {kValid + "established { precision: PRECISION_YEAR earliest { year: 2100 } }",
       {"twinning.established"}},
      {kValid + "established { precision: PRECISION_YEAR earliest { year: 1985 } } "
                "relation_since { precision: PRECISION_YEAR earliest { year: 1986 } }",
       {"twinning.relation_since"}},
      {kValid + "established { precision: PRECISION_YEAR earliest { year: 1985 } } "
                "relation_since { precision: PRECISION_YEAR earliest { year: 1985 } }",
       {}},
      {kValid + "charter: 'x' agreements: 'agreements/c' agreements: 'agreements/c'",
       {"twinning.charter", "twinning.agreements[1]"}},
      {kValid + "organizations { organization: 'organizations/o' city: 'cities/c' } "
                "organizations { organization: 'organizations/o' }",
       {"twinning.organizations[0].city", "twinning.organizations[1].organization"}},
      {kValid + "themes: TOPIC_PEACE themes: TOPIC_PEACE themes: TOPIC_UNSPECIFIED",
       {"twinning.themes[1]", "twinning.themes[2]"}},
      {kValid + "ledger { step: STEP_END } ledger { step: STEP_SIGN }",
       {"twinning.ledger[1].step"}},
      {kValid + "motives { }", {"twinning.motives[0].topic", "twinning.motives[0].texts"}},
  };
  for (const auto& c : kCases) {
    Violations violations;
    CheckTwinning(Parse(c.twinning), kToday, &violations);
    EXPECT_THAT(FieldsIn(violations), UnorderedElementsAreArray(c.fields)) << c.twinning;
  }
}

TEST(OrderSidesTest, SortsThemByTheirCities) {
  Twinning twinning = Parse(
      "sides { city: 'cities/b' priority: PRIORITY_HIGH } "
      "sides { city: 'cities/a' }");
  OrderSides(&twinning);
  EXPECT_EQ(twinning.sides(0).city(), "cities/a");
  EXPECT_EQ(twinning.sides(1).priority(), registry::v1::TwinningSide::PRIORITY_HIGH);
}

TEST(KeepSidesTest, KeepsAttestationsAndRefusesOtherCities) {
  const Twinning before = Parse(
      "sides { city: 'cities/a' attestation { evidence { title: 'page' } } } "
      "sides { city: 'cities/b' }");
  Twinning after = Parse(
      "sides { city: 'cities/b' attestation { evidence { title: 'made up' } } } "
      "sides { city: 'cities/a' priority: PRIORITY_HIGH }");
  Violations violations;
  KeepSides(before, &after, &violations);
  EXPECT_TRUE(violations.empty());
  EXPECT_EQ(after.sides(0).attestation().evidence(0).title(), "page");
  EXPECT_EQ(after.sides(0).priority(), registry::v1::TwinningSide::PRIORITY_HIGH);
  EXPECT_FALSE(after.sides(1).has_attestation());

  Twinning other = Parse("sides { city: 'cities/a' } sides { city: 'cities/c' }");
  KeepSides(before, &other, &violations);
  EXPECT_THAT(FieldsIn(violations), ElementsAre("twinning.sides[1].city"));
}

TEST(SideOfTest, FindsASideByItsCity) {
  Twinning twinning = Parse(kPair);
  EXPECT_EQ(SideOf(twinning, "cities/b"), &twinning.sides(1));
  EXPECT_EQ(SideOf(twinning, "cities/c"), nullptr);
  EXPECT_EQ(MutableSideOf(&twinning, "cities/a"), twinning.mutable_sides(0));
}

}  // namespace
}  // namespace jumelage
