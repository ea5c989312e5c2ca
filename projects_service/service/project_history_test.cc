// Tests the history methods of the projects service. They behave like those of the registry and
// share their code.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/history_service.grpc.pb.h"
#include "projects_service/testing/projects_fixture.h"

namespace jumelage {
namespace {

using projects::v1::CompactHistoryRequest;
using projects::v1::DeleteProjectRequest;
using projects::v1::GetProjectRequest;
using projects::v1::HistoryService;
using projects::v1::ListProjectRevisionsRequest;
using projects::v1::ListProjectsRequest;
using projects::v1::Project;
using projects::v1::PurgeProjectRequest;
using projects::v1::RedactTextsRequest;
using projects::v1::UpdateProjectRequest;
using testing::ElementsAre;

class ProjectHistoryTest : public ProjectsFixture {
 protected:
  ProjectHistoryTest()
      : history_(HistoryService::NewStub(
            grpc::CreateChannel(app_->address(), grpc::InsecureChannelCredentials()))) {}

  absl::StatusOr<Project> Rename(const std::string& name, const std::string& title) {
    return Call(&Stub::UpdateProject,
                Parse<UpdateProjectRequest>(
                    absl::StrCat("project { name: '", name, "' display_name: '", title, "' }")));
  }
  absl::StatusOr<Project> GetAt(const std::string& name, int64_t revision) {
    GetProjectRequest request;
    request.set_name(name);
    request.set_read_revision(revision);
    return Call(&Stub::GetProject, request);
  }

