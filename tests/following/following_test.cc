// Tests what projects_service promises about the registry that it follows. Both services run in
// full, in one process.

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/rpc/status.h"
#include "common/testing/held_port.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/project_service.grpc.pb.h"
#include "jumelage/projects/v1/watch_service.grpc.pb.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "projects_service/main/app.h"
#include "registry_service/main/app.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using projects::v1::RegistryReference;
using registry::v1::City;

class FollowingTest : public testing::Test {
 protected:
  FollowingTest() {
    StartRegistry(registry_dir_.path());
    StartProjects();
  }
  ~FollowingTest() override {
    if (projects_app_ != nullptr) projects_app_->Stop();
    StopRegistry();
  }

  // Starts the registry, always at the same address.
  void StartRegistry(const std::string& data_dir) {
    RegistryAppOptions options;
    options.data.data_dir = data_dir;
    options.listen = registry_port_.address();
    auto app = RegistryApp::Start(std::move(options));
    ASSERT_THAT(app, IsOk());
    registry_app_ = *std::move(app);
    cities_ = registry::v1::CityService::NewStub(Channel(registry_port_.address()));
  }
  void StopRegistry() {
    if (registry_app_ != nullptr) registry_app_->Stop();
    registry_app_.reset();
  }
  void StartProjects() {
    ProjectsAppOptions options;
    options.data.data_dir = projects_dir_.path();
    options.registry = registry_port_.address();
    auto app = ProjectsApp::Start(std::move(options));
    ASSERT_THAT(app, IsOk());
    projects_app_ = *std::move(app);
    projects_ = projects::v1::ProjectService::NewStub(Channel(projects_app_->address()));
    watch_ = projects::v1::WatchService::NewStub(Channel(projects_app_->address()));
  }
  static std::shared_ptr<grpc::Channel> Channel(const std::string& address) {
    return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  }

  // Waits up to 60 s until the projects service has followed the registry to its head. Returns
  // whether it has.
  bool CatchesUp() {
    const absl::Time until = Clock::Real()->Now() + absl::Seconds(60);
    for (;;) {
      const FollowerStatus status = projects_app_->follower_status();
      if (status.caught_up && status.position &&
          *status.position ==
              registry_app_->store().PositionAt(registry_app_->store().publication().revision())) {
        return true;
      }
      if (Clock::Real()->Now() > until) return false;
      Clock::Real()->Sleep(absl::Milliseconds(1));
    }
  }

  absl::Status CreateCity(const std::string& id, const std::string& display_name) {
    registry::v1::CreateCityRequest request;
    request.set_city_id(id);
    request.mutable_city()->set_display_name(display_name);
    request.mutable_city()->set_kind(City::KIND_CITY);
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    City city;
    return FromGrpcStatus(cities_->CreateCity(&context, request, &city));
  }
  absl::Status DeleteCity(const std::string& id) {
    registry::v1::DeleteCityRequest request;
    request.set_name("cities/" + id);
    grpc::ClientContext context;
    City city;
    return FromGrpcStatus(cities_->DeleteCity(&context, request, &city));
  }
  absl::Status MergeCity(const std::string& id, const std::string& into) {
    registry::v1::MergeCityRequest request;
    request.set_name("cities/" + id);
    request.set_into("cities/" + into);
    grpc::ClientContext context;
    City city;
    return FromGrpcStatus(cities_->MergeCity(&context, request, &city));
  }
  absl::Status UnmergeCity(const std::string& id) {
    registry::v1::UnmergeCityRequest request;
    request.set_name("cities/" + id);
    grpc::ClientContext context;
    City city;
    return FromGrpcStatus(cities_->UnmergeCity(&context, request, &city));
  }
  // Creates a project with one site, which is in `city`.
  absl::StatusOr<Project> CreateProject(const std::string& id, const std::string& city) {
    projects::v1::CreateProjectRequest request;
    request.set_project_id(id);
    request.mutable_project()->set_display_name(id);
    request.mutable_project()->set_kind(Project::KIND_DEVELOPMENT);
    request.mutable_project()->add_sites()->set_city("cities/" + city);
    grpc::ClientContext context;
    Project project;
    const absl::Status status =
        FromGrpcStatus(projects_->CreateProject(&context, request, &project));
    if (!status.ok()) return status;
    return project;
  }
  // Returns the ids of the projects that match the filter, such as "water wells".
  std::string Found(const std::string& filter) {
    projects::v1::ListProjectsRequest request;
    request.set_filter(filter);
    grpc::ClientContext context;
    projects::v1::ListProjectsResponse response;
    EXPECT_THAT(FromGrpcStatus(projects_->ListProjects(&context, request, &response)), IsOk());
    std::string ids;
    for (const Project& project : response.projects()) {
      absl::StrAppend(&ids, ids.empty() ? "" : " ", project.display_name());
    }
    return ids;
  }
  // Returns the project's only reference, such as "LIVE Belfort".
  std::string Shown(const std::string& project_id) {
    projects::v1::GetProjectRequest request;
    request.set_name("projects/" + project_id);
    grpc::ClientContext context;
    Project project;
    EXPECT_THAT(FromGrpcStatus(projects_->GetProject(&context, request, &project)), IsOk());
    return Shown(project);
  }
  static std::string Shown(const Project& project) {
    if (project.references_size() != 1) return "not one reference";
    const std::string state = RegistryReference::State_Name(project.references(0).state());
    const std::string target = project.references(0).redirect_target();
    return absl::StrCat(state.substr(std::string("STATE_").size()), " ",
                        project.references(0).display_name(), target.empty() ? "" : " → ", target);
  }

