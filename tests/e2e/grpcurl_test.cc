// Uses both services with grpcurl: reflection, the standard health service, calls, errors with
// details, and a stream that is cut off.
#include <signal.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/city_service.pb.h"
#include "tests/support/services.h"

namespace jumelage {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsSupersetOf;

// grpcurl's exit code for a call that ends with an error is 64 plus the gRPC code.
constexpr int kExitNotFound = 64 + 5;
constexpr int kExitInvalidArgument = 64 + 3;

class GrpcurlTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Services> services = StartServices(directory_.path());
    ASSERT_THAT(services, IsOk());
    services_ = *std::move(services);
    registry_ = services_.registry->address();
    projects_ = services_.projects->address();
  }

  static std::vector<std::string> Argv(const std::vector<std::string>& arguments) {
    std::vector<std::string> argv = {kGrpcurlBinary, "-plaintext"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    return argv;
  }

  static CommandResult Run(const std::vector<std::string>& arguments) {
    const absl::StatusOr<CommandResult> result = RunCommand(Argv(arguments));
    EXPECT_THAT(result, IsOk());
    return result.value_or(CommandResult());
  }

  // Makes a call, which must succeed, and returns its answer.
  template <typename Response>
  static Response Call(const std::string& address, const std::string& method,
                       const std::string& request) {
    const CommandResult result = Run({"-d", request, address, method});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    Response response;
    const auto parsed = google::protobuf::util::JsonStringToMessage(result.output, &response);
    EXPECT_TRUE(parsed.ok()) << parsed.ToString() << "\n" << result.output;
    return response;
  }

  const TempDir directory_;
  Services services_;
  std::string registry_;
  std::string projects_;
};

TEST_F(GrpcurlTest, ListsAndDescribesByReflection) {
  const std::vector<std::string> registry = absl::StrSplit(Run({registry_, "list"}).output, '\n');
  EXPECT_THAT(registry, IsSupersetOf({"grpc.health.v1.Health", "jumelage.registry.v1.CityService",
                                      "jumelage.registry.v1.OrganizationService",
                                      "jumelage.registry.v1.AgreementService",
                                      "jumelage.registry.v1.TwinningService",
                                      "jumelage.registry.v1.WatchService"}));
  const std::vector<std::string> projects = absl::StrSplit(Run({projects_, "list"}).output, '\n');
  EXPECT_THAT(projects,
              IsSupersetOf({"grpc.health.v1.Health", "jumelage.projects.v1.ProjectService",
                            "jumelage.projects.v1.WatchService"}));

  EXPECT_THAT(Run({registry_, "describe", "jumelage.registry.v1.TwinningService"}).output,
              AllOf(HasSubstr("rpc QueryPartners"), HasSubstr("rpc SignTwinning")));
  EXPECT_THAT(Run({projects_, "describe", "jumelage.projects.v1.Project"}).output,
              AllOf(HasSubstr("message Project {"), HasSubstr("repeated .jumelage.projects.v1."
                                                              "Participant participants")));
}

TEST_F(GrpcurlTest, CallsWithJson) {
  const auto created = Call<registry::v1::City>(
      registry_, "jumelage.registry.v1.CityService/CreateCity",
      R"({"city_id": "delemont", "city": {"display_name": "Delémont", "country": "CH"}})");
  EXPECT_EQ(created.name(), "cities/delemont");
  EXPECT_EQ(created.display_name(), "Delémont");
  const auto found = Call<registry::v1::SearchCitiesResponse>(
      registry_, "jumelage.registry.v1.CityService/SearchCities", R"({"query": "DELEMONT"})");
  ASSERT_EQ(found.results_size(), 1);
  EXPECT_EQ(found.results(0).city().name(), created.name());
  EXPECT_EQ(found.results(0).matched_text(), "Delémont");

  const auto project = Call<projects::v1::Project>(
      projects_, "jumelage.projects.v1.ProjectService/CreateProject",
      R"({"project_id": "borders", "project": {"display_name": "Sans frontières",
          "kind": "KIND_EXCHANGE",
          "participants": [{"city": "cities/delemont", "roles": ["ROLE_IMPLEMENTING"]}]}})");
  EXPECT_EQ(project.name(), "projects/borders");
  ASSERT_EQ(project.references_size(), 1);
  EXPECT_EQ(project.references(0).display_name(), "Delémont");
}

