#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/position.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projects_service/testing/projects_fixture.h"
#include "projects_service/testing/wait.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using projects::v1::StartProjectRequest;
using projects::v1::UndeleteProjectRequest;
using projects::v1::UpdateProjectRequest;
using testing::ElementsAre;

class ProjectReferencesTest : public ProjectsFixture {
 protected:
  absl::StatusOr<Project> Update(const std::string& text) {
    return Call(&Stub::UpdateProject, Parse<UpdateProjectRequest>(text));
  }
  std::string Shown(const std::string& name) {
    const auto project = Get(name);
    EXPECT_THAT(project, IsOk());
    return project.ok() ? References(*project) : "";
  }
};

TEST_F(ProjectReferencesTest, AreShownByName) {
  const auto created = Create("canteens", R"pb(
    participants {
      city: "cities/belfort"
      roles: ROLE_IMPLEMENTING
      acting_as_member_of: "organizations/comite"
    }
    sites { city: "cities/tanghin-dassouri" }
    sites { city: "cities/tanghin-dassouri" place_display_name: "Bazoulé" }
    twinnings: "twinnings/belfort-tanghin-dassouri"
    agreements: "agreements/charter"
  )pb");
  ASSERT_THAT(created, IsOk());
  const std::string expected =
      "agreements/charter LIVE Charte; cities/belfort LIVE Belfort; "
      "cities/tanghin-dassouri LIVE Tanghin-Dassouri; "
      "organizations/comite LIVE Comité de Jumelage; "
      "twinnings/belfort-tanghin-dassouri LIVE ";
  EXPECT_EQ(References(*created), expected);
  EXPECT_EQ(Shown("projects/canteens"), expected);
  EXPECT_EQ(registry_.questions(), 0) << "all of it was followed";
}

TEST_F(ProjectReferencesTest, FollowTheRegistry) {
  ASSERT_THAT(Create("water", "sites { city: 'cities/belfort' } agreements: 'agreements/charter'"),
              IsOk());
  registry_.Put("cities/belfort", "Belfort (90)");
  registry_.Delete("agreements/charter");
  AwaitRegistry();
  EXPECT_EQ(Shown("projects/water"),
            "agreements/charter DELETED Charte; cities/belfort LIVE Belfort (90)");
  registry_.Purge("agreements/charter");
  AwaitRegistry();
  EXPECT_EQ(Shown("projects/water"),
            "agreements/charter REMOVED ; cities/belfort LIVE Belfort (90)");
}

TEST_F(ProjectReferencesTest, TheErrorNamesEveryMissingOne) {
  ASSERT_THAT(Create("gone"), IsOk());
  const auto refused = Create("water", R"pb(
    participants { city: "cities/nowhere" roles: ROLE_FUNDING }
    participants {
      city: "cities/belfort"
      roles: ROLE_FUNDING
      acting_as_member_of: "organizations/nobody"
    }
    sites { city: "cities/nowhere" }
    twinnings: "twinnings/none"
    agreements: "agreements/none"
    parent: "projects/none"
    related_projects { project: "projects/gone" relation: RELATION_SIBLING }
  )pb");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(MissingOf(refused.status()),
              ElementsAre("cities/nowhere", "organizations/nobody", "cities/nowhere",
                          "twinnings/none", "agreements/none", "projects/none"));
  EXPECT_EQ(Head(), 1);
}

TEST_F(ProjectReferencesTest, FollowedOnesAreAcceptedWhileTheRegistryIsDown) {
  registry_.Stop();
  ASSERT_THAT(Create("water", "sites { city: 'cities/belfort' }"), IsOk());
  EXPECT_EQ(Shown("projects/water"), "cities/belfort LIVE Belfort");
  Restart();
  EXPECT_EQ(Shown("projects/water"), "cities/belfort LIVE Belfort")
      << "also in another process over the same directory";
  ASSERT_THAT(Create("wells", "sites { city: 'cities/tanghin-dassouri' }"), IsOk());
}

