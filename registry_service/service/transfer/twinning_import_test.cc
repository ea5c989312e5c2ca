// Imports of twinning records and statements: which twinning they mean, and which of its sides.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/service/transfer/import_fixture.h"

namespace jumelage {
namespace {

using registry::v1::ImportRecordsResponse;
using registry::v1::Twinning;
using registry::v1::TwinningSide;
using testing::ElementsAre;
using testing::IsEmpty;

// A record whose sides are the same city never matches an existing twinning of that city. It is
// refused even if it has the name or an external id of an existing twinning.
TEST_F(ImportTest, ATwinningOfACityWithItselfIsRefused) {
  Import(
      "records { city { name: 'cities/a' display_name: 'A' merged_into: 'cities/b' } }"
      "records { city { name: 'cities/b' display_name: 'B' } }"
      "records { city { name: 'cities/c' display_name: 'C' } }"
      "records { city { name: 'cities/x' display_name: 'X' merged_into: 'cities/y' } }"
      "records { city { name: 'cities/y' display_name: 'Y' } }"
      "records { twinning { name: 'twinnings/b-c' kind: KIND_TWINNING sides { city: 'cities/b' } "
      "sides { city: 'cities/c' } external_ids { scheme: 's' value: '1' } descriptions { text: "
      "'kept' language_code: 'en' } } }");
  for (const std::string sides : {"sides { city: 'cities/b' } sides { city: 'cities/b' }",
                                  "sides { city: 'cities/a' } sides { city: 'cities/b' }",
                                  "sides { city: 'cities/b' } sides { city: 'cities/a' }",
                                  "sides { city: 'cities/a' } sides { city: 'cities/a' }",
                                  "sides { city: 'cities/x' } sides { city: 'cities/y' }"}) {
    for (const std::string start :
         {"kind: KIND_TWINNING", "kind: KIND_FRIENDSHIP", "kind: KIND_TWINNING state: STATE_ENDED",
          "kind: KIND_TWINNING name: 'twinnings/b-c'",
          "kind: KIND_TWINNING external_ids { scheme: 's' value: '1' }"}) {
      for (const std::string mode : {"REPLACE", "MERGE"}) {
        const ImportRecordsResponse response =
            Import(absl::StrCat("records { twinning { ", start, " ", sides,
                                " descriptions { text: 'overwritten' language_code: 'en' } } }"
                                "existing_records: EXISTING_RECORDS_",
                                mode));
        EXPECT_EQ(Refusal(response, 0), "FIELD_INVALID") << start << sides;
        EXPECT_THAT(ViolatedFields(ErrorOf(response, 0)), ElementsAre("twinning.sides[1].city"));
      }
    }
  }
  EXPECT_EQ(GetTwinning("twinnings/b-c").descriptions(0).text(), "kept");
}

// After a merge, the names of the cities in a record may sort in a different order.
TEST_F(ImportTest, SidesAreMatchedByTheirCities) {
  Import(
      "records { city { name: 'cities/a' display_name: 'A' } }"
      "records { city { name: 'cities/m' display_name: 'M' } }"
      "records { city { name: 'cities/z' display_name: 'Z' } }"
      "records { organization { name: 'organizations/o' display_name: 'O' } }"
      "records { twinning { name: 'twinnings/am' kind: KIND_TWINNING "
      "sides { city: 'cities/a' } sides { city: 'cities/m' } } }");
  registry::v1::MergeCityRequest merge;
  merge.set_name("cities/a");
  merge.set_into("cities/z");
  ASSERT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::MergeCity, merge), IsOk());
  for (const bool named : {false, true}) {
    for (const std::string mode : {"REPLACE", "MERGE"}) {
      const ImportRecordsResponse response = Import(
          absl::StrCat("records { twinning { ", named ? "name: 'twinnings/am'" : "",
                       " kind: KIND_TWINNING sides { city: 'cities/m' } sides { city: 'cities/z' "
                       "priority: PRIORITY_HIGH names_used { text: '",
                       named ? "named" : "unnamed", mode,
                       "' language_code: 'fr' } attestation { evidence { title: 'The list' } } } "
                       "organizations { organization: 'organizations/o' city: 'cities/z' } } }"
                       "existing_records: EXISTING_RECORDS_",
                       mode));
      ASSERT_THAT(Outcomes(response), ElementsAre(kUpdated)) << response.ShortDebugString();
      const Twinning twinning = GetTwinning("twinnings/am");
      EXPECT_EQ(twinning.sides(0).city(), "cities/a");
      EXPECT_EQ(twinning.sides(0).priority(), registry::v1::TwinningSide::PRIORITY_HIGH);
      EXPECT_EQ(twinning.sides(0).names_used(0).text(),
                absl::StrCat(named ? "named" : "unnamed", mode));
      EXPECT_EQ(twinning.sides(0).attestation().evidence_size(), 1);
      EXPECT_EQ(twinning.sides(1).priority(), registry::v1::TwinningSide::PRIORITY_UNSPECIFIED);
      EXPECT_THAT(twinning.sides(1).names_used(), IsEmpty());
      EXPECT_EQ(twinning.organizations(0).city(), "cities/a");
    }
  }
}

