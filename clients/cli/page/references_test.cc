#include "clients/cli/page/references.h"

#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/registry/v1/city.pb.h"

namespace jumelage::cli {
namespace {

registry::v1::City SampleCity() {
  registry::v1::City city;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "name: 'cities/a' display_name: 'A' parent: 'cities/b' "
      "distances { place { city: 'cities/c' } distance_km: 1 } "
      "distances { place { named_place { display_name: 'D' } } distance_km: 2 } "
      "distances { place { city: 'cities/e' } distance_km: 3 } "
      "distinctions { organization: 'organizations/f' }",
      &city));
  return city;
}

TEST(ReferencesTest, FindsReferencesAtAnyDepth) {
  std::vector<std::string> found;
  ForEachReference(SampleCity(), [&](const std::string& name) { found.push_back(name); });
  EXPECT_EQ(found,
            (std::vector<std::string>{"cities/c", "cities/e", "organizations/f", "cities/b"}));
}

TEST(ReferencesTest, DropsCompleteEntriesAndFields) {
  registry::v1::City city = SampleCity();
  EXPECT_TRUE(DropReferences(
      &city, [](const std::string& name) { return name == "cities/b" || name == "cities/c"; }));
  EXPECT_EQ(city.parent(), "");
  ASSERT_EQ(city.distances_size(), 2);
  EXPECT_EQ(city.distances(0).place().named_place().display_name(), "D");
  EXPECT_EQ(city.distances(1).place().city(), "cities/e");
  EXPECT_EQ(city.distinctions_size(), 1);
  EXPECT_EQ(city.display_name(), "A");
}

TEST(ReferencesTest, DropsEntriesOfStringLists) {
  projects::v1::Project project;
  project.add_twinnings("twinnings/a");
  project.add_twinnings("twinnings/b");
  project.add_sdg_targets("6.1");
  EXPECT_TRUE(
      DropReferences(&project, [](const std::string& name) { return name == "twinnings/a"; }));
  ASSERT_EQ(project.twinnings_size(), 1);
  EXPECT_EQ(project.twinnings(0), "twinnings/b");
  EXPECT_EQ(project.sdg_targets_size(), 1);
  EXPECT_FALSE(DropReferences(&project, [](const std::string&) { return false; }));
}

}  // namespace
}  // namespace jumelage::cli
