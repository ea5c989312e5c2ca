// Tests the standard methods for cities through a real server and client.

#include <string>
#include <vector>

#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::BatchGetCitiesRequest;
using registry::v1::City;
using registry::v1::DeleteCityRequest;
using registry::v1::GetCityRequest;
using registry::v1::ListCitiesRequest;
using registry::v1::ListCitiesResponse;
using registry::v1::UndeleteCityRequest;
using registry::v1::UpdateCityRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Cities = LiveRegistry::Cities;

class CityServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<City> Update(const std::string& request) {
    return registry_.Call(registry_.cities(), &Cities::UpdateCity,
                          ParseText<UpdateCityRequest>(request));
  }
  absl::StatusOr<City> Delete(const std::string& name) {
    DeleteCityRequest request;
    request.set_name(name);
    return registry_.Call(registry_.cities(), &Cities::DeleteCity, request);
  }
  absl::StatusOr<City> Undelete(const std::string& name) {
    UndeleteCityRequest request;
    request.set_name(name);
    return registry_.Call(registry_.cities(), &Cities::UndeleteCity, request);
  }
  absl::StatusOr<ListCitiesResponse> List(const std::string& request) {
    return registry_.Call(registry_.cities(), &Cities::ListCities,
                          ParseText<ListCitiesRequest>(request));
  }
  // Returns the ids of the listed cities, or the error's reason.
  std::vector<std::string> Listed(const std::string& request) {
    const absl::StatusOr<ListCitiesResponse> response = List(request);
    if (!response.ok()) return {ErrorReason(response.status())};
    std::vector<std::string> ids;
    for (const City& city : response->cities()) ids.push_back(city.name().substr(7));
    return ids;
  }
  void CreateAll(const std::vector<std::pair<std::string, std::string>>& cities) {
    for (const auto& [id, city] : cities) ASSERT_THAT(registry_.CreateCity(id, city), IsOk());
  }

  LiveRegistry registry_;
};

TEST_F(CityServiceTest, ACityIsReadAsItWasCreated) {
  const auto created =
      registry_.CreateCity("belfort",
                           "display_name: 'Belfort' country: 'FR' region: 'FR-90' revision: 99 "
                           "populations { value: 50000 qualifier: QUALIFIER_NEARLY }");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "cities/belfort");
  EXPECT_EQ(created->revision(), 1);
  EXPECT_FALSE(created->etag().empty());
  EXPECT_EQ(created->create_time().seconds(), absl::ToUnixSeconds(registry_.clock().Now()));
  EXPECT_FALSE(created->has_delete_time());
  EXPECT_THAT(registry_.GetCity("cities/belfort"), IsOkAndHolds(EqualsProto(*created)));
  // After a restart, the answer comes from the view instead of the cache.
  registry_.Restart();
  EXPECT_THAT(registry_.GetCity("cities/belfort"), IsOkAndHolds(EqualsProto(*created)));
}

