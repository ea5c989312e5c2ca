// Tests imports of deleted and merged records, and of records about merged ones, through the public
// interface.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "registry_service/service/transfer/import_fixture.h"

namespace jumelage {
namespace {

using registry::v1::ImportRecordsResponse;
using registry::v1::Twinning;
using testing::ElementsAre;

constexpr char kTwoCities[] =
    "records { city { display_name: 'Belfort' external_ids { scheme: 'wikidata' value: 'Q171545' } "
    "} }"
    "records { city { display_name: 'Leonberg' external_ids { scheme: 'wikidata' value: 'Q7010' } "
    "} }";

TEST_F(ImportTest, DeletedRecordsAreCreatedDeletedAndImportNeitherDeletesNorUndeletes) {
  const std::string deleted =
      "records { city { name: 'cities/a' display_name: 'A' delete_time { seconds: 1 } } }";
  const std::string live = "records { city { name: 'cities/a' display_name: 'A' } }";
  EXPECT_THAT(Outcomes(Import(deleted)), ElementsAre(kCreated));
  EXPECT_EQ(GetCity("cities/a").delete_time().seconds(), 1);
  EXPECT_THAT(Outcomes(Import(deleted)), ElementsAre(kUnchanged));
  EXPECT_EQ(Refusal(Import(live), 0), "RESOURCE_DELETED");
  Import("records { city { name: 'cities/b' display_name: 'B' } }");
  EXPECT_EQ(Refusal(Import("records { city { name: 'cities/b' display_name: 'B' "
                           "delete_time { seconds: 1 } } }"),
                    0),
            "RESOURCE_NOT_DELETED");
}

// Redirects never form cycles, and a deleted record is never a redirect.
TEST_F(ImportTest, NoRecordIsBothDeletedAndMerged) {
  const auto record = [](const std::string& name, const std::string& into) {
    return absl::StrCat("records { city { name: 'cities/", name,
                        "' display_name: 'A' merged_into: ", "'cities/", into,
                        "' delete_time { seconds: 1 } } }");
  };
  for (const std::string& records :
       {record("x", "x"), record("x", "y") + record("y", "x") + " validate_only: true",
        record("x", "y") + record("y", "x")}) {
    const ImportRecordsResponse response = Import(records);
    EXPECT_THAT(Outcomes(response), testing::Each(kRefused));
    EXPECT_THAT(ViolatedFields(ErrorOf(response, 0)), ElementsAre("city.merged_into"));
  }
  const ImportRecordsResponse live =
      Import("records { city { name: 'cities/x' display_name: 'A' merged_into: 'cities/x' } }");
  EXPECT_EQ(Refusal(live, 0), "REFERENCE_NOT_FOUND");
  EXPECT_THAT(Outcomes(Import("records { city { name: 'cities/x' display_name: 'A' } }")),
              ElementsAre(kCreated));
}

TEST_F(ImportTest, RecordsAreMergedIntoOthersOfTheirTypeAlone) {
  ASSERT_THAT(registry_.CreateOrganization("o", "display_name: 'O'"), IsOk());
  const ImportRecordsResponse response = Import(
      "records { city { name: 'cities/x' display_name: 'X' merged_into: 'organizations/o' } }"
      "records { organization { name: 'organizations/p' display_name: 'P' "
      "merged_into: 'organizations/o' } }");
  EXPECT_THAT(Outcomes(response), ElementsAre(kRefused, kCreated));
  EXPECT_THAT(ViolatedFields(ErrorOf(response, 0)), ElementsAre("city.merged_into"));
}

TEST_F(ImportTest, ARecordMergedIntoAnotherTargetIsRefusedWithItsCurrentTarget) {
  Import(
      "records { city { name: 'cities/b' display_name: 'B' } }"
      "records { city { name: 'cities/c' display_name: 'C' } }"
      "records { city { name: 'cities/a' display_name: 'A' merged_into: 'cities/b' } }");
  const auto again = [&](const std::string& into) {
    return Import(
        absl::StrCat("records { city { name: 'cities/a' display_name: 'A' merged_into: 'cities/",
                     into, "' } }"));
  };
  EXPECT_THAT(Outcomes(again("b")), ElementsAre(kUnchanged));
  EXPECT_EQ(Refusal(again("c"), 0), "RESOURCE_MERGED");
}

// Two places in a catalogue may be the same city in the registry. Statements about either of them
// then concern the same twinning.
TEST_F(ImportTest, StatementsAboutMergedCitiesAreAboutTheOneTheyLeadTo) {
  Import(absl::StrCat(kTwoCities,
                      "records { city { display_name: 'Old Leonberg' external_ids { "
                      "scheme: 'wikidata' value: 'Q1' } } }",
                      Statement("Q171545", "Q7010")));
  registry::v1::MergeCityRequest merge;
  merge.set_name("cities/wikidata-q1");
  merge.set_into("cities/wikidata-q7010");
  ASSERT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::MergeCity, merge), IsOk());
  const ImportRecordsResponse response =
      Import(absl::StrCat(Statement("Q1", "Q171545"), Statement("Q171545", "Q1")));
  EXPECT_THAT(Outcomes(response), ElementsAre(kUpdated, kUnchanged));
  EXPECT_EQ(response.results(0).name(), "twinnings/wikidata-q171545-wikidata-q7010");
  const Twinning twinning = GetTwinning(response.results(0).name());
  EXPECT_EQ(twinning.sides(1).attestation().evidence(0).title(), "The list of Q1");
}