TEST_F(GrpcurlTest, PrintsTheDetailsOfErrors) {
  const CommandResult missing = Run({"-d", R"({"name": "cities/atlantis"})", registry_,
                                     "jumelage.registry.v1.CityService/GetCity"});
  EXPECT_EQ(missing.exit_code, kExitNotFound);
  EXPECT_THAT(missing.errors,
              AllOf(HasSubstr("Code: NotFound"), HasSubstr("google.rpc.ErrorInfo"),
                    HasSubstr("RESOURCE_NOT_FOUND"), HasSubstr("google.rpc.ResourceInfo"),
                    HasSubstr("cities/atlantis")));

  // A single error lists all violations.
  const CommandResult invalid = Run({"-d", R"({"city": {"country": "XX", "region": "nowhere"}})",
                                     registry_, "jumelage.registry.v1.CityService/CreateCity"});
  EXPECT_EQ(invalid.exit_code, kExitInvalidArgument);
  EXPECT_THAT(invalid.errors, AllOf(HasSubstr("FIELD_INVALID"), HasSubstr("google.rpc.BadRequest"),
                                    HasSubstr("city.display_name"), HasSubstr("city.country"),
                                    HasSubstr("city.region")));
}

TEST_F(GrpcurlTest, QueriesTheHealthService) {
  for (const std::string& address : {registry_, projects_}) {
    EXPECT_THAT(Run({address, "grpc.health.v1.Health/Check"}).output, HasSubstr("\"SERVING\""));
  }
  EXPECT_THAT(Run({"-d", R"({"service": "jumelage.registry.v1.CityService"})", registry_,
                   "grpc.health.v1.Health/Check"})
                  .output,
              HasSubstr("\"SERVING\""));
  EXPECT_EQ(
      Run({"-d", R"({"service": "no.such.Service"})", registry_, "grpc.health.v1.Health/Check"})
          .exit_code,
      kExitNotFound);
}

TEST_F(GrpcurlTest, WatchesUntilTheStreamIsCut) {
  Call<registry::v1::City>(registry_, "jumelage.registry.v1.CityService/CreateCity",
                           R"({"city_id": "marino", "city": {"display_name": "Marino"}})");
  absl::StatusOr<std::unique_ptr<Process>> watch = Process::Start(Argv(
      {"-d", R"({"after_revision": 0})", registry_, "jumelage.registry.v1.WatchService/Watch"}));
  ASSERT_THAT(watch, IsOk());
  absl::StatusOr<std::string> line;
  // The watch sends earlier commits first, then new ones as they are made.
  do {
    line = (*watch)->ReadLine();
    ASSERT_THAT(line, IsOk());
  } while (!absl::StrContains(*line, "\"name\": \"cities/marino\""));
  Call<registry::v1::City>(registry_, "jumelage.registry.v1.CityService/CreateCity",
                           R"({"city_id": "sousse", "city": {"display_name": "Sousse"}})");
  do {
    line = (*watch)->ReadLine();
    ASSERT_THAT(line, IsOk());
  } while (!absl::StrContains(*line, "\"name\": \"cities/sousse\""));

  (*watch)->Signal(SIGINT);
  EXPECT_THAT((*watch)->Wait(), IsOk());
  // The cut stream does not affect the service, which also stops normally.
  Call<registry::v1::SearchCitiesResponse>(
      registry_, "jumelage.registry.v1.CityService/SearchCities", R"({"query": "sousse"})");
  EXPECT_THAT(services_.registry->Stop(), IsOk());
}

}  // namespace
}  // namespace jumelage
