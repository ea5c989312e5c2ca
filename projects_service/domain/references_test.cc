#include "projects_service/domain/references.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

auto Reference(const std::string& field, const std::string& name) {
  return AllOf(Field(&NamedReference::field, field), Field(&NamedReference::name, name));
}

Project Sample() {
  Project project;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        participants {
          city: "cities/belfort"
          roles: ROLE_IMPLEMENTING
          acting_as_member_of: "organizations/comite"
        }
        participants { unregistered_display_name: "Les Amis" roles: ROLE_FUNDING }
        participants { organization: "organizations/ministere" roles: ROLE_FUNDING }
        sites { place_display_name: "Bazoulé" }
        sites { city: "cities/tanghin-dassouri" }
        twinnings: "twinnings/belfort-tanghin-dassouri"
        agreements: "agreements/charter"
        parent: "projects/cooperation"
        related_projects { project: "projects/water" relation: RELATION_SIBLING }
        ledger {
          step: STEP_START
          decision { agreement: "agreements/decision" }
        }
      )pb",
      &project));
  return project;
}

TEST(ReferencesTest, NamesEveryRegistryResourceWithItsPath) {
  EXPECT_THAT(RegistryReferencesOf(Sample()),
              UnorderedElementsAre(
                  Reference("project.participants[0].city", "cities/belfort"),
                  Reference("project.participants[0].acting_as_member_of", "organizations/comite"),
                  Reference("project.participants[2].organization", "organizations/ministere"),
                  Reference("project.sites[1].city", "cities/tanghin-dassouri"),
                  Reference("project.twinnings[0]", "twinnings/belfort-tanghin-dassouri"),
                  Reference("project.agreements[0]", "agreements/charter"),
                  Reference("project.ledger[0].decision.agreement", "agreements/decision")));
}

TEST(ReferencesTest, KeepsProjectsApart) {
  EXPECT_THAT(ProjectReferencesOf(Sample()),
              ElementsAre(Reference("project.parent", "projects/cooperation"),
                          Reference("project.related_projects[0].project", "projects/water")));
  EXPECT_THAT(ProjectReferencesOf(Project()), IsEmpty());
}

TEST(ReferencesTest, DistinctNamesAreInOrder) {
  EXPECT_THAT(
      DistinctNames({{"x", "x", "cities/b"}, {"y", "y", "cities/a"}, {"z", "z", "cities/b"}}),
      ElementsAre("cities/a", "cities/b"));
}

}  // namespace
}  // namespace jumelage
