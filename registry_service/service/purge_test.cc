// Tests the Purge methods through a real server and client. A purge is final, and is refused while
// any resource refers to the resource to purge.

#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::City;
using ::testing::ElementsAre;
using Agreements = LiveRegistry::Agreements;
using Cities = LiveRegistry::Cities;
using Organizations = LiveRegistry::Organizations;
using Twinnings = LiveRegistry::Twinnings;

class PurgeTest : public ::testing::Test {
 protected:
  absl::Status DeleteCity(const std::string& name) {
    registry::v1::DeleteCityRequest request;
    request.set_name(name);
    return registry_.Call(registry_.cities(), &Cities::DeleteCity, request).status();
  }
  absl::StatusOr<City> PurgeCity(const std::string& text) {
    return registry_.Call(registry_.cities(), &Cities::PurgeCity,
                          ParseText<registry::v1::PurgeCityRequest>(text));
  }

  LiveRegistry registry_;
};

TEST_F(PurgeTest, APurgedCityIsGoneAndItsNameAndExternalIdsAreFree) {
  constexpr char kCity[] = "display_name: 'A' external_ids { scheme: 'wikidata' value: 'Q1' }";
  ASSERT_THAT(registry_.CreateCity("a", kCity), IsOk());
  ASSERT_THAT(DeleteCity("cities/a"), IsOk());
  EXPECT_THAT(registry_.CreateCity("b", kCity), HasReason("EXTERNAL_ID_TAKEN"));
  const auto purged = PurgeCity("name: 'cities/a'");
  ASSERT_THAT(purged, IsOk());
  EXPECT_EQ(purged->display_name(), "A");
  EXPECT_THAT(registry_.GetCity("cities/a"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(registry_.CreateCity("a", kCity), IsOk());
  registry_.Restart();
  EXPECT_THAT(registry_.GetCity("cities/a"), IsOk());
}

TEST_F(PurgeTest, OnlyADeletedResourceCanBePurged) {
  ASSERT_THAT(registry_.CreateCity("a", "display_name: 'A'"), IsOk());
  EXPECT_THAT(PurgeCity("name: 'cities/a'"), HasReason("RESOURCE_NOT_DELETED"));
  EXPECT_THAT(PurgeCity("name: 'cities/b'"), HasReason("RESOURCE_NOT_FOUND"));
  ASSERT_THAT(DeleteCity("cities/a"), IsOk());
  EXPECT_THAT(PurgeCity("name: 'cities/a' etag: 'stale'"), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(PurgeCity("name: 'cities/a' validate_only: true"), IsOk());
  EXPECT_THAT(registry_.GetCity("cities/a"), IsOk());
  EXPECT_THAT(ViolatedFields(PurgeCity("name: 'a' request_id: 'x'").status()),
              ElementsAre("name", "request_id"));
}

TEST_F(PurgeTest, AResourceIsPurgedAfterTheDeletedOnesThatReferToIt) {
  ASSERT_THAT(registry_.CreateCity("a", "display_name: 'A'"), IsOk());
  ASSERT_THAT(registry_.CreateCity("b", "display_name: 'B'"), IsOk());
  ASSERT_THAT(registry_.CreateTwinning("t",
                                       "kind: KIND_TWINNING sides { city: 'cities/a' } "
                                       "sides { city: 'cities/b' }"),
              IsOk());
  ASSERT_THAT(registry_.Call(registry_.twinnings(), &Twinnings::DeleteTwinning,
                             ParseText<registry::v1::DeleteTwinningRequest>("name: 'twinnings/t'")),
              IsOk());
  ASSERT_THAT(DeleteCity("cities/a"), IsOk());
  const auto refused = PurgeCity("name: 'cities/a'");
  EXPECT_THAT(refused, HasReason("RESOURCE_IN_USE"));
  EXPECT_THAT(PreconditionSubjects(refused.status()), ElementsAre("twinnings/t"));
  ASSERT_THAT(registry_.Call(registry_.twinnings(), &Twinnings::PurgeTwinning,
                             ParseText<registry::v1::PurgeTwinningRequest>("name: 'twinnings/t'")),
              IsOk());
  EXPECT_THAT(PurgeCity("name: 'cities/a'"), IsOk());
}

TEST_F(PurgeTest, ARetriedPurgeIsDoneOnce) {  // G4
  constexpr char kPurge[] = "name: 'cities/a' request_id: '7d1c7dd0-5c3a-4f8e-9a43-3f6a3f0c5a11'";
  ASSERT_THAT(registry_.CreateCity("a", "display_name: 'A'"), IsOk());
  ASSERT_THAT(DeleteCity("cities/a"), IsOk());
  ASSERT_THAT(PurgeCity(kPurge), IsOk());
  const int64_t revision = registry_.revision();
  const auto again = PurgeCity(kPurge);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->display_name(), "A");
  EXPECT_EQ(registry_.revision(), revision);
}

TEST_F(PurgeTest, OrganizationsAndAgreementsArePurgedTheSameWay) {
  ASSERT_THAT(registry_.CreateOrganization("o", "display_name: 'O'"), IsOk());
  ASSERT_THAT(registry_.CreateAgreement("a",
                                        "display_name: 'A' kind: KIND_DECISION "
                                        "parties { organization: 'organizations/o' }"),
              IsOk());
  ASSERT_THAT(
      registry_.Call(registry_.agreements(), &Agreements::DeleteAgreement,
                     ParseText<registry::v1::DeleteAgreementRequest>("name: 'agreements/a'")),
      IsOk());
  ASSERT_THAT(
      registry_.Call(registry_.agreements(), &Agreements::PurgeAgreement,
                     ParseText<registry::v1::PurgeAgreementRequest>("name: 'agreements/a'")),
      IsOk());
  ASSERT_THAT(
      registry_.Call(registry_.organizations(), &Organizations::DeleteOrganization,
                     ParseText<registry::v1::DeleteOrganizationRequest>("name: 'organizations/o'")),
      IsOk());
  ASSERT_THAT(
      registry_.Call(registry_.organizations(), &Organizations::PurgeOrganization,
                     ParseText<registry::v1::PurgeOrganizationRequest>("name: 'organizations/o'")),
      IsOk());
}

}  // namespace
}  // namespace jumelage
