#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projects_service/testing/projects_fixture.h"

namespace jumelage {
namespace {

using projects::v1::CreateProjectRequest;
using projects::v1::DeleteProjectRequest;
using projects::v1::GetProjectRequest;
using projects::v1::Project;
using projects::v1::StartProjectRequest;
using projects::v1::UpdateProjectRequest;
using testing::ElementsAreArray;

// Checks that bad input gets one typed error with every violation, and changes nothing. The service
// has one project, projects/water, in the state IMPLEMENTATION.
class ProjectBadInputTest : public ProjectsFixture {
 protected:
  ProjectBadInputTest() {
    auto request = Parse<CreateProjectRequest>(R"pb(
      project_id: "water"
      project { display_name: "Water" kind: KIND_DEVELOPMENT state: STATE_IMPLEMENTATION }
    )pb");
    request.set_request_id(kRequestId);
    const auto created = Call(&Stub::CreateProject, request);
    EXPECT_THAT(created, IsOk());
    if (created.ok()) water_ = *created;
  }

  // Runs `call`, checks its error, and checks that nothing changed.
  void Refuses(const std::string& what, const std::function<absl::Status()>& call,
               absl::StatusCode code, const std::string& reason,
               const std::vector<std::string>& fields = {}) {
    SCOPED_TRACE(what);
    const absl::Status status = call();
    EXPECT_THAT(status, StatusIs(code));
    EXPECT_THAT(status, HasReason(reason));
    EXPECT_THAT(FieldsOf(status), ElementsAreArray(fields));
    EXPECT_EQ(Head(), 1);
    EXPECT_THAT(*Get("projects/water"), EqualsProto(water_));
  }

  std::function<absl::Status()> Creating(const std::string& text) {
    return [this, text] {
      return Call(&Stub::CreateProject, Parse<CreateProjectRequest>(text)).status();
    };
  }
  std::function<absl::Status()> CreatingWith(const std::string& text) {
    return Creating("project { display_name: 'X' kind: KIND_EXCHANGE " + text + " }");
  }
  std::function<absl::Status()> Updating(const std::string& text) {
    return [this, text] {
      return Call(&Stub::UpdateProject, Parse<UpdateProjectRequest>(text)).status();
    };
  }
  std::function<absl::Status()> Starting(const std::string& text) {
    return [this, text] {
      return Call(&Stub::StartProject, Parse<StartProjectRequest>(text)).status();
    };
  }

