// Tests, through a real server and client, the guarantees that the registry gives for every call.
// docs/guarantees.md defines their numbers.

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::CreateCityRequest;
using registry::v1::DeleteCityRequest;
using registry::v1::GetCityRequest;
using registry::v1::UpdateCityRequest;
using Cities = LiveRegistry::Cities;

constexpr char kRequestId[] = "6f1f2c0e-5d0b-4a6e-9d0c-3b1f6a1c2d3e";

class GuaranteesTest : public ::testing::Test {
 protected:
  absl::StatusOr<City> Create(const std::string& request) {
    return registry_.Call(registry_.cities(), &Cities::CreateCity,
                          ParseText<CreateCityRequest>(request));
  }
  absl::StatusOr<City> Update(const std::string& request) {
    return registry_.Call(registry_.cities(), &Cities::UpdateCity,
                          ParseText<UpdateCityRequest>(request));
  }
  int64_t PositionRevision() const {
    const std::vector<std::string> parts = absl::StrSplit(registry_.position(), '/');
    int64_t revision = -1;
    EXPECT_TRUE(parts.size() >= 2 && absl::SimpleAtoi(parts[1], &revision)) << registry_.position();
    return revision;
  }

  LiveRegistry registry_;
};

TEST_F(GuaranteesTest, G1WhatWasAcknowledgedIsThereAfterARestart) {
  const auto created = Create("city_id: 'a' city { display_name: 'A' }");
  ASSERT_THAT(created, IsOk());
  registry_.Restart();
  EXPECT_THAT(registry_.GetCity("cities/a"), IsOkAndHolds(EqualsProto(*created)));
  EXPECT_EQ(registry_.revision(), 1);
}