TEST_F(ImportTest, NamesAndExternalIdsOfAMergedCityLeadToTheOther) {
  Import(
      "records { city { name: 'cities/b' display_name: 'B' } }"
      "records { city { name: 'cities/a' display_name: 'A' merged_into: 'cities/b' "
      "external_ids { scheme: 'wikidata' value: 'Q1' } } }");
  const std::string by_id =
      "records { city { display_name: 'By id' external_ids { scheme: 'wikidata' value: 'Q1' } } }";
  const std::string by_name = "records { city { name: 'cities/a' display_name: 'By name' } }";
  for (const auto& [record, display_name] :
       std::vector<std::pair<std::string, std::string>>{{by_id, "By id"}, {by_name, "By name"}}) {
    const ImportRecordsResponse response = Import(record);
    EXPECT_THAT(Outcomes(response), ElementsAre(kUpdated));
    EXPECT_EQ(response.results(0).name(), "cities/b");
    EXPECT_EQ(GetCity("cities/b").display_name(), display_name);
    // The id already leads to the city, so the city doesn't get it a second time.
    EXPECT_EQ(GetCity("cities/b").external_ids_size(), 0);
    EXPECT_EQ(GetCity("cities/a").display_name(), "A");
    EXPECT_THAT(Outcomes(Import(record)), ElementsAre(kUnchanged));
  }
}

// An import creates a merged city before the records that it refers to, because it can't be changed
// later. They are missed when it is unmerged.
TEST_F(ImportTest, AMergedCityWithoutItsReferencesIsNotUnmerged) {
  EXPECT_THAT(
      Outcomes(Import("records { city { name: 'cities/a' display_name: 'A' parent: 'cities/p' "
                      "merged_into: 'cities/b' } }"
                      "records { city { name: 'cities/b' display_name: 'B' } }")),
      ElementsAre(kCreated, kCreated));
  registry::v1::UnmergeCityRequest unmerge;
  unmerge.set_name("cities/a");
  const auto refused =
      registry_.Call(registry_.cities(), &LiveRegistry::Cities::UnmergeCity, unmerge);
  EXPECT_THAT(refused, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(PreconditionSubjects(refused.status()), ElementsAre("cities/p"));
  Import("records { city { name: 'cities/p' display_name: 'P' } }");
  EXPECT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::UnmergeCity, unmerge),
              IsOk());
}

TEST_F(ImportTest, NothingIsMergedByImport) {
  const std::string a = "records { city { name: 'cities/a' display_name: 'A' } }";
  const std::string b = "records { city { name: 'cities/b' display_name: 'B' } }";
  Import(a + b);
  EXPECT_EQ(Refusal(Import("records { city { name: 'cities/a' display_name: 'A' merged_into: "
                           "'cities/b' } }"),
                    0),
            "RESOURCE_NOT_MERGED");
  registry::v1::MergeCityRequest merge;
  merge.set_name("cities/a");
  merge.set_into("cities/b");
  ASSERT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::MergeCity, merge), IsOk());
  EXPECT_EQ(Refusal(Import("records { city { name: 'cities/a' display_name: 'AA' merged_into: "
                           "'cities/b' } }"),
                    0),
            "RESOURCE_MERGED");
}

}  // namespace
}  // namespace jumelage
