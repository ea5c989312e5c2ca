// Tests how projects_service follows a registry_service that stops and restarts, with real
// processes and connections.
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/client_options.h"
#include "clients/cpp/projects_client.h"
#include "clients/cpp/registry_client.h"
#include "common/rpc/position.h"
#include "common/testing/held_port.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/project_service.grpc.pb.h"
#include "tests/support/error_details.h"
#include "tests/support/services.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using projects::v1::RegistryReference;
using registry::v1::City;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// Returns the options of a client that doesn't retry, so that tests also see transient errors.
client::ClientOptions WithoutRetries() {
  client::ClientOptions options;
  options.retry.max_attempts = 1;
  return options;
}

class FollowerTest : public testing::Test {
 protected:
  void SetUp() override { StartTheRegistry(); }

  // Starts the registry, always at the same address.
  void StartTheRegistry() {
    auto server = StartRegistry(directory_.File("registry"), registry_port_.address());
    ASSERT_THAT(server, IsOk());
    registry_server_ = *std::move(server);
    registry_ = std::make_unique<client::RegistryClient>(
        client::ConnectInsecurely(registry_server_->address()), client::ClientOptions());
  }

  void StopTheRegistry() {
    // Destroy the client first. A stopping server waits for its clients to disconnect, and an idle
    // client would notice the stop only after seconds.
    registry_.reset();
    ASSERT_THAT(registry_server_->Stop(), IsOk());
    registry_server_.reset();
  }

  void StartTheProjects() {
    auto server = StartProjects(directory_.File("projects"), registry_port_.address());
    ASSERT_THAT(server, IsOk());
    projects_server_ = *std::move(server);
    const auto channel = client::ConnectInsecurely(projects_server_->address());
    projects_ = std::make_unique<client::ProjectsClient>(channel, WithoutRetries());
    stub_ = projects::v1::ProjectService::NewStub(channel);
  }

  City CreateCity(const std::string& id, const std::string& display_name) {
    registry::v1::CreateCityRequest request;
    request.set_city_id(id);
    request.mutable_city()->set_display_name(display_name);
    request.mutable_city()->set_country("FR");
    absl::StatusOr<City> city = registry_->CreateCity(request);
    EXPECT_THAT(city, IsOk());
    return city.value_or(City());
  }

  // Returns a request to create a project with these cities as participants.
  static projects::v1::CreateProjectRequest Request(const std::string& id,
                                                    const std::vector<std::string>& cities) {
    projects::v1::CreateProjectRequest request;
    request.set_project_id(id);
    request.mutable_project()->set_display_name("Project " + id);
    request.mutable_project()->set_kind(Project::KIND_DEVELOPMENT);
    for (const std::string& city : cities) {
      auto* participant = request.mutable_project()->add_participants();
      participant->set_city(city);
      participant->add_roles(projects::v1::Participant::ROLE_IMPLEMENTING);
    }
    return request;
  }

  absl::StatusOr<Project> Get(const std::string& name) {
    projects::v1::GetProjectRequest request;
    request.set_name(name);
    return projects_->GetProject(request);
  }

  // Returns a project's only reference, or an empty one if the project can't be read or doesn't
  // have exactly one reference.
  RegistryReference ReferenceOf(const std::string& project) {
    const absl::StatusOr<Project> got = Get(project);
    EXPECT_THAT(got, IsOk());
    if (!got.ok() || got->references_size() != 1) return RegistryReference();
    return got->references(0);
  }

  // Returns the revision up to which the projects service has followed the registry, or 0 if it has
  // not followed anything yet.
  int64_t FollowedRevision() {
    grpc::ClientContext context;
    projects::v1::ListProjectsResponse response;
    EXPECT_TRUE(stub_->ListProjects(&context, {}, &response).ok());
    const std::optional<Position> position = PositionIn(context, kRegistryPositionMetadata);
    // The service reports no position before it has followed anything.
    return position ? position->revision : 0;
  }

  absl::Status WaitUntilFollowed(int64_t revision) {
    return WaitUntil("the projects service catching up",
                     [&] { return FollowedRevision() >= revision; });
  }

  int ProjectCount() {
    const auto list = projects_->ListProjects({});
    EXPECT_THAT(list, IsOk());
    return list.ok() ? list->projects_size() : -1;
  }

  const TempDir directory_;
  const HeldPort registry_port_;
  std::unique_ptr<ServerProcess> registry_server_;
  std::unique_ptr<ServerProcess> projects_server_;
  std::unique_ptr<client::RegistryClient> registry_;
  std::unique_ptr<client::ProjectsClient> projects_;
  std::unique_ptr<projects::v1::ProjectService::Stub> stub_;
};

