// Tests the outcomes of calls to ImportRecords, and of each record in them, through the public
// interface.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "registry_service/service/transfer/import_fixture.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::ImportRecordsRequest;
using registry::v1::ImportRecordsResponse;
using registry::v1::Twinning;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kTwoCities[] =
    "records { city { display_name: 'Belfort' external_ids { scheme: 'wikidata' value: 'Q171545' } "
    "} }"
    "records { city { display_name: 'Leonberg' external_ids { scheme: 'wikidata' value: 'Q7010' } "
    "} }";

TEST_F(ImportTest, RecordsWithoutNamesAreFoundByTheirExternalIds) {
  const ImportRecordsResponse first = Import(kTwoCities);
  EXPECT_THAT(Outcomes(first), ElementsAre(kCreated, kCreated));
  EXPECT_EQ(first.results(0).name(), "cities/wikidata-q171545");
  EXPECT_EQ(GetCity("cities/wikidata-q171545").display_name(), "Belfort");
  const int64_t revision = registry_.revision();
  const ImportRecordsResponse again = Import(kTwoCities);
  EXPECT_THAT(Outcomes(again), ElementsAre(kUnchanged, kUnchanged));
  EXPECT_EQ(again.results(0).name(), "cities/wikidata-q171545");
  EXPECT_EQ(registry_.revision(), revision);
}

TEST_F(ImportTest, AllRecordsOfACallAreOneCommit) {
  Import(absl::StrCat(kTwoCities, Statement("Q171545", "Q7010"), Statement("Q7010", "Q171545")));
  EXPECT_EQ(registry_.revision(), 1);
}