  TempDir registry_dir_;
  TempDir projects_dir_;
  const HeldPort registry_port_;
  std::unique_ptr<RegistryApp> registry_app_;
  std::unique_ptr<ProjectsApp> projects_app_;
  std::unique_ptr<registry::v1::CityService::Stub> cities_;
  std::unique_ptr<projects::v1::ProjectService::Stub> projects_;
  std::unique_ptr<projects::v1::WatchService::Stub> watch_;
};

TEST_F(FollowingTest, AResourceCanBeReferredToOnceTheRegistryAcknowledgedIt) {
  for (int i = 0; i < 50; ++i) {
    const std::string id = absl::StrCat("c", i);
    ASSERT_THAT(CreateCity(id, "City"), IsOk());
    const auto project = CreateProject(absl::StrCat("p", i), id);
    ASSERT_THAT(project, IsOk());
    EXPECT_EQ(Shown(*project), "LIVE City");
  }
  EXPECT_THAT(CreateProject("p", "nowhere"), HasReason("REFERENCE_NOT_FOUND"));
}

TEST_F(FollowingTest, ServesWhileTheRegistryIsDownAndCatchesUp) {
  ASSERT_THAT(CreateCity("belfort", "Belfort"), IsOk());
  ASSERT_TRUE(CatchesUp());
  StopRegistry();
  ASSERT_THAT(CreateProject("water", "belfort"), IsOk());
  EXPECT_EQ(Shown("water"), "LIVE Belfort");
  EXPECT_THAT(CreateProject("wells", "sousse"), HasReason("REGISTRY_UNAVAILABLE"));

  StartRegistry(registry_dir_.path());
  ASSERT_THAT(CreateCity("sousse", "Sousse"), IsOk());
  ASSERT_THAT(DeleteCity("belfort"), IsOk()) << "the registry does not check projects";
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("water"), "DELETED Belfort");
  EXPECT_THAT(CreateProject("wells", "sousse"), IsOk());
  EXPECT_THAT(CreateProject("pumps", "belfort"), HasReason("REFERENCE_NOT_FOUND"));
}

TEST_F(FollowingTest, FollowsMergesAndUnmergesAsOneCommit) {
  for (const char* id : {"hammersmith", "borough", "london"})
    ASSERT_THAT(CreateCity(id, id), IsOk());
  ASSERT_THAT(CreateProject("water", "hammersmith"), IsOk());
  ASSERT_THAT(MergeCity("hammersmith", "borough"), IsOk());
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("water"), "REDIRECTED hammersmith → cities/borough");
  ASSERT_THAT(MergeCity("borough", "london"), IsOk());
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("water"), "REDIRECTED hammersmith → cities/london");
  // A new reference to a redirect is accepted too.
  EXPECT_THAT(CreateProject("wells", "borough"), IsOk());
  ASSERT_THAT(UnmergeCity("hammersmith"), IsOk());
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("water"), "LIVE hammersmith");
}