  static constexpr char kRequestId[] = "3f0c1c52-8d0e-4d6b-9a27-5b0c1d2e3f40";
  static constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
  static constexpr absl::StatusCode kPrecondition = absl::StatusCode::kFailedPrecondition;
  Project water_;
};

TEST_F(ProjectBadInputTest, MalformedNamesAndIds) {
  Refuses("a malformed name", [&] { return Get("Projects/Water").status(); }, kInvalid,
          "FIELD_INVALID", {"name"});
  Refuses("an empty name", [&] { return Get("").status(); }, kInvalid, "FIELD_INVALID", {"name"});
  Refuses("a name of another collection",
          [&] {
            return Call(&Stub::DeleteProject, Parse<DeleteProjectRequest>("name: 'cities/belfort'"))
                .status();
          },
          kInvalid, "FIELD_INVALID", {"name"});
  Refuses("several violations",
          Creating("project_id: 'Not an id' request_id: 'x' project { kind: 99 }"), kInvalid,
          "FIELD_INVALID", {"project_id", "request_id", "project.display_name", "project.kind"});
  Refuses("no project", Creating(""), kInvalid, "FIELD_INVALID",
          {"project.display_name", "project.kind"});
}

TEST_F(ProjectBadInputTest, ValuesOutOfBounds) {
  Refuses("month 13",
          CreatingWith("planned_start { earliest { year: 2005 month: 13 } "
                       "precision: PRECISION_MONTH }"),
          kInvalid, "FIELD_INVALID", {"project.planned_start.earliest.month"});
  Refuses("an end before its beginning",
          CreatingWith("actual_start { earliest { year: 2006 } precision: PRECISION_YEAR } "
                       "actual_end { earliest { year: 2005 } precision: PRECISION_YEAR }"),
          kInvalid, "FIELD_INVALID", {"project.actual_end"});
  Refuses("an actual start in the future",
          CreatingWith("actual_start { earliest { year: 2027 } precision: PRECISION_YEAR }"),
          kInvalid, "FIELD_INVALID", {"project.actual_start"});
  Refuses("shares that do not add up to 100 %",
          CreatingWith("sectors { code: '14031' share_basis_points: 3333 } "
                       "sectors { code: '14010' share_basis_points: 3333 } "
                       "sectors { code: '11220' share_basis_points: 3333 }"),
          kInvalid, "FIELD_INVALID", {"project.sectors"});
  Refuses("a description of 100,001 characters",
          CreatingWith(absl::StrCat("descriptions { language_code: 'fr' text: '",
                                    std::string(100001, 'x'), "' }")),
          kInvalid, "FIELD_INVALID", {"project.descriptions[0].text"});
  std::string many;
  for (int i = 0; i < 501; ++i) absl::StrAppend(&many, "sites { place_display_name: 'x' } ");
  Refuses("501 sites", CreatingWith(many), kInvalid, "FIELD_INVALID", {"project.sites"});
}

TEST_F(ProjectBadInputTest, TheTransportRefusesAHugeMessage) {
  // 5 MiB. gRPC refuses the message before the service sees it, so the error has no details.
  const std::string huge =
      absl::StrCat("descriptions { language_code: 'fr' text: '", std::string(5 << 20, 'x'), "' }");
  const absl::Status status = CreatingWith(huge)();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(Head(), 1);
}

TEST_F(ProjectBadInputTest, Updates) {
  Refuses("an unknown path in the mask",
          Updating("project { name: 'projects/water' } "
                   "update_mask { paths: 'colour' paths: 'sites.city' }"),
          kInvalid, "FIELD_INVALID", {"update_mask", "update_mask"});
  Refuses("an initial state that is fixed on creation",
          Updating("project { name: 'projects/water' initial_state: STATE_CLOSED }"), kInvalid,
          "FIELD_INVALID", {"project.initial_state"});
  Refuses("a required field that is cleared",
          Updating("project { name: 'projects/water' } update_mask { paths: 'display_name' }"),
          kInvalid, "FIELD_INVALID", {"project.display_name"});
  Refuses("no such project", Updating("project { name: 'projects/none' display_name: 'x' }"),
          absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  Refuses("a stale etag",
          Updating("project { name: 'projects/water' display_name: 'x' etag: 'stale' }"),
          absl::StatusCode::kAborted, "ETAG_MISMATCH");
  Refuses("an etag of 101 characters",
          Updating(absl::StrCat("project { name: 'projects/water' etag: '", std::string(101, 'x'),
                                "' }")),
          kInvalid, "FIELD_INVALID", {"project.etag"});
}

TEST_F(ProjectBadInputTest, Steps) {
  Refuses("an illegal step", Starting("name: 'projects/water'"), kPrecondition,
          "ILLEGAL_TRANSITION");
  Refuses("a future date and a bad decision",
          Starting("name: 'projects/water' "
                   "effective_date { earliest { year: 2027 } precision: PRECISION_YEAR } "
                   "decision { agreement: 'cities/x' sources {} }"),
          kInvalid, "FIELD_INVALID",
          {"effective_date", "decision.agreement", "decision.sources[0].title"});
  Refuses("no such project", Starting("name: 'projects/none'"), absl::StatusCode::kNotFound,
          "RESOURCE_NOT_FOUND");
}

TEST_F(ProjectBadInputTest, RequestIds) {
  Refuses("a different request with a used request_id",
          Creating(absl::StrCat("request_id: '", kRequestId,
                                "' project { display_name: 'X' kind: KIND_EXCHANGE }")),
          kInvalid, "REQUEST_ID_REUSED", {"request_id"});
  Refuses("a request_id that is not a version 4 UUID",
          Creating("request_id: '3f0c1c52-8d0e-1d6b-9a27-5b0c1d2e3f40' "
                   "project { display_name: 'X' kind: KIND_EXCHANGE }"),
          kInvalid, "FIELD_INVALID", {"request_id"});
}

TEST_F(ProjectBadInputTest, ReadMasksAndBatches) {
  Refuses("an unknown path",
          [&] {
            return Call(&Stub::GetProject,
                        Parse<GetProjectRequest>("name: 'projects/water' read_mask { paths: 'x' }"))
                .status();
          },
          kInvalid, "FIELD_INVALID", {"read_mask"});
  projects::v1::BatchGetProjectsRequest batch;
  Refuses("no names", [&] { return Call(&Stub::BatchGetProjects, batch).status(); }, kInvalid,
          "FIELD_INVALID", {"names"});
  for (int i = 0; i < 1001; ++i) batch.add_names("projects/water");
  Refuses("1,001 names", [&] { return Call(&Stub::BatchGetProjects, batch).status(); }, kInvalid,
          "FIELD_INVALID", {"names"});
}

}  // namespace
}  // namespace jumelage