constexpr char kFourCities[] =
    "records { city { name: 'cities/a' display_name: 'A' "
    "external_ids { scheme: 'wikidata' value: 'Q1' } } }"
    "records { city { name: 'cities/b' display_name: 'B' "
    "external_ids { scheme: 'wikidata' value: 'Q2' } } }"
    "records { city { name: 'cities/c' display_name: 'C' } }"
    "records { city { name: 'cities/d' display_name: 'D' } }";

// Returns a side of a record. `text` tells the fields of one side from those of another.
std::string Side(const std::string& city, const std::string& priority, const std::string& text) {
  return absl::StrCat("sides { city: '", city, "' priority: PRIORITY_", priority,
                      " names_used { language_code: 'en' text: '", text,
                      "' } priority_reasons { topic: TOPIC_CULTURE "
                      "texts { language_code: 'en' text: '",
                      text, "' } } attestation { evidence { title: '", text, "' } } }");
}

TEST_F(ImportTest, ASideOfAnotherCityGivesNothing) {
  struct Case {
    std::string sides;
    // The expected priorities of the sides of a and b, which are HIGH and unspecified before.
    TwinningSide::Priority a, b;
    std::vector<std::string> kept;
  };
  const auto none = TwinningSide::PRIORITY_UNSPECIFIED;
  const std::string b = Side("cities/b", "LOW", "of b");
  const std::string c = Side("cities/c", "NORMAL", "of c");
  const Case cases[] = {
      {b + c, TwinningSide::PRIORITY_HIGH, TwinningSide::PRIORITY_LOW, {"sides[0].city"}},
      {c + b, TwinningSide::PRIORITY_HIGH, TwinningSide::PRIORITY_LOW, {"sides[0].city"}},
      {c + Side("cities/a", "LOW", "of a"), TwinningSide::PRIORITY_LOW, none, {"sides[1].city"}},
      {c + Side("cities/d", "LOW", "of d"),
       TwinningSide::PRIORITY_HIGH,
       none,
       {"sides[0].city", "sides[1].city"}},
      {b + Side("cities/never", "NORMAL", "of none"),
       TwinningSide::PRIORITY_HIGH,
       TwinningSide::PRIORITY_LOW,
       {"sides[0].city"}},
  };
  Import(kFourCities);
  int number = 0;
  for (const Case& wanted : cases) {
    for (const std::string mode : {"MERGE", "REPLACE"}) {
      for (const bool named : {false, true}) {
        const std::string id = absl::StrCat("external_ids { scheme: 's' value: '", ++number, "' }");
        const std::string name = absl::StrCat("twinnings/t", number);
        // An ended twinning of the pair doesn't stand in the way of the next one.
        Import(absl::StrCat(
            "records { twinning { name: '", name, "' kind: KIND_TWINNING ", id,
            " sides { city: 'cities/a' priority: PRIORITY_HIGH "
            "names_used { text: 'old' language_code: 'en' } } sides { city: 'cities/b' } "
            "ledger { step: STEP_SIGN } ledger { step: STEP_END } } }"));
        const Twinning before = GetTwinning(name);
        ASSERT_EQ(before.sides_size(), 2);
        const ImportRecordsResponse response = Import(absl::StrCat(
            "records { twinning { kind: KIND_TWINNING ", named ? "name: '" + name + "' " : "", id,
            wanted.sides, "} } existing_records: EXISTING_RECORDS_", mode));
        const std::string what = absl::StrCat(wanted.sides, mode, named);
        ASSERT_EQ(response.results_size(), 1);
        EXPECT_THAT(response.results(0).kept_fields(), testing::ElementsAreArray(wanted.kept))
            << what << response.ShortDebugString();
        const Twinning after = GetTwinning(name);
        EXPECT_EQ(after.sides(0).priority(), wanted.a) << what;
        EXPECT_EQ(after.sides(1).priority(), wanted.b) << what;
        if (wanted.a == TwinningSide::PRIORITY_HIGH) {
          EXPECT_THAT(after.sides(0), EqualsProto(before.sides(0))) << what;
        }
        if (wanted.b == none) {
          EXPECT_THAT(after.sides(1), EqualsProto(before.sides(1))) << what;
        } else {
          EXPECT_EQ(after.sides(1).names_used(0).text(), "of b") << what;
          EXPECT_EQ(after.sides(1).attestation().evidence(0).title(), "of b") << what;
        }
      }
    }
  }
}