  const std::unique_ptr<HistoryService::Stub> history_;
};

TEST_F(ProjectHistoryTest, EveryStateIsListedAndReadableAtItsRevision) {
  ASSERT_THAT(Create("water", "display_name: 'First' sites { city: 'cities/belfort' }"), IsOk());
  ASSERT_THAT(Create("other"), IsOk());
  ASSERT_THAT(Rename("projects/water", "Second"), IsOk());
  ASSERT_THAT(Call(&Stub::DeleteProject, Parse<DeleteProjectRequest>("name: 'projects/water'")),
              IsOk());
  const auto states = Call(&Stub::ListProjectRevisions,
                           Parse<ListProjectRevisionsRequest>("name: 'projects/water'"));
  ASSERT_THAT(states, IsOk());
  ASSERT_EQ(states->revisions_size(), 3);
  EXPECT_TRUE(states->revisions(0).project().has_delete_time());
  EXPECT_EQ(states->revisions(1).project().display_name(), "Second");
  EXPECT_EQ(states->revisions(1).method(), "jumelage.projects.v1.ProjectService/UpdateProject");
  EXPECT_EQ(states->revisions(2).revision(), 1);

  EXPECT_EQ(GetAt("projects/water", 1)->display_name(), "First");
  EXPECT_EQ(GetAt("projects/water", 2)->display_name(), "First");
  EXPECT_EQ(GetAt("projects/water", 3)->display_name(), "Second");
  EXPECT_THAT(GetAt("projects/other", 1), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(GetAt("projects/water", 9), HasReason("REVISION_IN_FUTURE"));
  const auto listed =
      Call(&Stub::ListProjects, Parse<ListProjectsRequest>("read_revision: 3 filter: 'Second'"));
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->projects_size(), 1);
  EXPECT_EQ(listed->projects(0).name(), "projects/water");
  EXPECT_EQ(listed->revision(), 3);
}

TEST_F(ProjectHistoryTest, PurgeRemovesADeletedProjectPermanently) {
  ASSERT_THAT(Create("water"), IsOk());
  ASSERT_THAT(Create("part", "parent: 'projects/water'"), IsOk());
  const auto purge = [&](const char* name) {
    return Call(&Stub::PurgeProject,
                Parse<PurgeProjectRequest>(absl::StrCat("name: '", name, "'")));
  };
  const auto remove = [&](const char* name) {
    return Call(&Stub::DeleteProject,
                Parse<DeleteProjectRequest>(absl::StrCat("name: '", name, "'")));
  };
  EXPECT_THAT(purge("projects/water"), HasReason("RESOURCE_NOT_DELETED"));
  EXPECT_THAT(remove("projects/water"), HasReason("RESOURCE_IN_USE"));
  ASSERT_THAT(remove("projects/part"), IsOk());
  ASSERT_THAT(remove("projects/water"), IsOk());
  EXPECT_THAT(purge("projects/water"), HasReason("RESOURCE_IN_USE"))
      << "a deleted one refers to it";
  ASSERT_THAT(purge("projects/part"), IsOk());
  ASSERT_THAT(purge("projects/water"), IsOk());
  EXPECT_THAT(Get("projects/water"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Create("water"), IsOk()) << "the name is free again";
}

TEST_F(ProjectHistoryTest, RedactionRemovesTextsFromAllStates) {
  ASSERT_THAT(Create("water", "descriptions { text: 'By Ada Weber.' language_code: 'en' }"),
              IsOk());
  ASSERT_THAT(Rename("projects/water", "Wells"), IsOk());
  const auto redacted = CallOf(history_.get(), &HistoryService::Stub::RedactTexts,
                               Parse<RedactTextsRequest>("texts: 'Ada Weber'"));
  ASSERT_THAT(redacted, IsOk());
  EXPECT_THAT(redacted->names(), ElementsAre("projects/water"));
  EXPECT_EQ(Get("projects/water")->descriptions(0).text(), "By [redacted].");
  EXPECT_EQ(GetAt("projects/water", 1)->descriptions(0).text(), "By [redacted].");
  EXPECT_THAT(CallOf(history_.get(), &HistoryService::Stub::RedactTexts,
                     Parse<RedactTextsRequest>("texts: 'x' names: 'cities/belfort'")),
              HasReason("FIELD_INVALID"));
}

// Texts that differed before a redaction don't count as duplicates after it. Redaction leaves codes
// unchanged.
TEST_F(ProjectHistoryTest, ARedactedProjectCanBeUpdated) {
  ASSERT_THAT(
      Create("water",
             "participants { unregistered_display_name: 'Ada Weber' roles: ROLE_FUNDING } "
             "participants { unregistered_display_name: 'Bo Li Weber' roles: ROLE_FUNDING } "
             "sectors { code: '14031' } sdg_targets: '16.1'"),
      IsOk());
  ASSERT_THAT(CallOf(history_.get(), &HistoryService::Stub::RedactTexts,
                     Parse<RedactTextsRequest>(
                         "texts: 'Ada Weber' texts: 'Bo Li Weber' texts: '14031' texts: '16.1'")),
              IsOk());
  ASSERT_THAT(Rename("projects/water", "Wells"), IsOk());
  const auto project = Get("projects/water");
  EXPECT_EQ(project->participants(0).unregistered_display_name(), "[redacted]");
  EXPECT_EQ(project->participants(1).unregistered_display_name(), "[redacted]");
  EXPECT_EQ(project->sectors(0).code(), "14031");
  EXPECT_EQ(project->sdg_targets(0), "16.1");
}

TEST_F(ProjectHistoryTest, CompactionRemovesOldStates) {
  ASSERT_THAT(Create("water", "display_name: 'First'"), IsOk());
  ASSERT_THAT(Rename("projects/water", "Second"), IsOk());
  ASSERT_THAT(Rename("projects/water", "Third"), IsOk());
  const auto compacted = CallOf(history_.get(), &HistoryService::Stub::CompactHistory,
                                Parse<CompactHistoryRequest>("before_revision: 3"));
  ASSERT_THAT(compacted, IsOk());
  EXPECT_EQ(compacted->oldest_revision(), 3);
  EXPECT_THAT(GetAt("projects/water", 1), HasReason("REVISION_COMPACTED"));
  EXPECT_EQ(GetAt("projects/water", 3)->display_name(), "Third");
}

}  // namespace
}  // namespace jumelage