TEST_F(FollowerTest, ServesWhileTheRegistryIsDownAndCatchesUpWhenItReturns) {
  const City belfort = CreateCity("belfort", "Belfort");
  const City sousse = CreateCity("sousse", "Sousse");
  StartTheProjects();
  ASSERT_THAT(projects_->CreateProject(Request("canteens", {belfort.name()})), IsOk());
  ASSERT_THAT(WaitUntilFollowed(sousse.revision()), IsOk());
  StopTheRegistry();

  // Reads show the followed names.
  EXPECT_EQ(ReferenceOf("projects/canteens").display_name(), "Belfort");
  EXPECT_EQ(ReferenceOf("projects/canteens").state(), RegistryReference::STATE_LIVE);
  // Writes work if their references are in the followed copy, even if no project has referred to
  // the resource before.
  const auto water = projects_->CreateProject(Request("water", {sousse.name()}));
  ASSERT_THAT(water, IsOk());
  EXPECT_EQ(water->references(0).display_name(), "Sousse");

  // References to unknown resources can't be checked while the registry is down.
  const absl::Status unknown =
      projects_->CreateProject(Request("unknown", {belfort.name(), "cities/irving"})).status();
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(unknown, HasReason("REGISTRY_UNAVAILABLE"));
  const auto retry = ErrorDetail<google::rpc::RetryInfo>(unknown);
  ASSERT_TRUE(retry.has_value());
  EXPECT_GT(retry->retry_delay().seconds() * 1000000000 + retry->retry_delay().nanos(), 0);
  EXPECT_EQ(ProjectCount(), 2);

  StartTheRegistry();
  const City irving = CreateCity("irving", "Irving");
  ASSERT_THAT(WaitUntilFollowed(irving.revision()), IsOk());
  const auto now_known =
      projects_->CreateProject(Request("unknown", {belfort.name(), "cities/irving"}));
  ASSERT_THAT(now_known, IsOk());
  EXPECT_THAT(now_known->references(), SizeIs(2));
}

TEST_F(FollowerTest, StartsWithoutTheRegistryAndFollowsOnceItIsUp) {
  const City belfort = CreateCity("belfort", "Belfort");
  StopTheRegistry();
  StartTheProjects();
  ASSERT_THAT(projects_->CreateProject(Request("alone", {})), IsOk());
  EXPECT_EQ(ProjectCount(), 1);
  EXPECT_THAT(projects_->CreateProject(Request("early", {belfort.name()})),
              HasReason("REGISTRY_UNAVAILABLE"));

  StartTheRegistry();
  ASSERT_THAT(WaitUntilFollowed(belfort.revision()), IsOk());
  ASSERT_THAT(projects_->CreateProject(Request("early", {belfort.name()})), IsOk());
  EXPECT_EQ(ReferenceOf("projects/early").display_name(), "Belfort");
}

TEST_F(FollowerTest, ShowsRenamesAndDeletionsAndRefusesNewReferencesToDeletedResources) {
  City raanana = CreateCity("raanana", "Raanana");
  StartTheProjects();
  ASSERT_THAT(projects_->CreateProject(Request("friends", {raanana.name()})), IsOk());

  registry::v1::UpdateCityRequest update;
  *update.mutable_city() = raanana;
  update.mutable_city()->set_display_name("Ra'anana");
  update.mutable_update_mask()->add_paths("display_name");
  ASSERT_THAT(registry_->UpdateCity(update), IsOk());
  ASSERT_THAT(
      WaitUntil("the new name",
                [&] { return ReferenceOf("projects/friends").display_name() == "Ra'anana"; }),
      IsOk());

  registry::v1::DeleteCityRequest deletion;
  deletion.set_name(raanana.name());
  ASSERT_THAT(registry_->DeleteCity(deletion), IsOk());
  ASSERT_THAT(WaitUntil("the deletion",
                        [&] {
                          return ReferenceOf("projects/friends").state() ==
                                 RegistryReference::STATE_DELETED;
                        }),
              IsOk());
  // The project keeps its reference, and can still be changed.
  absl::StatusOr<Project> project = Get("projects/friends");
  ASSERT_THAT(project, IsOk());
  EXPECT_EQ(project->participants(0).city(), raanana.name());
  projects::v1::UpdateProjectRequest rename;
  *rename.mutable_project() = *project;
  rename.mutable_project()->set_display_name("Old friends");
  rename.mutable_update_mask()->add_paths("display_name");
  EXPECT_THAT(projects_->UpdateProject(rename), IsOk());

  const absl::Status refused =
      projects_->CreateProject(Request("too-late", {raanana.name()})).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(PreconditionSubjects(refused), UnorderedElementsAre(raanana.name()));
}

TEST_F(FollowerTest, RefusesReferencesThatDoNotExistAndNamesEach) {
  const City belfort = CreateCity("belfort", "Belfort");
  StartTheProjects();
  projects::v1::CreateProjectRequest request =
      Request("dreams", {belfort.name(), "cities/atlantis"});
  request.mutable_project()->mutable_participants(0)->set_acting_as_member_of(
      "organizations/no-committee");
  request.mutable_project()->add_twinnings("twinnings/belfort-atlantis");
  request.mutable_project()->add_agreements("agreements/none");
  const absl::Status refused = projects_->CreateProject(request).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(PreconditionSubjects(refused),
              UnorderedElementsAre("cities/atlantis", "organizations/no-committee",
                                   "twinnings/belfort-atlantis", "agreements/none"));
  EXPECT_EQ(ProjectCount(), 0);
}

}  // namespace
}  // namespace jumelage
