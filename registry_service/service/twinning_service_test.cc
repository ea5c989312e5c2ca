// Tests twinnings through a real server and client: their sides, ledger and life cycle.

#include <string>
#include <vector>

#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::AttestTwinningRequest;
using registry::v1::LedgerEntry;
using registry::v1::ListTwinningsRequest;
using registry::v1::Twinning;
using registry::v1::UpdateTwinningRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Twinnings = LiveRegistry::Twinnings;

constexpr char kPair[] =
    "kind: KIND_TWINNING sides { city: 'cities/leonberg' } sides { city: 'cities/belfort' } ";

class TwinningServiceTest : public ::testing::Test {
 protected:
  TwinningServiceTest() {
    EXPECT_THAT(registry_.CreateCity("belfort", "display_name: 'Belfort' country: 'FR'"), IsOk());
    EXPECT_THAT(registry_.CreateCity("leonberg", "display_name: 'Leonberg' country: 'DE'"), IsOk());
    EXPECT_THAT(registry_.CreateCity("stafford", "display_name: 'Stafford' country: 'GB'"), IsOk());
    EXPECT_THAT(registry_.CreateOrganization("amis", "display_name: 'Amis' country: 'FR'"), IsOk());
    EXPECT_THAT(registry_.CreateAgreement("charter",
                                          "display_name: 'Charter' kind: KIND_TWINNING_CHARTER "
                                          "parties { city: 'cities/belfort' } "
                                          "parties { city: 'cities/leonberg' }"),
                IsOk());
  }

  // Calls a method. `text` is its request in text format.
  template <typename Request>
  absl::StatusOr<Twinning> Call(grpc::Status (Twinnings::*method)(grpc::ClientContext*,
                                                                  const Request&, Twinning*),
                                const std::string& text) {
    return registry_.Call(registry_.twinnings(), method, ParseText<Request>(text));
  }
  std::vector<std::string> Listed(const std::string& request) {
    const auto response = registry_.Call(registry_.twinnings(), &Twinnings::ListTwinnings,
                                         ParseText<ListTwinningsRequest>(request));
    if (!response.ok()) return {ErrorReason(response.status())};
    std::vector<std::string> ids;
    for (const Twinning& twinning : response->twinnings())
      ids.push_back(twinning.name().substr(10));
    return ids;
  }

  LiveRegistry registry_;
};

TEST_F(TwinningServiceTest, ANewTwinningHasSortedSidesAndItsPastLedger) {
  const auto created = registry_.CreateTwinning(
      "",
      std::string(kPair) +
          "ledger { step: STEP_SIGN effective_date { precision: PRECISION_MONTH earliest { "
          "year: 1977 month: 2 } } decision { agreement: 'agreements/charter' } } "
          "ledger { step: STEP_MARK_DORMANT } charter: 'agreements/charter' state: STATE_ENDED");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "twinnings/belfort-leonberg");
  EXPECT_EQ(created->sides(0).city(), "cities/belfort");
  EXPECT_EQ(created->sides(1).city(), "cities/leonberg");
  EXPECT_EQ(created->state(), Twinning::STATE_DORMANT);
  EXPECT_EQ(created->ledger(0).entry_id(), "1");
  EXPECT_EQ(created->ledger(0).state_after(), Twinning::STATE_ACTIVE);
  EXPECT_TRUE(created->ledger(1).has_record_time());
  EXPECT_THAT(registry_.GetTwinning(created->name()), IsOkAndHolds(EqualsProto(*created)));
}

