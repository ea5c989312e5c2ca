#include "projects_service/domain/references.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(RegistryNamesInTest, GivesEachRegistryResourceOnceAndNoProject) {
  Project project;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
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
        sites { city: "cities/belfort" }
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
  EXPECT_THAT(RegistryNamesIn(project),
              ElementsAre("agreements/charter", "agreements/decision", "cities/belfort",
                          "cities/tanghin-dassouri", "organizations/comite",
                          "organizations/ministere", "twinnings/belfort-tanghin-dassouri"));
  EXPECT_THAT(RegistryNamesIn(Project()), IsEmpty());
}

}  // namespace
}  // namespace jumelage
