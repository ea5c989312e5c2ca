// Tests, with real processes, that the transport refuses messages that are too large before the
// services see them.
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "clients/cpp/channel.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/project_service.grpc.pb.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "tests/support/services.h"

namespace jumelage {
namespace {

constexpr size_t kFiveMebibytes = size_t{5} << 20;

class TransportTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Services> services = StartServices(directory_.path());
    ASSERT_THAT(services, IsOk());
    services_ = *std::move(services);
  }

  // The transport refuses the message with its own code, and without the services' error details
  // (protos/README.md, Bounds).
  static void ExpectRefused(const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
    EXPECT_EQ(status.error_details(), "");
  }

  const TempDir directory_;
  Services services_;
};

TEST_F(TransportTest, TheRegistryRefusesAMessageOfFiveMebibytes) {
  const auto cities =
      registry::v1::CityService::NewStub(client::ConnectInsecurely(services_.registry->address()));
  registry::v1::CreateCityRequest request;
  request.mutable_city()->set_display_name("Irving");
  auto* description = request.mutable_city()->add_descriptions();
  description->set_language_code("en");
  description->set_text(std::string(kFiveMebibytes, 'x'));
  {
    grpc::ClientContext context;
    registry::v1::City city;
    ExpectRefused(cities->CreateCity(&context, request, &city));
  }
  // The connection and the service still work, and nothing was written.
  grpc::ClientContext context;
  registry::v1::ListCitiesResponse list;
  ASSERT_TRUE(cities->ListCities(&context, {}, &list).ok());
  EXPECT_EQ(list.cities_size(), 0);
  EXPECT_EQ(list.revision(), 0);
}

TEST_F(TransportTest, TheProjectsServiceRefusesAMessageOfFiveMebibytes) {
  const auto projects = projects::v1::ProjectService::NewStub(
      client::ConnectInsecurely(services_.projects->address()));
  projects::v1::CreateProjectRequest request;
  request.mutable_project()->set_display_name(std::string(kFiveMebibytes, 'x'));
  {
    grpc::ClientContext context;
    projects::v1::Project project;
    ExpectRefused(projects->CreateProject(&context, request, &project));
  }
  grpc::ClientContext context;
  projects::v1::ListProjectsResponse list;
  ASSERT_TRUE(projects->ListProjects(&context, {}, &list).ok());
  EXPECT_EQ(list.projects_size(), 0);
  EXPECT_EQ(list.revision(), 0);
}

}  // namespace
}  // namespace jumelage