TEST_F(TwinningServiceTest, APairHasOneLiveTwinningOfAKind) {
  ASSERT_THAT(registry_.CreateTwinning("a", kPair), IsOk());
  const auto second = registry_.CreateTwinning("b", kPair);
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(second, HasReason("TWINNING_DUPLICATE"));
  EXPECT_EQ(ResourceInErrorInfo(second.status()), "twinnings/a");
  // A twinning of a different kind is a different link.
  EXPECT_THAT(registry_.CreateTwinning("c",
                                       "kind: KIND_FRIENDSHIP sides { city: 'cities/belfort' } "
                                       "sides { city: 'cities/leonberg' }"),
              IsOk());
  // A new twinning of the pair can be created after the first one has ended. The first one can be
  // reactivated only if there is no such twinning.
  ASSERT_THAT(Call(&Twinnings::EndTwinning, "name: 'twinnings/a'"), IsOk());
  ASSERT_THAT(registry_.CreateTwinning("b", kPair), IsOk());
  EXPECT_THAT(Call(&Twinnings::ReactivateTwinning, "name: 'twinnings/a'"),
              HasReason("TWINNING_DUPLICATE"));
  // A deleted twinning also makes way for others, and can be undeleted only if there are none.
  ASSERT_THAT(Call(&Twinnings::DeleteTwinning, "name: 'twinnings/b'"), IsOk());
  ASSERT_THAT(Call(&Twinnings::ReactivateTwinning, "name: 'twinnings/a'"), IsOk());
  EXPECT_THAT(Call(&Twinnings::UndeleteTwinning, "name: 'twinnings/b'"),
              HasReason("TWINNING_DUPLICATE"));
}

TEST_F(TwinningServiceTest, StepsLeadThroughTheLifeCycle) {
  ASSERT_THAT(registry_.CreateTwinning("a", kPair), IsOk());
  EXPECT_THAT(Call(&Twinnings::SuspendTwinning, "name: 'twinnings/a'"),
              HasReason("ILLEGAL_TRANSITION"));
  const auto signed_one =
      Call(&Twinnings::SignTwinning,
           "name: 'twinnings/a' effective_date { precision: PRECISION_YEAR earliest { year: 1977 } "
           "latest { year: 1977 } } decision { body: 'Conseil municipal' } "
           "notes { language_code: 'en' text: 'at last' }");
  ASSERT_THAT(signed_one, IsOk());
  EXPECT_EQ(signed_one->state(), Twinning::STATE_ACTIVE);
  EXPECT_EQ(signed_one->ledger(0).decision().body(), "Conseil municipal");
  EXPECT_EQ(signed_one->ledger(0).notes(0).text(), "at last");
  EXPECT_FALSE(signed_one->ledger(0).effective_date().has_latest());
  EXPECT_THAT(Call(&Twinnings::MarkTwinningDormant,
                   "name: 'twinnings/a' effective_date { precision: PRECISION_YEAR "
                   "earliest { year: 1976 } }"),
              HasReason("ILLEGAL_TRANSITION"));
  EXPECT_EQ(Call(&Twinnings::MarkTwinningDormant, "name: 'twinnings/a'")->state(),
            Twinning::STATE_DORMANT);
  EXPECT_EQ(Call(&Twinnings::SuspendTwinning, "name: 'twinnings/a'")->state(),
            Twinning::STATE_SUSPENDED);
  EXPECT_EQ(Call(&Twinnings::ReactivateTwinning, "name: 'twinnings/a'")->state(),
            Twinning::STATE_ACTIVE);
  const auto ended = Call(&Twinnings::EndTwinning, "name: 'twinnings/a'");
  EXPECT_EQ(ended->state(), Twinning::STATE_ENDED);
  EXPECT_EQ(ended->ledger_size(), 5);
  EXPECT_THAT(Call(&Twinnings::EndTwinning, "name: 'twinnings/a'"),
              HasReason("ILLEGAL_TRANSITION"));
}