TEST_F(CityServiceTest, TheServerMakesIdsFromCountryAndFoldedName) {
  EXPECT_EQ(registry_.CreateCity("", "display_name: 'Delémont' country: 'CH'")->name(),
            "cities/ch-delemont");
  EXPECT_EQ(registry_.CreateCity("", "display_name: 'Delemont' country: 'CH'")->name(),
            "cities/ch-delemont-2");
  EXPECT_EQ(registry_.CreateCity("", "display_name: 'DELÉMONT' country: 'CH'")->name(),
            "cities/ch-delemont-3");
  EXPECT_EQ(registry_.CreateCity("", "display_name: '广安'")->name(), "cities/guang-an");
  EXPECT_EQ(registry_.CreateCity("", "display_name: '!'")->name(), "cities/city");
  const auto taken = registry_.CreateCity("ch-delemont", "display_name: 'Another'");
  EXPECT_THAT(taken, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(taken, HasReason("RESOURCE_ALREADY_EXISTS"));
  EXPECT_EQ(ResourceInErrorInfo(taken.status()), "cities/ch-delemont");
}

TEST_F(CityServiceTest, AnUpdateChangesTheFieldsInTheMask) {
  CreateAll({{"a", "display_name: 'A' country: 'FR' location { latitude: 1 longitude: 2 }"}});
  auto updated = Update(
      "city { name: 'cities/a' display_name: 'B' country: 'DE' location { latitude: 5 } } "
      "update_mask { paths: 'display_name' paths: 'location.latitude' }");
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->display_name(), "B");
  EXPECT_EQ(updated->country(), "FR");
  EXPECT_EQ(updated->location().latitude(), 5);
  EXPECT_EQ(updated->location().longitude(), 2);
  EXPECT_EQ(updated->revision(), 2);
  // Without a mask, an update changes the fields that are set in the request. With "*", it changes
  // all fields.
  updated = Update("city { name: 'cities/a' country: 'DE' }");
  EXPECT_EQ(updated->display_name(), "B");
  EXPECT_EQ(updated->country(), "DE");
  updated = Update("city { name: 'cities/a' display_name: 'C' } update_mask { paths: '*' }");
  EXPECT_EQ(updated->country(), "");
  EXPECT_FALSE(updated->has_location());
  EXPECT_THAT(registry_.GetCity("cities/a"), IsOkAndHolds(EqualsProto(*updated)));
}

TEST_F(CityServiceTest, AnUpdateWithoutDifferenceIsNoChange) {
  CreateAll({{"a", "display_name: 'A'"}});
  const auto updated = Update("city { name: 'cities/a' display_name: 'A' }");
  EXPECT_EQ(updated->revision(), 1);
  EXPECT_EQ(registry_.revision(), 1);
}

TEST_F(CityServiceTest, AnUpdateReportsAllViolationsTogether) {
  CreateAll({{"a", "display_name: 'A'"}});
  const auto refused = Update(
      "city { name: 'cities/a' country: 'XX' populations { value: -1 } } "
      "update_mask { paths: 'country' paths: 'populations' paths: 'nonsense' }");
  EXPECT_THAT(refused, HasReason("FIELD_INVALID"));
  EXPECT_THAT(ViolatedFields(refused.status()),
              ElementsAre("update_mask", "city.country", "city.populations[0].value"));
}