TEST_F(ImportTest, RefusedRecordsLeaveNothingAndDoNotAffectOthers) {
  const ImportRecordsResponse response = Import(
      "records { city { name: 'cities/a' display_name: 'A' country: 'Belgium' } }"
      "records { city { name: 'cities/b' display_name: 'B' } }"
      "records { city { display_name: 'C' } }"
      "records { }");
  EXPECT_THAT(Outcomes(response), ElementsAre(kRefused, kCreated, kRefused, kRefused));
  EXPECT_EQ(Refusal(response, 0), "FIELD_INVALID");
  EXPECT_THAT(ViolatedFields(ErrorOf(response, 0)), ElementsAre("city.country"));
  EXPECT_THAT(ViolatedFields(ErrorOf(response, 2)), ElementsAre("city.name"));
  EXPECT_THAT(ViolatedFields(ErrorOf(response, 3)), ElementsAre("record"));
  EXPECT_EQ(registry_.GetCity("cities/a").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ImportTest, RecordsOfACallMayNameEachOtherInAnyOrder) {
  const ImportRecordsResponse response = Import(
      "records { twinning { name: 'twinnings/ab' kind: KIND_TWINNING "
      "sides { city: 'cities/b' } sides { city: 'cities/a' } } }"
      "records { city { name: 'cities/a' display_name: 'A' parent: 'cities/b' } }"
      "records { city { name: 'cities/b' display_name: 'B' } }");
  EXPECT_THAT(Outcomes(response), ElementsAre(kCreated, kCreated, kCreated));
  EXPECT_EQ(GetTwinning("twinnings/ab").sides(0).city(), "cities/a");
}

TEST_F(ImportTest, AMissingReferenceIsReported) {
  const ImportRecordsResponse response =
      Import("records { city { name: 'cities/a' display_name: 'A' parent: 'cities/none' } }");
  EXPECT_EQ(Refusal(response, 0), "REFERENCE_NOT_FOUND");
  EXPECT_THAT(PreconditionSubjects(ErrorOf(response, 0)), ElementsAre("cities/none"));
}

TEST_F(ImportTest, ExistingRecordsAreReplacedMergedOrKept) {
  Import("records { city { name: 'cities/a' display_name: 'A' country: 'FR' region: 'FR-90' } }");
  const std::string record = "records { city { name: 'cities/a' display_name: 'B' } }";
  EXPECT_THAT(Outcomes(Import(record + " existing_records: EXISTING_RECORDS_KEEP")),
              ElementsAre(kUnchanged));
  EXPECT_EQ(GetCity("cities/a").display_name(), "A");
  EXPECT_THAT(Outcomes(Import(record + " existing_records: EXISTING_RECORDS_MERGE")),
              ElementsAre(kUpdated));
  EXPECT_EQ(GetCity("cities/a").display_name(), "B");
  EXPECT_EQ(GetCity("cities/a").country(), "FR");
  EXPECT_THAT(Outcomes(Import(record)), ElementsAre(kUpdated));
  EXPECT_EQ(GetCity("cities/a").country(), "");
}

TEST_F(ImportTest, MergingKeepsExistingPopulations) {
  Import(
      "records { city { name: 'cities/a' display_name: 'A' "
      "populations { value: 50128 qualifier: QUALIFIER_ABOUT original_text: '50 128' } "
      "populations { value: 49000 } } }");
  const auto merge = [&](const std::string& populations) {
    return Import(
        absl::StrCat("existing_records: EXISTING_RECORDS_MERGE "
                     "records { city { name: 'cities/a' ",
                     populations, " } }"));
  };
  const City before = GetCity("cities/a");
  EXPECT_THAT(Outcomes(merge("populations { value: 50128 qualifier: QUALIFIER_ABOUT }")),
              ElementsAre(kUnchanged));
  EXPECT_THAT(Outcomes(merge("populations { value: 49000 }")), ElementsAre(kUnchanged));
  EXPECT_THAT(GetCity("cities/a"), EqualsProto(before));
  EXPECT_THAT(Outcomes(merge("populations { value: 49000 qualifier: QUALIFIER_OVER }")),
              ElementsAre(kUpdated));
  const City after = GetCity("cities/a");
  ASSERT_EQ(after.populations_size(), 3);
  EXPECT_EQ(after.populations(0).qualifier(), type::v1::QualifiedCount::QUALIFIER_OVER);
  EXPECT_THAT(after.populations(1), EqualsProto(before.populations(0)));
  EXPECT_THAT(after.populations(2), EqualsProto(before.populations(1)));
}

TEST_F(ImportTest, MergingAddsAPopulationOfZero) {
  const auto merge = [&](const std::string& populations) {
    return Import(
        absl::StrCat("existing_records: EXISTING_RECORDS_MERGE "
                     "records { city { name: 'cities/a' display_name: 'A' ",
                     populations, " } }"));
  };
  merge("populations { value: 50000 }");
  EXPECT_THAT(Outcomes(merge("populations { value: 0 }")), ElementsAre(kUpdated));
  const City city = GetCity("cities/a");
  ASSERT_EQ(city.populations_size(), 2);
  EXPECT_EQ(city.populations(0).value(), 0);
  EXPECT_EQ(city.populations(1).value(), 50000);
  EXPECT_THAT(Outcomes(merge("populations { value: 0 }")), ElementsAre(kUnchanged));
}

TEST_F(ImportTest, MergingASideKeepsTheFieldsThatTheRecordLacks) {
  Import(kTwoCities);
  const auto twinning = [](const std::string& belfort, const std::string& more = "") {
    return absl::StrCat(
        "existing_records: EXISTING_RECORDS_MERGE records { twinning { kind: KIND_TWINNING "
        "sides { city: 'cities/wikidata-q7010' } sides { city: 'cities/wikidata-q171545' ",
        belfort, " } ", more, " } }");
  };
  const std::string name =
      Import(twinning("priority: PRIORITY_HIGH "
                      "priority_reasons { topic: TOPIC_CULTURE texts { text: 'old' "
                      "language_code: 'en' } } "
                      "names_used { text: 'Beffort' language_code: 'de' } "
                      "attestation { evidence { title: 'its page' } }"))
          .results(0)
          .name();
  const Twinning before = GetTwinning(name);
  ASSERT_EQ(before.sides(0).priority(), registry::v1::TwinningSide::PRIORITY_HIGH);
  const ImportRecordsResponse again = Import(twinning(""));
  EXPECT_THAT(Outcomes(again), ElementsAre(kUnchanged));
  EXPECT_THAT(again.results(0).kept_fields(), IsEmpty());
  EXPECT_THAT(GetTwinning(name), EqualsProto(before));
  EXPECT_THAT(Outcomes(Import(twinning("priority: PRIORITY_LOW", "themes: TOPIC_CULTURE"))),
              ElementsAre(kUpdated));
  Twinning expected = before;
  expected.mutable_sides(0)->set_priority(registry::v1::TwinningSide::PRIORITY_LOW);
  EXPECT_THAT(GetTwinning(name).sides(0), EqualsProto(expected.sides(0)));
}

TEST_F(ImportTest, ASecondHolderOfAnExternalIdIsRefusedWithTheNameOfTheFirst) {
  Import(kTwoCities);
  const ImportRecordsResponse response = Import(
      "records { city { name: 'cities/other' display_name: 'Other' "
      "external_ids { scheme: 'wikidata' value: 'Q7010' } } }"
      "records { city { display_name: 'Both' external_ids { scheme: 'wikidata' value: 'Q7010' } "
      "external_ids { scheme: 'wikidata' value: 'Q171545' } } }");
  EXPECT_EQ(Refusal(response, 0), "EXTERNAL_ID_TAKEN");
  EXPECT_EQ(ResourceInErrorInfo(ErrorOf(response, 0)), "cities/wikidata-q7010");
  EXPECT_EQ(Refusal(response, 1), "EXTERNAL_ID_TAKEN");
}

TEST_F(ImportTest, StatementsOfBothSidesMakeOneTwinning) {
  Import(kTwoCities);
  const ImportRecordsResponse response = Import(absl::StrCat(
      Statement("Q7010", "Q171545"), Statement("Q171545", "Q7010"), Statement("Q7010", "Q171545")));
  EXPECT_THAT(Outcomes(response), ElementsAre(kCreated, kUpdated, kUnchanged));
  const Twinning twinning = GetTwinning(response.results(0).name());
  EXPECT_EQ(twinning.name(), "twinnings/wikidata-q171545-wikidata-q7010");
  EXPECT_EQ(twinning.state(), Twinning::STATE_ACTIVE);
  ASSERT_EQ(twinning.sides_size(), 2);
  EXPECT_EQ(twinning.sides(0).attestation().evidence(0).title(), "The list of Q171545");
  EXPECT_EQ(twinning.sides(1).attestation().evidence(0).title(), "The list of Q7010");
}

TEST_F(ImportTest, StatementsAddToAnAttestationAndNeverOverwriteIt) {
  Import(kTwoCities);
  const std::string since_1977 = "since { precision: PRECISION_YEAR earliest { year: 1977 } }";
  const std::string since_1978 = "since { precision: PRECISION_YEAR earliest { year: 1978 } }";
  Import(Statement("Q171545", "Q7010", since_1977));
  const ImportRecordsResponse response = Import(
      Statement("Q171545", "Q7010", absl::StrCat(since_1978, " evidence { title: 'Another' }")));
  EXPECT_THAT(Outcomes(response), ElementsAre(kUpdated));
  EXPECT_THAT(response.results(0).kept_fields(), ElementsAre("sides[0].attestation.since"));
  const Twinning twinning = GetTwinning(response.results(0).name());
  EXPECT_EQ(twinning.established().earliest().year(), 1977);
  EXPECT_EQ(twinning.sides(0).attestation().since().earliest().year(), 1977);
  EXPECT_EQ(twinning.sides(0).attestation().evidence_size(), 2);
}

TEST_F(ImportTest, StatementsDoNotReviveAnEndedTwinning) {
  Import(absl::StrCat(kTwoCities, Statement("Q171545", "Q7010")));
  registry::v1::EndTwinningRequest end;
  end.set_name("twinnings/wikidata-q171545-wikidata-q7010");
  ASSERT_THAT(registry_.Call(registry_.twinnings(), &LiveRegistry::Twinnings::EndTwinning, end),
              IsOk());
  const ImportRecordsResponse response =
      Import(absl::StrCat(Statement("Q171545", "Q7010"), Statement("Q7010", "Q171545")));
  EXPECT_THAT(Outcomes(response), ElementsAre(kUnchanged, kUpdated));
  EXPECT_EQ(GetTwinning(end.name()).state(), Twinning::STATE_ENDED);
}

TEST_F(ImportTest, StatementsAboutUnknownOrEqualPlacesAreRefused) {
  Import(kTwoCities);
  const ImportRecordsResponse response = Import(absl::StrCat(
      Statement("Q171545", "Q1"), Statement("Q171545", "Q171545"), "records { statement { } }"));
  EXPECT_EQ(Refusal(response, 0), "REFERENCE_NOT_FOUND");
  EXPECT_THAT(PreconditionSubjects(ErrorOf(response, 0)), ElementsAre("wikidata:Q1"));
  EXPECT_THAT(ViolatedFields(ErrorOf(response, 1)), ElementsAre("statement.object"));
  EXPECT_THAT(ViolatedFields(ErrorOf(response, 2)),
              ElementsAre("statement.subject", "statement.object", "statement.evidence"));
}

// An import may append entries to a ledger, but never changes existing ones.
TEST_F(ImportTest, LedgersGrowAndAreNotRewritten) {
  Import(kTwoCities);
  const auto twinning = [](const std::string& ledger) {
    return absl::StrCat(
        "records { twinning { kind: KIND_TWINNING sides { city: 'cities/wikidata-q171545' } "
        "sides { city: 'cities/wikidata-q7010' } ",
        ledger, " } }");
  };
  const std::string signed_then_dormant =
      twinning("ledger { step: STEP_SIGN } ledger { step: STEP_MARK_DORMANT }");
  const ImportRecordsResponse created = Import(twinning("ledger { step: STEP_SIGN }"));
  EXPECT_THAT(Outcomes(created), ElementsAre(kCreated));
  EXPECT_THAT(Outcomes(Import(signed_then_dormant)), ElementsAre(kUpdated));
  EXPECT_EQ(GetTwinning(created.results(0).name()).state(), Twinning::STATE_DORMANT);
  const ImportRecordsResponse shorter = Import(twinning("ledger { step: STEP_SIGN }"));
  EXPECT_THAT(Outcomes(shorter), ElementsAre(kUnchanged));
  EXPECT_THAT(shorter.results(0).kept_fields(), ElementsAre("ledger"));
  const ImportRecordsResponse silent = Import(twinning(""));
  EXPECT_THAT(Outcomes(silent), ElementsAre(kUnchanged));
  EXPECT_THAT(silent.results(0).kept_fields(), IsEmpty());
}

TEST_F(ImportTest, RecordTimesMustBeInThePast) {
  Import(kTwoCities);
  const auto city = [](const std::string& time) {
    return absl::StrCat("records { city { name: 'cities/a' display_name: 'A' delete_time { ", time,
                        " } } }");
  };
  for (const char* time :
       {"seconds: 999999999999999", "seconds: -99999999999999", "seconds: 1 nanos: -1",
        "seconds: 1 nanos: 1000000000", "seconds: 2000000000"}) {
    const ImportRecordsResponse response = Import(city(time));
    EXPECT_THAT(Outcomes(response), ElementsAre(kRefused)) << time;
    EXPECT_THAT(ViolatedFields(ErrorOf(response, 0)), ElementsAre("city.delete_time")) << time;
  }
  EXPECT_EQ(registry_.GetCity("cities/a").status().code(), absl::StatusCode::kNotFound);
}

// The same rules apply to a record that creates a twinning and to one that adds to an existing
// twinning.
TEST_F(ImportTest, NoStepIsRecordedInTheFutureOrBeforeItsDay) {
  Import(kTwoCities);
  const auto twinning = [](const std::string& sides, const std::string& ledger) {
    return absl::StrCat(
        "records { twinning { kind: KIND_TWINNING sides { city: 'cities/wikidata-q171545' ", sides,
        " } sides { city: 'cities/wikidata-q7010' } ", ledger, " } }");
  };
  const std::string attested =
      "attestation { evidence { title: 'A list' } attest_time { seconds: 2000000000 } }";
  const auto signature = [](const std::string& time) {
    return absl::StrCat(
        "ledger { step: STEP_SIGN effective_date { earliest { year: 1990 } latest { year: 1990 } "
        "precision: PRECISION_YEAR } ",
        "record_time { ", time, " } }");
  };
  const auto end = [](const std::string& time) {
    return absl::StrCat("ledger { step: STEP_END record_time { ", time, " } }");
  };
  const std::string good = signature("seconds: 1000000000");
  const auto refused = [&](const std::string& record) {
    const ImportRecordsResponse response = Import(record);
    EXPECT_THAT(Outcomes(response), ElementsAre(kRefused)) << record;
    const std::vector<std::string> fields = ViolatedFields(ErrorOf(response, 0));
    return fields.empty() ? "" : fields.front();
  };
  const std::string first = "twinning.ledger[0].record_time";
  EXPECT_EQ(refused(twinning("", signature("seconds: 2000000000"))), first);
  EXPECT_EQ(refused(twinning("", signature("seconds: 1 nanos: -5"))), first);
  EXPECT_EQ(refused(twinning("", signature("seconds: 1"))), first);
  // An end that was recorded before the date of the signature makes the ledger invalid.
  EXPECT_EQ(refused(twinning("", good + end("seconds: 1"))), "twinning.ledger[1].effective_date");
  const std::string attest_time = "twinning.sides[0].attestation.attest_time";
  EXPECT_EQ(refused(twinning(attested, good)), attest_time);

  EXPECT_THAT(Outcomes(Import(twinning("", good))), ElementsAre(kCreated));
  EXPECT_EQ(refused(twinning(attested, good)), attest_time);
  EXPECT_EQ(refused(twinning("", good + end("seconds: 2000000000"))),
            "twinning.ledger[1].record_time");
  EXPECT_EQ(refused(twinning("", good + end("seconds: 1"))), "twinning.ledger[1].effective_date");
  EXPECT_THAT(Outcomes(Import(twinning("", good + end("seconds: 1000000001")))),
              ElementsAre(kUpdated));
}

TEST_F(ImportTest, AnExternalIdMayBeHandedOverWithinACall) {
  Import(
      "records { city { name: 'cities/z' display_name: 'Z' external_ids { scheme: 'wikidata' "
      "value: 'Q1' } external_ids { scheme: 'insee' value: '1' } } }"
      "records { city { name: 'cities/y' display_name: 'Y' external_ids { scheme: 'wikidata' "
      "value: 'Q2' } } }");
  const std::string handed =
      "records { city { name: 'cities/a' display_name: 'A' external_ids { scheme: 'wikidata' "
      "value: 'Q2' } } }"
      "records { city { name: 'cities/y' display_name: 'Y' external_ids { scheme: 'wikidata' "
      "value: 'Q1' } } }"
      "records { city { display_name: 'Z' external_ids { scheme: 'insee' value: '1' } } }";
  EXPECT_THAT(Outcomes(Import(handed)), ElementsAre(kCreated, kUpdated, kUpdated));
  EXPECT_THAT(Outcomes(Import(handed)), ElementsAre(kUnchanged, kUnchanged, kUnchanged));
  const std::string exchanged =
      "records { city { name: 'cities/a' display_name: 'A' external_ids { scheme: 'wikidata' "
      "value: 'Q1' } } }"
      "records { city { name: 'cities/y' display_name: 'Y' external_ids { scheme: 'wikidata' "
      "value: 'Q2' } } }";
  for (int round = 0; round < 2; ++round) {
    const ImportRecordsResponse response = Import(exchanged);
    EXPECT_THAT(Outcomes(response), ElementsAre(kRefused, kRefused));
    EXPECT_EQ(Refusal(response, 0), "EXTERNAL_ID_TAKEN");
    EXPECT_EQ(Refusal(response, 1), "EXTERNAL_ID_TAKEN");
  }
}

// A resource that refers to the one that takes its external id, directly or through another one.
TEST_F(ImportTest, AnExternalIdMayBeHandedOverToAResourceThatTheGiverRefersTo) {
  for (const std::string parent : {"cities/taker", "cities/between"}) {
    Import(
        "records { city { name: 'cities/taker' display_name: 'T' } }"
        "records { city { name: 'cities/between' display_name: 'B' parent: 'cities/taker' } }");
    Import(
        "records { city { name: 'cities/giver' display_name: 'G' external_ids { scheme: "
        "'wikidata' value: 'Q4' } parent: '" +
        parent + "' } }");
    const std::string handed =
        "records { city { name: 'cities/giver' display_name: 'G' parent: '" + parent +
        "' } }"
        "records { city { name: 'cities/between' display_name: 'B' parent: 'cities/taker' } }"
        "records { city { name: 'cities/taker' display_name: 'T' external_ids { scheme: 'wikidata' "
        "value: 'Q4' } } }";
    EXPECT_THAT(Outcomes(Import(handed)), ElementsAre(kUpdated, kUnchanged, kUpdated)) << parent;
    EXPECT_THAT(Outcomes(Import(handed)), ElementsAre(kUnchanged, kUnchanged, kUnchanged));
    // Hands it back, for the next round.
    EXPECT_THAT(Outcomes(Import("records { city { name: 'cities/giver' display_name: 'G' "
                                "external_ids { scheme: 'wikidata' value: 'Q4' } } }"
                                "records { city { name: 'cities/taker' display_name: 'T' } }")),
                ElementsAre(kUpdated, kUpdated));
  }
}

// Tests G4 and G6.
TEST_F(ImportTest, RetriesAreDoneOnceAndValidateOnlyChangesNothing) {
  auto request = ParseText<ImportRecordsRequest>(kTwoCities);
  request.set_validate_only(true);
  const auto checked = Import(request);
  ASSERT_THAT(checked, IsOk());
  EXPECT_THAT(Outcomes(*checked), ElementsAre(kCreated, kCreated));
  EXPECT_EQ(registry_.revision(), 0);
  request.set_validate_only(false);
  request.set_request_id("7c5f2b0e-3f0e-4b62-9c2d-0a4c6f1d2e3f");
  const auto first = Import(request);
  const auto second = Import(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(*second, EqualsProto(*first));
}

TEST_F(ImportTest, CallsOfWrongSizeOrFormAreRefusedCompletely) {
  const auto empty = Import(ImportRecordsRequest());
  EXPECT_THAT(ViolatedFields(empty.status()), ElementsAre("records"));
  ImportRecordsRequest request;
  for (int i = 0; i <= kMaxImportRecords; ++i) request.add_records();
  request.set_request_id("again");
  request.set_existing_records(static_cast<ImportRecordsRequest::ExistingRecords>(7));
  EXPECT_THAT(ViolatedFields(Import(request).status()),
              ElementsAre("records", "existing_records", "request_id"));
}

// Even if all records are refused, the answer stays below the size that clients accept.
TEST_F(ImportTest, ManyRefusalsLoseTheirDetailsButNotTheirReason) {
  ImportRecordsRequest request;
  for (int i = 0; i < kMaxImportRecords; ++i) {
    City& city = *request.add_records()->mutable_city();
    for (int website = 0; website < 40; ++website) city.add_websites()->set_uri("no address");
  }
  const auto response = Import(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_LT(response->ByteSizeLong(), 4 << 20);
  for (int i = 0; i < response->results_size(); ++i) {
    ASSERT_EQ(Refusal(*response, i), "FIELD_INVALID") << i;
  }
}

}  // namespace
}  // namespace jumelage