TEST_F(TwinningServiceTest, StepsReportAllViolationsAndCheckTheDecisionsAgreement) {
  ASSERT_THAT(registry_.CreateTwinning("a", kPair), IsOk());
  const auto refused = Call(&Twinnings::SignTwinning,
                            "name: 'belfort' request_id: 'x' effective_date { precision: "
                            "PRECISION_YEAR earliest { year: 2100 } } notes { text: 'x' }");
  EXPECT_THAT(ViolatedFields(refused.status()),
              ElementsAre("name", "request_id", "effective_date", "notes[0].language_code"));
  const auto missing = Call(&Twinnings::SignTwinning,
                            "name: 'twinnings/a' decision { agreement: 'agreements/none' }");
  EXPECT_THAT(missing, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(PreconditionSubjects(missing.status()), ElementsAre("agreements/none"));
  EXPECT_EQ(registry_.GetTwinning("twinnings/a")->ledger_size(), 0);
}

TEST_F(TwinningServiceTest, EachSideAttestsForItself) {
  ASSERT_THAT(registry_.CreateTwinning("a", kPair), IsOk());
  const std::string attest =
      "name: 'twinnings/a' city: 'cities/leonberg' attestation { since { precision: PRECISION_YEAR "
      "earliest { year: 1977 } } evidence { title: 'Leonberg.de' } }";
  const auto attested = Call(&Twinnings::AttestTwinning, attest);
  ASSERT_THAT(attested, IsOk());
  EXPECT_FALSE(attested->sides(0).has_attestation());
  EXPECT_EQ(attested->sides(1).attestation().since().earliest().year(), 1977);
  EXPECT_TRUE(attested->sides(1).attestation().has_attest_time());
  // Repeating the same attestation changes nothing.
  registry_.clock().Advance(absl::Hours(1));
  EXPECT_EQ(Call(&Twinnings::AttestTwinning, attest)->revision(), attested->revision());
  const auto stranger = Call(&Twinnings::AttestTwinning,
                             "name: 'twinnings/a' city: 'cities/stafford' attestation { evidence { "
                             "title: 'x' } }");
  EXPECT_THAT(ViolatedFields(stranger.status()), ElementsAre("city"));
  const auto empty = Call(&Twinnings::AttestTwinning, "name: 'twinnings/a'");
  EXPECT_THAT(ViolatedFields(empty.status()),
              ElementsAre("city", "attestation", "attestation.evidence"));
}

TEST_F(TwinningServiceTest, AnUpdateKeepsCitiesAttestationsAndLedger) {
  const auto created = registry_.CreateTwinning(
      "a",
      "kind: KIND_TWINNING sides { city: 'cities/belfort' attestation { evidence { title: 'p' } "
      "} } sides { city: 'cities/leonberg' } ledger { step: STEP_SIGN }");
  ASSERT_THAT(created, IsOk());
  // A caller may send back a complete resource that it has read and changed.
  UpdateTwinningRequest request;
  *request.mutable_twinning() = *created;
  request.mutable_twinning()->mutable_sides()->SwapElements(0, 1);
  request.mutable_twinning()->mutable_sides(0)->set_priority(
      registry::v1::TwinningSide::PRIORITY_HIGH);
  request.mutable_update_mask()->add_paths("*");
  const auto updated = registry_.Call(registry_.twinnings(), &Twinnings::UpdateTwinning, request);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->sides(0).city(), "cities/belfort");
  EXPECT_EQ(updated->sides(0).attestation().evidence(0).title(), "p");
  EXPECT_TRUE(updated->sides(0).attestation().has_attest_time());
  EXPECT_EQ(updated->sides(1).priority(), registry::v1::TwinningSide::PRIORITY_HIGH);
  EXPECT_THAT(updated->ledger(0), EqualsProto(created->ledger(0)));
  EXPECT_EQ(updated->state(), Twinning::STATE_ACTIVE);

  const auto refused = Call(&Twinnings::UpdateTwinning,
                            "twinning { name: 'twinnings/a' kind: KIND_FRIENDSHIP "
                            "sides { city: 'cities/belfort' } sides { city: 'cities/stafford' } "
                            "ledger { step: STEP_END } }");
  EXPECT_THAT(ViolatedFields(refused.status()),
              ElementsAre("twinning.kind", "twinning.ledger", "twinning.sides[1].city"));
}