TEST_F(GuaranteesTest, G2ARefusedMutationLeavesNothing) {
  EXPECT_THAT(Create("city_id: 'a' city { display_name: 'A' parent: 'cities/none' }"),
              HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(registry_.GetCity("cities/a"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(registry_.revision(), 0);
  // The id is still free.
  EXPECT_THAT(Create("city_id: 'a' city { display_name: 'A' }"), IsOk());
}

TEST_F(GuaranteesTest, G3EveryAnswerCarriesAPositionThatNeverGoesBack) {
  int64_t last = 0;
  const auto check = [&](const absl::Status& status) {
    const int64_t revision = PositionRevision();
    EXPECT_GE(revision, last) << status;
    last = revision;
  };
  check(registry_.GetCity("cities/a").status());
  check(Create("city_id: 'a' city { display_name: 'A' }").status());
  EXPECT_EQ(last, 1);
  check(registry_.GetCity("cities/a").status());
  check(registry_.GetCity("not a name").status());
  check(Create("city_id: 'a' city { display_name: 'A' }").status());
  check(Update("city { name: 'cities/a' display_name: 'B' }").status());
  EXPECT_EQ(last, 2);
  check(registry_.Call(registry_.cities(), &Cities::ListCities, registry::v1::ListCitiesRequest())
            .status());
  EXPECT_EQ(last, 2);
  const std::string before = registry_.position();
  registry_.Restart();
  check(registry_.GetCity("cities/a").status());
  EXPECT_EQ(registry_.position(), before);
}

TEST_F(GuaranteesTest, G3ReadsWaitForTheirPositionOrGetAnError) {
  ASSERT_THAT(Create("city_id: 'a' city { display_name: 'A' }"), IsOk());
  const std::string here = registry_.position();
  GetCityRequest request;
  request.set_name("cities/a");
  const auto get = [&](const std::string& position) {
    return registry_.Call(registry_.cities(), &Cities::GetCity, request,
                          {{"jumelage-min-position", position}});
  };
  EXPECT_THAT(get(here), IsOk());
  const auto ahead = get(here.substr(0, here.find('/')) + "/2");
  EXPECT_THAT(ahead, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ahead, HasReason("POSITION_NOT_REACHED"));
  const auto other = get("00000000-0000-4000-8000-000000000000/1");
  EXPECT_THAT(other, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(other, HasReason("POSITION_OF_OTHER_LOG"));
  // The commit with this revision is another one.
  EXPECT_THAT(get(here.substr(0, here.rfind('/')) + "/00000000000000aa"),
              HasReason("POSITION_OF_OTHER_LOG"));
  // Positions of older versions have no mark.
  EXPECT_THAT(get(here.substr(0, here.rfind('/'))), IsOk());
  EXPECT_THAT(get("nonsense"), HasReason("FIELD_INVALID"));
}

TEST_F(GuaranteesTest, G4ARequestIdIsDoneOnceAndGetsTheSameAnswer) {
  const std::string request =
      absl::StrCat("city { display_name: 'A' } request_id: '", kRequestId, "'");
  const auto first = Create(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Update("city { name: 'cities/a' country: 'FR' }"), IsOk());
  // The answer is the same although the city has changed since then, even after a restart.
  EXPECT_THAT(Create(request), IsOkAndHolds(EqualsProto(*first)));
  registry_.Restart();
  EXPECT_THAT(Create(request), IsOkAndHolds(EqualsProto(*first)));
  EXPECT_EQ(registry_.revision(), 2);
  // A different request with the same request id is refused. Each method has its own request ids.
  const auto reused =
      Create(absl::StrCat("city { display_name: 'B' } request_id: '", kRequestId, "'"));
  EXPECT_THAT(reused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(reused, HasReason("REQUEST_ID_REUSED"));
  EXPECT_THAT(Update(absl::StrCat("city { name: 'cities/a' country: 'DE' } request_id: '",
                                  kRequestId, "'")),
              IsOk());
  // The answer is kept for 7 days. After that, the request is executed again.
  registry_.clock().Advance(absl::Hours(7 * 24) + absl::Seconds(2));
  EXPECT_EQ(Create(request)->name(), "cities/a-2");
}

TEST_F(GuaranteesTest, G4RefusalsAreNotStored) {
  const std::string request = absl::StrCat(
      "city_id: 'b' city { display_name: 'B' parent: 'cities/a' } request_id: '", kRequestId, "'");
  EXPECT_THAT(Create(request), HasReason("REFERENCE_NOT_FOUND"));
  ASSERT_THAT(Create("city_id: 'a' city { display_name: 'A' }"), IsOk());
  EXPECT_THAT(Create(request), IsOk());
}

TEST_F(GuaranteesTest, G5AStaleEtagChangesNothing) {
  const auto created = Create("city_id: 'a' city { display_name: 'A' }");
  ASSERT_THAT(created, IsOk());
  UpdateCityRequest request;
  request.mutable_city()->set_name("cities/a");
  request.mutable_city()->set_etag(created->etag());
  request.mutable_city()->set_country("FR");
  const auto updated = registry_.Call(registry_.cities(), &Cities::UpdateCity, request);
  ASSERT_THAT(updated, IsOk());
  EXPECT_NE(updated->etag(), created->etag());
  request.mutable_city()->set_country("DE");
  const auto stale = registry_.Call(registry_.cities(), &Cities::UpdateCity, request);
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(stale, HasReason("ETAG_MISMATCH"));
  DeleteCityRequest remove;
  remove.set_name("cities/a");
  remove.set_etag(created->etag());
  EXPECT_THAT(registry_.Call(registry_.cities(), &Cities::DeleteCity, remove),
              HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(registry_.GetCity("cities/a"), IsOkAndHolds(EqualsProto(*updated)));
  remove.set_etag(updated->etag());
  EXPECT_THAT(registry_.Call(registry_.cities(), &Cities::DeleteCity, remove), IsOk());
}

TEST_F(GuaranteesTest, G6ValidateOnlyChecksEverythingAndChangesNothing) {
  const auto shown = Create("city_id: 'a' city { display_name: 'A' } validate_only: true");
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->name(), "cities/a");
  EXPECT_THAT(registry_.GetCity("cities/a"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(registry_.revision(), 0);
  ASSERT_THAT(Create("city_id: 'a' city { display_name: 'A' }"), IsOk());
  EXPECT_THAT(Create("city_id: 'a' city { display_name: 'A' } validate_only: true"),
              HasReason("RESOURCE_ALREADY_EXISTS"));
  const auto updated = Update("city { name: 'cities/a' display_name: 'B' } validate_only: true");
  EXPECT_EQ(updated->display_name(), "B");
  EXPECT_EQ(registry_.GetCity("cities/a")->display_name(), "A");
  // A call with validate_only does not use up its request_id.
  ASSERT_THAT(Create(absl::StrCat("city_id: 'b' city { display_name: 'B' } validate_only: true "
                                  "request_id: '",
                                  kRequestId, "'")),
              IsOk());
  EXPECT_THAT(Create(absl::StrCat("city_id: 'b' city { display_name: 'B' } request_id: '",
                                  kRequestId, "'")),
              IsOk());
  EXPECT_EQ(registry_.revision(), 2);
}

TEST_F(GuaranteesTest, G7ADataDirectoryHasOneProcess) {
  RegistryAppOptions options;
  options.data.data_dir = registry_.data_dir();
  const auto second = RegistryApp::Start(std::move(options));
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace jumelage