TEST_F(CityServiceTest, DeletedCitiesKeepNameAndExternalIdsAndComeBack) {
  CreateAll({{"a", "display_name: 'A' external_ids { scheme: 'wikidata' value: 'Q1' }"}});
  const auto deleted = Delete("cities/a");
  ASSERT_THAT(deleted, IsOk());
  EXPECT_TRUE(deleted->has_delete_time());
  EXPECT_THAT(Listed(""), IsEmpty());
  EXPECT_THAT(Listed("show_deleted: true"), ElementsAre("a"));
  EXPECT_TRUE(registry_.GetCity("cities/a")->has_delete_time());
  EXPECT_THAT(Delete("cities/a"), HasReason("RESOURCE_DELETED"));
  EXPECT_THAT(Update("city { name: 'cities/a' display_name: 'B' }"), HasReason("RESOURCE_DELETED"));
  EXPECT_THAT(registry_.CreateCity("a", "display_name: 'A'"), HasReason("RESOURCE_ALREADY_EXISTS"));
  const auto taken = registry_.CreateCity(
      "b", "display_name: 'B' external_ids { scheme: 'wikidata' value: 'Q1' }");
  EXPECT_THAT(taken, HasReason("EXTERNAL_ID_TAKEN"));
  EXPECT_EQ(ResourceInErrorInfo(taken.status()), "cities/a");

  const auto undeleted = Undelete("cities/a");
  ASSERT_THAT(undeleted, IsOk());
  EXPECT_FALSE(undeleted->has_delete_time());
  EXPECT_THAT(Undelete("cities/a"), HasReason("RESOURCE_NOT_DELETED"));
  EXPECT_THAT(Listed(""), ElementsAre("a"));
  EXPECT_THAT(Delete("cities/none"), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(CityServiceTest, ReferencesMustBeLiveAndProtectTheirTargets) {
  const auto missing = registry_.CreateCity(
      "a",
      "display_name: 'A' parent: 'cities/none' distances { place { city: 'cities/gone' } } "
      "distinctions { titles { language_code: 'en' text: 'T' } "
      "organization: 'organizations/none' }");
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(missing, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(PreconditionSubjects(missing.status()),
              ElementsAre("cities/gone", "organizations/none", "cities/none"));

  CreateAll({{"berlin", "display_name: 'Berlin'"},
             {"neukoelln", "display_name: 'Neukölln' parent: 'cities/berlin'"}});
  const auto in_use = Delete("cities/berlin");
  EXPECT_THAT(in_use, HasReason("RESOURCE_IN_USE"));
  EXPECT_THAT(PreconditionSubjects(in_use.status()), ElementsAre("cities/neukoelln"));
  EXPECT_THAT(Delete("cities/neukoelln"), IsOk());
  EXPECT_THAT(Delete("cities/berlin"), IsOk());
  EXPECT_THAT(Undelete("cities/neukoelln"), HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Undelete("cities/berlin"), IsOk());
  EXPECT_THAT(Undelete("cities/neukoelln"), IsOk());
  // A city that refers to itself can be deleted.
  EXPECT_THAT(Update("city { name: 'cities/neukoelln' distances { place { city: "
                     "'cities/neukoelln' } } parent: '' } update_mask { paths: 'distances' paths: "
                     "'parent' }"),
              IsOk());
  EXPECT_THAT(Delete("cities/neukoelln"), IsOk());
}

TEST_F(CityServiceTest, ParentsNeverFormACircle) {
  CreateAll({{"a", "display_name: 'A'"},
             {"b", "display_name: 'B' parent: 'cities/a'"},
             {"c", "display_name: 'C' parent: 'cities/b'"}});
  const auto circle = Update("city { name: 'cities/a' parent: 'cities/c' }");
  EXPECT_THAT(circle, HasReason("FIELD_INVALID"));
  EXPECT_THAT(ViolatedFields(circle.status()), ElementsAre("city.parent"));
}

TEST_F(CityServiceTest, ListsFilterAndOrder) {
  CreateAll({{"d", "display_name: 'Ålesund' country: 'NO' kind: KIND_TOWN"},
             {"c", "display_name: 'zaanstad' country: 'NL' level: ADMINISTRATIVE_LEVEL_COMMUNE"},
             {"b",
              "display_name: 'Belfort' country: 'FR' region: 'FR-90' "
              "level: ADMINISTRATIVE_LEVEL_COMMUNE"},
             {"a", "display_name: 'Part' country: 'FR' parent: 'cities/b'"}});
  EXPECT_THAT(Listed(""), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(Listed("order_by: 'name desc'"), ElementsAre("d", "c", "b", "a"));
  EXPECT_THAT(Listed("order_by: 'display_name'"), ElementsAre("d", "b", "a", "c"));
  EXPECT_THAT(Listed("order_by: 'create_time'"), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(Listed("order_by: 'country desc, display_name'"), ElementsAre("d", "c", "b", "a"));
  EXPECT_THAT(Listed("filter: 'country = \"FR\"'"), ElementsAre("a", "b"));
  EXPECT_THAT(Listed("filter: 'region = \"FR-90\"'"), ElementsAre("b"));
  EXPECT_THAT(Listed("filter: 'kind = TOWN'"), ElementsAre("d"));
  EXPECT_THAT(Listed("filter: 'level = COMMUNE AND country = NL'"), ElementsAre("c"));
  EXPECT_THAT(Listed("filter: 'parent = \"cities/b\"'"), ElementsAre("a"));
  EXPECT_THAT(Listed("filter: 'mayor = x'"), ElementsAre("FILTER_INVALID"));
  EXPECT_THAT(Listed("order_by: 'mayor'"), ElementsAre("FIELD_INVALID"));
}

// A list returns each city exactly once, even though one of the cities is changed between the
// pages.
TEST_F(CityServiceTest, AWalkByNameShowsEachCityOnce) {
  for (char c = 'a'; c <= 'k'; ++c) CreateAll({{std::string(1, c), "display_name: 'same'"}});
  for (const std::string order : {"", "name desc", "display_name", "display_name desc"}) {
    std::string token;
    std::vector<std::string> seen;
    do {
      ListCitiesRequest request;
      request.set_page_size(4);
      request.set_page_token(token);
      request.set_order_by(order);
      const auto page = registry_.Call(registry_.cities(), &Cities::ListCities, request);
      ASSERT_THAT(page, IsOk());
      EXPECT_EQ(page->revision(), registry_.revision());
      for (const City& city : page->cities()) seen.push_back(city.name());
      token = page->next_page_token();
      ASSERT_THAT(Update("city { name: 'cities/a' country: '" +
                         std::string(seen.size() % 2 == 0 ? "FR" : "DE") + "' }"),
                  IsOk());
    } while (!token.empty());
    EXPECT_EQ(seen.size(), 11u) << order;
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end()) << order;
  }
}

TEST_F(CityServiceTest, APageTokenBelongsToItsRequest) {
  CreateAll({{"a", "display_name: 'A'"}, {"b", "display_name: 'B'"}, {"c", "display_name: 'C'"}});
  const std::string token = List("page_size: 1")->next_page_token();
  // The page size and read_mask may change.
  EXPECT_THAT(Listed("page_size: 9 read_mask { paths: 'name' } page_token: '" + token + "'"),
              ElementsAre("b", "c"));
  for (const std::string other :
       {"filter: 'country = FR'", "order_by: 'display_name'", "show_deleted: true"}) {
    EXPECT_THAT(Listed(other + " page_token: '" + token + "'"), ElementsAre("PAGE_TOKEN_INVALID"));
  }
  EXPECT_THAT(Listed("page_token: 'nonsense'"), ElementsAre("PAGE_TOKEN_INVALID"));
}

TEST_F(CityServiceTest, ReadMasksSelectTheFieldsThatTheyName) {
  CreateAll({{"a", "display_name: 'A' country: 'FR' names { text: 'x' language_code: 'fr' }"}});
  GetCityRequest request;
  request.set_name("cities/a");
  request.mutable_read_mask()->add_paths("country");
  EXPECT_THAT(registry_.Call(registry_.cities(), &Cities::GetCity, request),
              IsOkAndHolds(EqualsProto("country: 'FR'")));
  EXPECT_THAT(List("read_mask { paths: 'display_name' }")->cities(0),
              EqualsProto("display_name: 'A'"));
  request.mutable_read_mask()->add_paths("nonsense");
  request.set_name("Belfort");
  const auto refused = registry_.Call(registry_.cities(), &Cities::GetCity, request);
  EXPECT_THAT(ViolatedFields(refused.status()), ElementsAre("name", "read_mask"));
}

TEST_F(CityServiceTest, BatchGetIsAllOrNone) {
  CreateAll({{"a", "display_name: 'A'"}, {"b", "display_name: 'B'"}});
  ASSERT_THAT(Delete("cities/a"), IsOk());
  BatchGetCitiesRequest request;
  for (const char* name : {"cities/b", "cities/a", "cities/b"}) request.add_names(name);
  const auto found = registry_.Call(registry_.cities(), &Cities::BatchGetCities, request);
  ASSERT_THAT(found, IsOk());
  ASSERT_EQ(found->cities_size(), 3);
  EXPECT_EQ(found->cities(0).display_name(), "B");
  EXPECT_TRUE(found->cities(1).has_delete_time());
  EXPECT_EQ(found->revision(), 3);
  request.add_names("cities/none");
  const auto missing = registry_.Call(registry_.cities(), &Cities::BatchGetCities, request);
  EXPECT_THAT(missing, HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(ResourceInErrorInfo(missing.status()), "cities/none");
}

}  // namespace
}  // namespace jumelage