// As in the registry's lists, a filter by any name of a place finds the projects that refer to the
// place by any of its names.
TEST_F(FollowingTest, ProjectsAreFoundByEveryNameOfAMergedCity) {
  for (const char* id : {"hammersmith", "borough", "london", "paris"})
    ASSERT_THAT(CreateCity(id, id), IsOk());
  ASSERT_THAT(CreateProject("water", "hammersmith"), IsOk());
  ASSERT_THAT(CreateProject("wells", "london"), IsOk());
  ASSERT_THAT(CreateProject("pumps", "paris"), IsOk());
  ASSERT_THAT(MergeCity("hammersmith", "borough"), IsOk());
  ASSERT_THAT(MergeCity("borough", "london"), IsOk());
  ASSERT_TRUE(CatchesUp());
  for (const char* id : {"hammersmith", "borough", "london"}) {
    EXPECT_EQ(Found(absl::StrCat("city = \"cities/", id, "\"")), "water wells") << id;
  }
  EXPECT_EQ(Found("city = \"cities/paris\""), "pumps");
  EXPECT_EQ(Found("NOT city = \"cities/london\""), "pumps");
  ASSERT_THAT(UnmergeCity("hammersmith"), IsOk());
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Found("city = \"cities/hammersmith\""), "water");
  EXPECT_EQ(Found("city = \"cities/borough\""), "wells");
}

TEST_F(FollowingTest, AnotherLogIsFollowedFromItsBeginning) {
  ASSERT_THAT(CreateCity("belfort", "Belfort"), IsOk());
  ASSERT_THAT(CreateCity("sousse", "Sousse"), IsOk());
  ASSERT_THAT(CreateProject("water", "belfort"), IsOk());
  ASSERT_THAT(CreateProject("wells", "sousse"), IsOk());
  ASSERT_TRUE(CatchesUp());
  StopRegistry();
  const TempDir other_dir;
  StartRegistry(other_dir.path());
  ASSERT_THAT(CreateCity("belfort", "Belfort again"), IsOk());
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("water"), "LIVE Belfort again");
  EXPECT_EQ(Shown("wells"), "REMOVED Sousse");
  StopRegistry();
}

TEST_F(FollowingTest, AnotherProcessContinuesFromTheLastPosition) {
  ASSERT_THAT(CreateCity("belfort", "Belfort"), IsOk());
  ASSERT_TRUE(CatchesUp());
  ASSERT_THAT(CreateProject("water", "belfort"), IsOk());
  projects_app_->Stop();
  projects_app_.reset();
  StopRegistry();
  StartProjects();
  EXPECT_EQ(Shown("water"), "LIVE Belfort") << "the registry is down";
  EXPECT_THAT(CreateProject("wells", "belfort"), IsOk());
}

TEST_F(FollowingTest, WatchersSeeProjectsWithoutTheirReferences) {
  ASSERT_THAT(CreateCity("belfort", "Belfort"), IsOk());
  projects::v1::WatchRequest request;
  request.set_after_revision(0);
  grpc::ClientContext context;
  const auto reader = watch_->Watch(&context, request);
  ASSERT_THAT(CreateProject("water", "belfort"), IsOk());
  projects::v1::WatchResponse response;
  do {
    ASSERT_TRUE(reader->Read(&response));
  } while (response.commits().empty());
  ASSERT_EQ(response.commits(0).changes_size(), 1);
  const Project& project = response.commits(0).changes(0).project();
  EXPECT_EQ(project.name(), "projects/water");
  EXPECT_EQ(project.revision(), 1);
  EXPECT_TRUE(project.references().empty());
  context.TryCancel();
}

}  // namespace
}  // namespace jumelage
