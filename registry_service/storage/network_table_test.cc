#include "registry_service/storage/network_table.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::Twinning;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class NetworkTableTest : public ::testing::Test {
 protected:
  void PutCity(const std::string& id, Revision revision, const std::string& country = "FR",
               const std::string& merged_into = "") {
    City city;
    city.set_display_name(id);
    city.set_country(country);
    city.set_merged_into(merged_into);
    EXPECT_THAT(table_.Apply("cities/" + id, revision, city.SerializeAsString()), IsOk());
  }
  void PutLink(const std::string& a, const std::string& b, Revision revision,
               Twinning::State state = Twinning::STATE_ACTIVE) {
    Twinning twinning;
    twinning.set_name(absl::StrCat("twinnings/", a, "-", b));
    twinning.set_state(state);
    twinning.add_sides()->set_city("cities/" + a);
    twinning.add_sides()->set_city("cities/" + b);
    EXPECT_THAT(table_.Apply(twinning.name(), revision, twinning.SerializeAsString()), IsOk());
  }
  void Remove(const std::string& name, Revision revision) {
    EXPECT_THAT(table_.Apply(name, revision, std::nullopt), IsOk());
  }
  std::vector<std::string> Cities() {
    const auto records = table_.Records();
    std::vector<std::string> names;
    for (const int place : *records->by_name) names.push_back(records->places[place]->name);
    return names;
  }

  NetworkTable table_;
};

TEST_F(NetworkTableTest, HoldsCitiesByNameAndLinksByTheirPlaces) {
  PutCity("c", 1);
  PutLink("c", "a", 2);
  PutCity("a", 3, "DE");
  EXPECT_THAT(Cities(), ElementsAre("cities/a", "cities/c"));
  const auto records = table_.Records();
  ASSERT_EQ(records->links.size(), 1);
  EXPECT_EQ(records->links[0]->first_place, records->PlaceOf("cities/c"));
  EXPECT_EQ(records->links[0]->second_place, records->PlaceOf("cities/a"))
      << "a link may come before its city";
  EXPECT_EQ(records->places[records->PlaceOf("cities/a")]->country, "DE");
  EXPECT_EQ(records->PlaceOf("cities/b"), kNoPlace);
}

TEST_F(NetworkTableTest, IgnoresStatesOlderThanTheOneItHas) {
  PutCity("a", 5, "DE");
  PutCity("a", 4, "FR");
  PutLink("a", "b", 7, Twinning::STATE_ENDED);
  PutLink("a", "b", 6, Twinning::STATE_ACTIVE);
  Remove("twinnings/a-b", 3);
  const auto records = table_.Records();
  EXPECT_EQ(records->places[records->PlaceOf("cities/a")]->country, "DE");
  ASSERT_EQ(records->links.size(), 1);
  EXPECT_EQ(records->links[0]->state, Twinning::STATE_ENDED);
}

TEST_F(NetworkTableTest, RecordsStayTheSameUntilSomethingMatters) {
  PutCity("a", 1);
  PutCity("b", 2);
  PutLink("a", "b", 3);
  const auto before = table_.Records();
  EXPECT_EQ(table_.Records(), before);
  PutCity("a", 4);
  PutLink("a", "b", 5);
  EXPECT_EQ(table_.Records(), before) << "no field that the network needs changed";
  EXPECT_THAT(table_.Apply("organizations/o", 6, "unread"), IsOk());
  EXPECT_EQ(table_.Records(), before);
  PutCity("a", 7, "BE");
  const auto after = table_.Records();
  EXPECT_NE(after, before);
  EXPECT_EQ(before->places[before->PlaceOf("cities/a")]->country, "FR")
      << "returned records do not change";
}

TEST_F(NetworkTableTest, ForgetsDeletedAndRemovedResources) {
  PutCity("a", 1);
  PutCity("b", 2);
  PutLink("a", "b", 3);
  Twinning deleted;
  deleted.mutable_delete_time()->set_seconds(1);
  EXPECT_THAT(table_.Apply("twinnings/a-b", 4, deleted.SerializeAsString()), IsOk());
  EXPECT_THAT(table_.Records()->links, IsEmpty());
  PutLink("a", "b", 5);
  EXPECT_EQ(table_.Records()->links.size(), 1);
  Remove("twinnings/a-b", 6);
  Remove("cities/b", 7);
  EXPECT_THAT(table_.Records()->links, IsEmpty());
  EXPECT_THAT(Cities(), ElementsAre("cities/a"));
}

TEST_F(NetworkTableTest, FollowsMergesToTheirEnd) {
  PutCity("a", 1, "FR", "cities/b");
  PutCity("b", 2, "FR", "cities/c");
  PutCity("c", 3);
  PutCity("d", 4, "FR", "cities/gone");
  const auto records = table_.Records();
  const auto leading = [&](const std::string& city) {
    const int place = records->Leading(records->PlaceOf("cities/" + city));
    return place == kNoPlace ? std::string() : records->places[place]->name;
  };
  EXPECT_EQ(leading("a"), "cities/c");
  EXPECT_EQ(leading("c"), "cities/c");
  EXPECT_EQ(leading("d"), "");
  EXPECT_EQ(leading("none"), "");
}

TEST_F(NetworkTableTest, ReportsUnreadableResources) {
  EXPECT_THAT(table_.Apply("cities/a", 1, "\xff"), Not(IsOk()));
}

}  // namespace
}  // namespace jumelage