TEST_F(ProjectReferencesTest, UnknownOnesAreRefusedUntilTheRegistryIsBack) {
  registry_.Stop();
  const auto refused = Create("water", "sites { city: 'cities/sousse' }");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(refused, HasReason("REGISTRY_UNAVAILABLE"));
  EXPECT_TRUE(refused.status().GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  EXPECT_EQ(Head(), 0);
  registry_.Put("cities/sousse", "Sousse");
  registry_.Start();
  // The channel may still be waiting to reconnect.
  ASSERT_TRUE(Eventually([&] { return Create("water", "sites { city: 'cities/sousse' }").ok(); }));
  EXPECT_EQ(Shown("projects/water"), "cities/sousse LIVE Sousse");
}

TEST_F(ProjectReferencesTest, DeletedOnesAreReportedAlthoughOthersAreUnknown) {
  registry_.Delete("cities/belfort");
  AwaitRegistry();
  registry_.Stop();
  const auto refused =
      Create("water", "sites { city: 'cities/belfort' } sites { city: 'cities/sousse' }");
  EXPECT_THAT(refused, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(MissingOf(refused.status()), ElementsAre("cities/belfort"));
}

TEST_F(ProjectReferencesTest, OnesThatWereNotFollowedYetAreLookedUp) {
  // While the registry is silent, the follower stays behind.
  registry_.set_silent(true);
  registry_.CutStreams();
  registry_.Put("cities/sousse", "Sousse");
  registry_.Put("organizations/agence", "Agence");
  registry_.Put("agreements/new", "Convention");
  registry_.Put("twinnings/new", "");
  const auto created = Create("water", R"pb(
    sites { city: "cities/sousse" }
    participants { organization: "organizations/agence" roles: ROLE_FUNDING }
    agreements: "agreements/new"
    twinnings: "twinnings/new"
  )pb");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(References(*created),
            "agreements/new LIVE Convention; cities/sousse LIVE Sousse; "
            "organizations/agence LIVE Agence; twinnings/new LIVE ");
  EXPECT_EQ(registry_.questions(), 4);
  ASSERT_THAT(Create("wells", "sites { city: 'cities/sousse' }"), IsOk());
  EXPECT_EQ(registry_.questions(), 4) << "the answers were kept";
}

TEST_F(ProjectReferencesTest, ADeletedOneCanBeKeptButNotAdded) {
  ASSERT_THAT(Create("water", "sites { city: 'cities/belfort' }"), IsOk());
  registry_.Delete("cities/belfort");
  AwaitRegistry();
  EXPECT_THAT(Create("wells", "sites { city: 'cities/belfort' }"),
              HasReason("REFERENCE_NOT_FOUND"));
  const auto updated = Update(R"pb(
    project {
      name: "projects/water"
      display_name: "Wells"
      sites { city: "cities/belfort" place_display_name: "Centre" }
    }
  )pb");
  ASSERT_THAT(updated, IsOk()) << "the project already refers to it";
  EXPECT_EQ(References(*updated), "cities/belfort DELETED Belfort");
}

TEST_F(ProjectReferencesTest, OneThatWasJustUndeletedIsAccepted) {
  registry_.Delete("cities/belfort");
  AwaitRegistry();
  registry_.set_silent(true);
  registry_.CutStreams();
  registry_.Put("cities/belfort", "Belfort");
  EXPECT_THAT(Create("water", "sites { city: 'cities/belfort' }"), IsOk());
}

TEST_F(ProjectReferencesTest, UpdatesLookUpOnlyNewOnes) {
  ASSERT_THAT(Create("water", "sites { city: 'cities/belfort' }"), IsOk());
  registry_.Stop();
  EXPECT_THAT(Update("project { name: 'projects/water' twinnings: 'twinnings/none' }"),
              HasReason("REGISTRY_UNAVAILABLE"));
  EXPECT_THAT(Update("project { name: 'projects/water' display_name: 'Wells' }"), IsOk());
  // Fields outside the mask are ignored.
  EXPECT_THAT(Update(R"pb(
                project { name: "projects/water" display_name: "Pumps" twinnings: "twinnings/none" }
                update_mask { paths: "display_name" }
              )pb"),
              IsOk());
}

TEST_F(ProjectReferencesTest, UndeleteChecksThemAgain) {
  ASSERT_THAT(Create("water", "sites { city: 'cities/belfort' }"), IsOk());
  ASSERT_THAT(Call(&Stub::DeleteProject,
                   Parse<projects::v1::DeleteProjectRequest>("name: 'projects/water'")),
              IsOk());
  registry_.Delete("cities/belfort");
  AwaitRegistry();
  const auto request = Parse<UndeleteProjectRequest>("name: 'projects/water'");
  EXPECT_THAT(Call(&Stub::UndeleteProject, request), HasReason("REFERENCE_NOT_FOUND"));
  registry_.Put("cities/belfort", "Belfort");
  EXPECT_THAT(Call(&Stub::UndeleteProject, request), IsOk());
}

TEST_F(ProjectReferencesTest, AgreementsInDecisionsMustExist) {
  ASSERT_THAT(Create("water"), IsOk());
  EXPECT_THAT(Call(&Stub::StartProject,
                   Parse<StartProjectRequest>(
                       "name: 'projects/water' decision { agreement: 'agreements/none' }")),
              HasReason("REFERENCE_NOT_FOUND"));
  const auto started =
      Call(&Stub::StartProject,
           Parse<StartProjectRequest>(
               "name: 'projects/water' decision { agreement: 'agreements/charter' }"));
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(References(*started), "agreements/charter LIVE Charte");
}

TEST_F(ProjectReferencesTest, ARestoredRegistryIsFollowedFromASnapshot) {
  ASSERT_THAT(Create("water", "sites { city: 'cities/belfort' } agreements: 'agreements/charter'"),
              IsOk());
  registry_.BecomeOtherLog("00000000-0000-4000-8000-000000000002");
  registry_.Put("cities/belfort", "Belfort restored");
  AwaitRegistry();
  EXPECT_EQ(Shown("projects/water"),
            "agreements/charter REMOVED Charte; cities/belfort LIVE Belfort restored");
  EXPECT_EQ(metadata_[kRegistryPositionMetadata], FormatPosition(registry_.position()));
}

TEST_F(ProjectReferencesTest, AreUnknownAfterTheViewWasLost) {
  ASSERT_THAT(Create("water", "sites { city: 'cities/belfort' }"), IsOk());
  Stop();
  registry_.Stop();
  ASSERT_EQ(std::remove(dir_.File("view.db").c_str()), 0);
  Restart();
  EXPECT_EQ(Shown("projects/water"), "cities/belfort UNKNOWN ");
  EXPECT_EQ(metadata_.count(kRegistryPositionMetadata), 0u) << "nothing was followed yet";
  registry_.Start();
  AwaitRegistry();
  EXPECT_EQ(Shown("projects/water"), "cities/belfort LIVE Belfort");
}

// Cached answers also show later changes in the registry.
TEST_F(ProjectReferencesTest, AnswersFromTheCacheFollowTheRegistryToo) {
  ASSERT_THAT(Create("water", "sites { city: 'cities/belfort' }"), IsOk());
  ASSERT_THAT(Create("canteens", "sites { city: 'cities/tanghin-dassouri' }"), IsOk());
  for (int i = 0; i < 20; ++i) {
    const std::string name = absl::StrCat("Belfort ", i);
    registry_.Put("cities/belfort", name);
    AwaitRegistry();
    // The first read comes from the view and fills the cache.
    for (int read = 0; read < 3; ++read) {
      EXPECT_EQ(Shown("projects/water"), absl::StrCat("cities/belfort LIVE ", name));
    }
    EXPECT_NE(app_->store().cache().Find("projects/water"), nullptr);
    EXPECT_EQ(Shown("projects/canteens"), "cities/tanghin-dassouri LIVE Tanghin-Dassouri");
  }
  registry_.BecomeOtherLog("00000000-0000-4000-8000-000000000002");
  registry_.Put("cities/belfort", "Elsewhere");
  AwaitRegistry();
  EXPECT_EQ(Shown("projects/water"), "cities/belfort LIVE Elsewhere");
  EXPECT_EQ(Shown("projects/canteens"), "cities/tanghin-dassouri REMOVED Tanghin-Dassouri");
}

}  // namespace
}  // namespace jumelage
