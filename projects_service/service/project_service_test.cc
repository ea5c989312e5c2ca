#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/rpc/position.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projects_service/testing/projects_fixture.h"

namespace jumelage {
namespace {

using projects::v1::BatchGetProjectsRequest;
using projects::v1::CreateProjectRequest;
using projects::v1::DeleteProjectRequest;
using projects::v1::Project;
using projects::v1::UndeleteProjectRequest;
using projects::v1::UpdateProjectRequest;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kRequestId[] = "3f0c1c52-8d0e-4d6b-9a27-5b0c1d2e3f40";

class ProjectServiceTest : public ProjectsFixture {
 protected:
  absl::StatusOr<Project> Update(const std::string& text) {
    return Call(&Stub::UpdateProject, Parse<UpdateProjectRequest>(text));
  }
  absl::StatusOr<Project> Delete(const std::string& text) {
    return Call(&Stub::DeleteProject, Parse<DeleteProjectRequest>(text));
  }
  absl::StatusOr<Project> Undelete(const std::string& text) {
    return Call(&Stub::UndeleteProject, Parse<UndeleteProjectRequest>(text));
  }
};

TEST_F(ProjectServiceTest, ReturnsACreatedProject) {
  const auto created = Create("water", R"pb(
    sectors { code: "14031" }
    sites { city: "cities/tanghin-dassouri" place_display_name: "Bazoulé" }
    actual_start {
      earliest { year: 2005 }
      precision: PRECISION_YEAR
    }
  )pb");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "projects/water");
  EXPECT_EQ(created->state(), Project::STATE_UNKNOWN);
  EXPECT_EQ(created->revision(), Head());
  EXPECT_EQ(created->create_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  const auto got = Get("projects/water");
  ASSERT_THAT(got, IsOk());
  EXPECT_THAT(*got, EqualsProto(*created));
}

TEST_F(ProjectServiceTest, IgnoresFieldsThatOnlyTheServerSets) {
  const auto created = Create("water", R"pb(
    name: "projects/other"
    etag: "x"
    revision: 77
    delete_time { seconds: 1 }
    references { resource: "cities/x" }
  )pb");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "projects/water");
  EXPECT_EQ(created->revision(), 1);
  EXPECT_FALSE(created->has_delete_time());
  EXPECT_TRUE(created->ledger().empty());
  EXPECT_TRUE(created->references().empty());
}

TEST_F(ProjectServiceTest, MakesIdsFromTitles) {
  EXPECT_EQ(Create("", "display_name: 'École de Bangr’Zaka'")->name(),
            "projects/ecole-de-bangr-zaka");
  for (int i = 2; i <= 9; ++i) {
    EXPECT_EQ(Create("", "display_name: 'Ecole de Bangr Zaka'")->name(),
              absl::StrCat("projects/ecole-de-bangr-zaka-", i));
  }
  EXPECT_THAT(Create("ecole-de-bangr-zaka-3"), HasReason("RESOURCE_ALREADY_EXISTS"));
}

TEST_F(ProjectServiceTest, UpdatesTheFieldsInTheMask) {
  ASSERT_THAT(Create("water", "sdg_targets: '6.1' state: STATE_PIPELINE"), IsOk());
  const auto updated = Update(R"pb(
    project { name: "projects/water" display_name: "Wells" sdg_targets: "6.b" }
    update_mask { paths: "display_name" }
  )pb");
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->display_name(), "Wells");
  EXPECT_THAT(updated->sdg_targets(), ElementsAre("6.1"));
  EXPECT_EQ(updated->state(), Project::STATE_PIPELINE);
  EXPECT_EQ(updated->revision(), 2);
}

// A client that sends back an older copy must not be refused because of the state in it.
TEST_F(ProjectServiceTest, UpdatesIgnoreTheState) {
  ASSERT_THAT(Create("water", "state: STATE_PIPELINE"), IsOk());
  for (const char* mask : {"", "update_mask { paths: 'state' paths: 'display_name' }",
                           "update_mask { paths: 'revision' paths: 'display_name' }"}) {
    const auto updated = Update(absl::StrCat(
        "project { name: 'projects/water' display_name: 'Wells' state: STATE_CLOSED } ", mask));
    ASSERT_THAT(updated, IsOk()) << mask;
    EXPECT_EQ(updated->display_name(), "Wells");
    EXPECT_EQ(updated->state(), Project::STATE_PIPELINE);
  }
}

TEST_F(ProjectServiceTest, AnUpdateThatChangesNothingMakesNoCommit) {
  const auto created = Create("water");
  ASSERT_THAT(created, IsOk());
  const auto updated = Update(R"pb(
    project { name: "projects/water" display_name: "Water" }
  )pb");
  ASSERT_THAT(updated, IsOk());
  EXPECT_THAT(*updated, EqualsProto(*created));
  EXPECT_EQ(Head(), 1);
}

TEST_F(ProjectServiceTest, AnUpdateChecksTheCompleteProject) {
  ASSERT_THAT(
      Create("water", "planned_start { earliest { year: 2006 } precision: PRECISION_YEAR }"),
      IsOk());
  const auto updated = Update(R"pb(
    project {
      name: "projects/water"
      planned_end {
        earliest { year: 2005 }
        precision: PRECISION_YEAR
      }
      sectors { code: "1" }
    }
  )pb");
  EXPECT_THAT(updated, HasReason("FIELD_INVALID"));
  EXPECT_THAT(FieldsOf(updated.status()),
              ElementsAre("project.sectors[0].code", "project.planned_end"));
  EXPECT_EQ(Head(), 1);
}

TEST_F(ProjectServiceTest, DeletedNamesStayReservedAndCanBeUndeleted) {
  ASSERT_THAT(Create("water", "external_ids { scheme: 'iati' value: 'FR-1' }"), IsOk());
  const auto deleted = Delete("name: 'projects/water'");
  ASSERT_THAT(deleted, IsOk());
  EXPECT_TRUE(deleted->has_delete_time());
  EXPECT_TRUE(Get("projects/water")->has_delete_time());
  EXPECT_THAT(Delete("name: 'projects/water'"), HasReason("RESOURCE_DELETED"));
  EXPECT_THAT(Update("project { name: 'projects/water' display_name: 'x' }"),
              HasReason("RESOURCE_DELETED"));
  EXPECT_THAT(Create("water"), HasReason("RESOURCE_ALREADY_EXISTS"));
  EXPECT_THAT(Create("wells", "external_ids { scheme: 'iati' value: 'FR-1' }"),
              HasReason("EXTERNAL_ID_TAKEN"));
  const auto undeleted = Undelete("name: 'projects/water'");
  ASSERT_THAT(undeleted, IsOk());
  EXPECT_FALSE(undeleted->has_delete_time());
  EXPECT_THAT(Undelete("name: 'projects/water'"), HasReason("RESOURCE_NOT_DELETED"));
}

TEST_F(ProjectServiceTest, AProjectThatOthersReferToIsNotDeleted) {
  ASSERT_THAT(Create("cooperation"), IsOk());
  ASSERT_THAT(Create("water", "parent: 'projects/cooperation'"), IsOk());
  ASSERT_THAT(
      Create("wells",
             "related_projects { project: 'projects/cooperation' relation: RELATION_SIBLING }"),
      IsOk());
  const auto refused = Delete("name: 'projects/cooperation'");
  EXPECT_THAT(refused, HasReason("RESOURCE_IN_USE"));
  EXPECT_THAT(MissingOf(refused.status()), ElementsAre("projects/water", "projects/wells"));
  ASSERT_THAT(Delete("name: 'projects/water'"), IsOk());
  ASSERT_THAT(Delete("name: 'projects/wells'"), IsOk());
  ASSERT_THAT(Delete("name: 'projects/cooperation'"), IsOk());
  EXPECT_THAT(Undelete("name: 'projects/water'"), HasReason("REFERENCE_NOT_FOUND"))
      << "its parent is deleted";
}

TEST_F(ProjectServiceTest, ParentsNeverFormACircle) {
  ASSERT_THAT(Create("a"), IsOk());
  ASSERT_THAT(Create("b", "parent: 'projects/a'"), IsOk());
  ASSERT_THAT(Create("c", "parent: 'projects/b'"), IsOk());
  const auto circle = Update("project { name: 'projects/a' parent: 'projects/c' }");
  EXPECT_THAT(circle, HasReason("FIELD_INVALID"));
  EXPECT_THAT(FieldsOf(circle.status()), ElementsAre("project.parent"));
  EXPECT_THAT(Update("project { name: 'projects/a' parent: 'projects/a' }"),
              HasReason("FIELD_INVALID"));
}

TEST_F(ProjectServiceTest, BatchGetReturnsAllInOrderOrNone) {
  ASSERT_THAT(Create("a"), IsOk());
  ASSERT_THAT(Create("b"), IsOk());
  const auto batch =
      Call(&Stub::BatchGetProjects,
           Parse<BatchGetProjectsRequest>("names: 'projects/b' names: 'projects/a' names: "
                                          "'projects/b' read_mask { paths: 'name' }"));
  ASSERT_THAT(batch, IsOk());
  ASSERT_EQ(batch->projects_size(), 3);
  EXPECT_THAT(batch->projects(0), EqualsProto("name: 'projects/b'"));
  EXPECT_EQ(batch->projects(1).name(), "projects/a");
  EXPECT_EQ(batch->revision(), 2);
  EXPECT_THAT(Call(&Stub::BatchGetProjects,
                   Parse<BatchGetProjectsRequest>("names: 'projects/a' names: 'projects/z'")),
              HasReason("RESOURCE_NOT_FOUND"));
}

// G4
TEST_F(ProjectServiceTest, ARequestIdTakesEffectOnce) {
  auto request = Parse<CreateProjectRequest>(
      "project { display_name: 'Water' kind: KIND_EXCHANGE sites { city: 'cities/belfort' } }");
  request.set_request_id(kRequestId);
  const auto first = Call(&Stub::CreateProject, request);
  ASSERT_THAT(first, IsOk());
  registry_.Stop();
  const auto again = Call(&Stub::CreateProject, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(*again, EqualsProto(*first));
  EXPECT_EQ(Head(), 1);
  Restart();
  EXPECT_THAT(*Call(&Stub::CreateProject, request), EqualsProto(*first));
  request.mutable_project()->set_display_name("Wells");
  EXPECT_THAT(Call(&Stub::CreateProject, request), HasReason("REQUEST_ID_REUSED"));
}

// G5
TEST_F(ProjectServiceTest, AStaleEtagChangesNothing) {
  const auto created = Create("water");
  ASSERT_THAT(created, IsOk());
  const std::string stale = created->etag();
  ASSERT_THAT(Update("project { name: 'projects/water' display_name: 'Wells' }"), IsOk());
  const std::string quoted = absl::StrCat("etag: '", stale, "'");
  EXPECT_THAT(Update("project { name: 'projects/water' display_name: 'x' " + quoted + " }"),
              HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Delete("name: 'projects/water' " + quoted), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Call(&Stub::StartProject,
                   Parse<projects::v1::StartProjectRequest>("name: 'projects/water' " + quoted)),
              HasReason("ETAG_MISMATCH"));
  EXPECT_EQ(Get("projects/water")->display_name(), "Wells");
  EXPECT_EQ(Head(), 2);
}

// G6
TEST_F(ProjectServiceTest, ValidateOnlyChecksAndChangesNothing) {
  auto request = Parse<CreateProjectRequest>(
      "project_id: 'water' validate_only: true project { display_name: 'W' kind: KIND_EXCHANGE }");
  const auto answer = Call(&Stub::CreateProject, request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->name(), "projects/water");
  EXPECT_EQ(Head(), 0);
  EXPECT_THAT(Get("projects/water"), HasReason("RESOURCE_NOT_FOUND"));
  request.mutable_project()->add_twinnings("twinnings/none");
  EXPECT_THAT(Call(&Stub::CreateProject, request), HasReason("REFERENCE_NOT_FOUND"));
}

// G3
TEST_F(ProjectServiceTest, EveryAnswerCarriesBothPositions) {
  const std::string registry = FormatPosition(registry_.position());
  ASSERT_THAT(Create("water"), IsOk());
  const std::string here = FormatPosition(app_->store().PositionAt(1));
  EXPECT_EQ(metadata_[kPositionMetadata], here);
  EXPECT_EQ(metadata_[kRegistryPositionMetadata], registry);
  EXPECT_THAT(Get("projects/none"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(metadata_[kPositionMetadata], here);
  EXPECT_EQ(metadata_[kRegistryPositionMetadata], registry);
  EXPECT_THAT(Get("malformed"), HasReason("FIELD_INVALID"));
  EXPECT_EQ(metadata_[kRegistryPositionMetadata], registry);

  min_position_ = here;
  EXPECT_THAT(Get("projects/water"), IsOk());
  min_position_ = registry;
  EXPECT_THAT(Get("projects/water"), HasReason("POSITION_OF_OTHER_LOG"));
}

}  // namespace
}  // namespace jumelage
