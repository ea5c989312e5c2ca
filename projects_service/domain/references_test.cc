#include "projects_service/domain/references.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using testing::ElementsAre;
using testing::FieldsAre;
using testing::IsEmpty;

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
  EXPECT_THAT(
      RegistryReferencesOf(Sample()),
      ElementsAre(FieldsAre("project.participants[0].city", "cities/belfort"),
                  FieldsAre("project.participants[0].acting_as_member_of", "organizations/comite"),
                  FieldsAre("project.participants[2].organization", "organizations/ministere"),
                  FieldsAre("project.sites[1].city", "cities/tanghin-dassouri"),
                  FieldsAre("project.twinnings[0]", "twinnings/belfort-tanghin-dassouri"),
                  FieldsAre("project.agreements[0]", "agreements/charter"),
                  FieldsAre("project.ledger[0].decision.agreement", "agreements/decision")));
}

TEST(ReferencesTest, KeepsProjectsApart) {
  EXPECT_THAT(ProjectReferencesOf(Sample()),
              ElementsAre(FieldsAre("project.parent", "projects/cooperation"),
                          FieldsAre("project.related_projects[0].project", "projects/water")));
  EXPECT_THAT(ProjectReferencesOf(Project()), IsEmpty());
}

TEST(ReferencesTest, NamesWhatADecisionRestsOn) {
  type::v1::Decision decision;
  EXPECT_THAT(RegistryReferencesOf("decision", decision), IsEmpty());
  decision.set_agreement("agreements/a");
  EXPECT_THAT(RegistryReferencesOf("decision", decision),
              ElementsAre(FieldsAre("decision.agreement", "agreements/a")));
}

TEST(ReferencesTest, WhatWasNamedBeforeAnywhereIsNotNew) {
  const std::vector<NamedReference> before = {{"project.sites[0].city", "cities/a"}};
  EXPECT_THAT(NewReferences(before, {{"project.participants[0].city", "cities/a"},
                                     {"project.participants[1].city", "cities/b"}}),
              ElementsAre(FieldsAre("project.participants[1].city", "cities/b")));
}

TEST(ReferencesTest, DistinctNamesAreInOrder) {
  EXPECT_THAT(DistinctNames({{"x", "cities/b"}, {"y", "cities/a"}, {"z", "cities/b"}}),
              ElementsAre("cities/a", "cities/b"));
}

}  // namespace
}  // namespace jumelage