TEST_F(TwinningServiceTest, ResourcesThatATwinningRefersToCannotBeDeleted) {
  ASSERT_THAT(registry_.CreateTwinning(
                  "a", std::string(kPair) + "charter: 'agreements/charter' "
                                            "organizations { organization: 'organizations/amis' }"),
              IsOk());
  registry::v1::DeleteCityRequest city;
  city.set_name("cities/leonberg");
  const auto in_use = registry_.Call(registry_.cities(), &LiveRegistry::Cities::DeleteCity, city);
  EXPECT_THAT(in_use, HasReason("RESOURCE_IN_USE"));
  EXPECT_THAT(PreconditionSubjects(in_use.status()),
              ElementsAre("agreements/charter", "twinnings/a"));
  registry::v1::DeleteAgreementRequest agreement;
  agreement.set_name("agreements/charter");
  EXPECT_THAT(
      registry_.Call(registry_.agreements(), &LiveRegistry::Agreements::DeleteAgreement, agreement),
      HasReason("RESOURCE_IN_USE"));
  registry::v1::DeleteOrganizationRequest organization;
  organization.set_name("organizations/amis");
  EXPECT_THAT(registry_.Call(registry_.organizations(),
                             &LiveRegistry::Organizations::DeleteOrganization, organization),
              HasReason("RESOURCE_IN_USE"));
  ASSERT_THAT(Call(&Twinnings::DeleteTwinning, "name: 'twinnings/a'"), IsOk());
  EXPECT_THAT(registry_.Call(registry_.organizations(),
                             &LiveRegistry::Organizations::DeleteOrganization, organization),
              IsOk());
  EXPECT_THAT(Call(&Twinnings::UndeleteTwinning, "name: 'twinnings/a'"),
              HasReason("REFERENCE_NOT_FOUND"));
}

TEST_F(TwinningServiceTest, ListsFilterAndOrder) {
  ASSERT_THAT(
      registry_.CreateTwinning("a", std::string(kPair) +
                                        "ledger { step: STEP_SIGN } charter: 'agreements/charter' "
                                        "established { precision: PRECISION_YEAR earliest { "
                                        "year: 1977 } }"),
      IsOk());
  ASSERT_THAT(registry_.CreateTwinning(
                  "b",
                  "kind: KIND_FRIENDSHIP sides { city: 'cities/belfort' } sides { city: "
                  "'cities/stafford' } organizations { organization: 'organizations/amis' } "
                  "established { precision: PRECISION_DAY earliest { year: 1967 month: 6 "
                  "day: 2 } }"),
              IsOk());
  ASSERT_THAT(registry_.CreateTwinning("c",
                                       "kind: KIND_TWINNING sides { city: 'cities/leonberg' } "
                                       "sides { city: 'cities/stafford' }"),
              IsOk());
  EXPECT_THAT(Listed("filter: 'state = ACTIVE'"), ElementsAre("a"));
  EXPECT_THAT(Listed("filter: 'state = PROPOSED AND kind = TWINNING'"), ElementsAre("c"));
  EXPECT_THAT(Listed("filter: 'country = \"DE\"'"), ElementsAre("a", "c"));
  EXPECT_THAT(Listed("filter: 'city = \"cities/belfort\"'"), ElementsAre("a", "b"));
  EXPECT_THAT(Listed("filter: 'agreement = \"agreements/charter\"'"), ElementsAre("a"));
  EXPECT_THAT(Listed("filter: 'organization = \"organizations/amis\"'"), ElementsAre("b"));
  EXPECT_THAT(Listed("filter: 'city = \"cities/none\"'"), IsEmpty());
  EXPECT_THAT(Listed("order_by: 'established'"), ElementsAre("b", "a", "c"));
  EXPECT_THAT(Listed("order_by: 'established desc'"), ElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace jumelage
