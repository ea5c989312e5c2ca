#include "common/values/resource_name.h"

#include <string>

#include "common/base/violations.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

const std::string kLongest(63, 'a');

TEST(ResourceIdTest, Grammar) {
  for (const std::string& id :
       {std::string("a"), std::string("belfort"), std::string("fr-belfort-2"), std::string("a--b"),
        std::string("a9"), kLongest}) {
    EXPECT_TRUE(IsResourceId(id)) << id;
  }
  for (const std::string& id :
       {std::string(), std::string("-"), std::string("9a"), std::string("-a"), std::string("a-"),
        std::string("Belfort"), std::string("bel_fort"), std::string("delémont"),
        std::string("a b"), std::string("a/b"), kLongest + "a"}) {
    EXPECT_FALSE(IsResourceId(id)) << id;
  }
}

TEST(ParseResourceNameTest, ReturnsTheIdInTheCollection) {
  EXPECT_EQ(ParseResourceName("cities/belfort", "cities"), "belfort");
  for (const char* name : {"", "cities", "cities/", "/belfort", "cities/belfort/", "cities/a/b",
                           "organizations/belfort", "citiesbelfort", "cities/-", "cities/*"}) {
    EXPECT_EQ(ParseResourceName(name, "cities"), absl::nullopt) << name;
  }
  EXPECT_EQ(ResourceName("cities", "belfort"), "cities/belfort");
}

TEST(ParseResourceNameTest, ReturnsTheIdBelowParents) {
  constexpr char kCollection[] = "projects/*/transactions";
  EXPECT_EQ(ParseResourceName("projects/wells/transactions/first", kCollection), "first");
  EXPECT_EQ(ParseResourceName("a/b/c/d/e/f", "a/*/c/*/e"), "f");
  for (const char* name :
       {"", "projects/wells", "projects/wells/transactions", "projects/wells/transactions/",
        "projects//transactions/first", "projects/-/transactions/first",
        "projects/wells/results/first", "projects/wells/transactions/first/x", "transactions/first",
        "cities/wells/transactions/first", "projects/wells/x/transactions/first",
        "projects/*/transactions/first"}) {
    EXPECT_EQ(ParseResourceName(name, kCollection), absl::nullopt) << name;
  }
  // A name of one type is never also a name of another type.
  EXPECT_EQ(ParseResourceName("projects/wells/transactions/first", "projects"), absl::nullopt);
  EXPECT_EQ(ParseResourceName("projects/wells", kCollection), absl::nullopt);
}

TEST(ResourceNameTest, PartsOfNamesAndCollections) {
  EXPECT_EQ(ResourceName("projects/wells", "projects/*/transactions", "first"),
            "projects/wells/transactions/first");
  EXPECT_EQ(ResourceName("", "cities", "belfort"), "cities/belfort");
  EXPECT_EQ(LastSegment("projects/*/transactions"), "transactions");
  EXPECT_EQ(LastSegment("cities"), "cities");
  EXPECT_EQ(SegmentOf("projects/wells/transactions/first"), "transactions");
  EXPECT_EQ(SegmentOf("cities/belfort"), "cities");
  EXPECT_EQ(SegmentOf("cities"), "");
  EXPECT_EQ(ParentCollection("projects/*/transactions"), "projects");
  EXPECT_EQ(ParentCollection("cities"), "");
  EXPECT_EQ(ParentName("projects/wells/transactions/first"), "projects/wells");
  EXPECT_EQ(ParentName("cities/belfort"), "");
  EXPECT_EQ(ParentName("cities"), "");
  EXPECT_EQ(NameShape("projects/*/transactions"), "projects/ID/transactions/ID");
}

TEST(ChecksTest, AddViolationsOnTheirField) {
  Violations violations;
  EXPECT_TRUE(CheckResourceName("name", "cities/belfort", "cities", &violations));
  EXPECT_TRUE(CheckResourceId("city_id", "belfort", &violations));
  EXPECT_TRUE(CheckRequestId("request_id", "", &violations));
  EXPECT_TRUE(CheckRequestId("request_id", "f47ac10b-58cc-4372-a567-0e02b2c3d479", &violations));
  EXPECT_TRUE(violations.empty());

  EXPECT_FALSE(CheckResourceName("name", "", "cities", &violations));
  EXPECT_FALSE(CheckResourceName("name", "cities/Belfort", "cities", &violations));
  EXPECT_FALSE(CheckResourceId("city_id", "", &violations));
  // Version 1 is not random.
  EXPECT_FALSE(CheckRequestId("request_id", "f47ac10b-58cc-1372-a567-0e02b2c3d479", &violations));
  ASSERT_EQ(violations.list().size(), 4);
  EXPECT_EQ(violations.list()[0].field, "name");
  EXPECT_EQ(violations.list()[0].description, "is required: a name such as cities/ID");
  EXPECT_EQ(violations.list()[2].field, "city_id");
  EXPECT_EQ(violations.list()[3].field, "request_id");
}

TEST(SlugTest, KeepsLettersAndDigits) {
  EXPECT_EQ(Slug("belfort"), "belfort");
  EXPECT_EQ(Slug("Hammersmith & Fulham"), "hammersmith-fulham");
  EXPECT_EQ(Slug("  ra'anana  "), "ra-anana");
  EXPECT_EQ(Slug("10th of ramadan"), "10th-of-ramadan");
  EXPECT_EQ(Slug("广安"), "");
  EXPECT_EQ(Slug(""), "");
}

TEST(MakeResourceIdTest, IsAlwaysAnId) {
  EXPECT_EQ(MakeResourceId({"FR", "belfort"}, "city"), "fr-belfort");
  EXPECT_EQ(MakeResourceId({"", "belfort"}, "city"), "belfort");
  EXPECT_EQ(MakeResourceId({"", "10th of ramadan"}, "city"), "city-10th-of-ramadan");
  EXPECT_EQ(MakeResourceId({"", "广安"}, "city"), "city");
  EXPECT_EQ(MakeResourceId({"FR", std::string(200, 'x')}, "city"), "fr-" + std::string(60, 'x'));
  // The limit falls on a hyphen, which is dropped.
  EXPECT_EQ(MakeResourceId({std::string(62, 'x'), "y"}, "city"), std::string(62, 'x'));
}

TEST(NumberedResourceIdTest, StaysAnId) {
  EXPECT_EQ(NumberedResourceId("fr-belfort", 2), "fr-belfort-2");
  EXPECT_EQ(NumberedResourceId(kLongest, 12), std::string(60, 'a') + "-12");
  EXPECT_TRUE(IsResourceId(NumberedResourceId(std::string(59, 'a') + "-bcd", 123)));
}

}  // namespace
}  // namespace jumelage