TEST_F(ImportTest, SidesThatCannotBeThoseOfATwinningAreRefused) {
  Import(absl::StrCat(kFourCities,
                      "records { twinning { name: 'twinnings/t' kind: KIND_TWINNING "
                      "sides { city: 'cities/a' } sides { city: 'cities/b' } } }"));
  for (const auto& [sides, field] :
       {std::pair("sides { city: 'cities/b' } sides { }", "sides[0].city"),
        std::pair("sides { city: 'cities/b' } sides { city: 'x' }", "sides[1].city"),
        std::pair("sides { city: 'cities/b' }", "sides")}) {
    for (const std::string mode : {"MERGE", "REPLACE"}) {
      const ImportRecordsResponse response =
          Import(absl::StrCat("records { twinning { name: 'twinnings/t' kind: KIND_TWINNING ",
                              sides, "} } existing_records: EXISTING_RECORDS_", mode));
      EXPECT_EQ(Refusal(response, 0), "FIELD_INVALID") << sides << mode;
      EXPECT_THAT(ViolatedFields(ErrorOf(response, 0)),
                  ElementsAre(absl::StrCat("twinning.", field)));
    }
  }
}

// The order of the names is the reverse of that of the changes, in every state.
TEST_F(ImportTest, OfSeveralTwinningsOfAPairTheFirstByNameIsMeant) {
  const auto twinning = [](const std::string& id, const std::string& more) {
    return absl::StrCat("records { twinning { name: 'twinnings/", id, "' kind: KIND_TWINNING ",
                        "sides { city: 'cities/a' } sides { city: 'cities/b' } ", more, " } }");
  };
  const std::string signature = "ledger { step: STEP_SIGN } ";
  const std::string end = signature + "ledger { step: STEP_END } ";
  const std::string deleted = "delete_time { seconds: 1000000000 } ";
  const std::string unnamed =
      "records { twinning { kind: KIND_TWINNING sides { city: 'cities/b' } sides { city: "
      "'cities/a' } themes: TOPIC_CULTURE } } existing_records: EXISTING_RECORDS_MERGE";
  Import(kFourCities);
  // Deleted twinnings come last, whether they have ended or not.
  Import(twinning("d", end + deleted));
  Import(twinning("c", signature + deleted));
  Import(twinning("b", end + deleted));
  for (const std::string& call : {unnamed, Statement("Q1", "Q2")}) {
    const ImportRecordsResponse response = Import(call);
    EXPECT_EQ(response.results(0).name(), "twinnings/b");
    EXPECT_EQ(Refusal(response, 0), "RESOURCE_DELETED");
  }
  Import(twinning("z", end));
  Import(twinning("y", end));
  Import(twinning("x", end));
  Import(absl::StrCat(twinning("z", "themes: TOPIC_SPORT"),
                      "existing_records: "
                      "EXISTING_RECORDS_MERGE"));
  for (const std::string& call : {unnamed, Statement("Q1", "Q2")}) {
    const ImportRecordsResponse response = Import(call);
    EXPECT_THAT(Outcomes(response), ElementsAre(kUpdated)) << response.ShortDebugString();
    EXPECT_EQ(response.results(0).name(), "twinnings/x");
  }
  Import(twinning("zz", signature));
  for (const std::string& call : {unnamed, Statement("Q1", "Q2")}) {
    const ImportRecordsResponse response = Import(call);
    EXPECT_THAT(Outcomes(response), ElementsAre(kUpdated)) << response.ShortDebugString();
    EXPECT_EQ(response.results(0).name(), "twinnings/zz");
  }
}

}  // namespace
}  // namespace jumelage
