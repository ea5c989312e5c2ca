// Checks that every statement on both source pages can be read back over gRPC, from real services
// into which the command has imported the bundles.
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/client_options.h"
#include "clients/cpp/projects_client.h"
#include "clients/cpp/registry_client.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "tests/support/fact_path.h"
#include "tests/support/services.h"

namespace jumelage {
namespace {

using google::protobuf::Message;

class FactsTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Services> services = StartServices(directory_.path());
    ASSERT_THAT(services, IsOk());
    services_ = *std::move(services);
    registry_ = std::make_unique<client::RegistryClient>(
        client::ConnectInsecurely(services_.registry->address()), client::ClientOptions());
    projects_ = std::make_unique<client::ProjectsClient>(
        client::ConnectInsecurely(services_.projects->address()), client::ClientOptions());
  }

  // Gets the row's resource from the row's service.
  absl::StatusOr<std::unique_ptr<Message>> Get(const FactRow& row) {
    if (row.service == "projects") {
      return Own(projects_->GetProject(Named<projects::v1::GetProjectRequest>(row)));
    }
    if (absl::StartsWith(row.resource, "cities/")) {
      return Own(registry_->GetCity(Named<registry::v1::GetCityRequest>(row)));
    }
    if (absl::StartsWith(row.resource, "organizations/")) {
      return Own(registry_->GetOrganization(Named<registry::v1::GetOrganizationRequest>(row)));
    }
    if (absl::StartsWith(row.resource, "agreements/")) {
      return Own(registry_->GetAgreement(Named<registry::v1::GetAgreementRequest>(row)));
    }
    return Own(registry_->GetTwinning(Named<registry::v1::GetTwinningRequest>(row)));
  }

  // Returns the head revisions of both services' logs.
  std::pair<int64_t, int64_t> Heads() {
    const auto cities = registry_->ListCities({});
    const auto projects = projects_->ListProjects({});
    EXPECT_THAT(cities, IsOk());
    EXPECT_THAT(projects, IsOk());
    if (!cities.ok() || !projects.ok()) return {};
    return {cities->revision(), projects->revision()};
  }

  Services services_;

 private:
  template <typename Request>
  static Request Named(const FactRow& row) {
    Request request;
    request.set_name(row.resource);
    return request;
  }

  template <typename Resource>
  static absl::StatusOr<std::unique_ptr<Message>> Own(absl::StatusOr<Resource> resource) {
    if (!resource.ok()) return std::move(resource).status();
    return std::unique_ptr<Message>(std::make_unique<Resource>(*std::move(resource)));
  }

  const TempDir directory_;
  std::unique_ptr<client::RegistryClient> registry_;
  std::unique_ptr<client::ProjectsClient> projects_;
};

std::string FactsFile() {
  std::ifstream file("data/facts.tsv");
  EXPECT_TRUE(file.is_open());
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

TEST_F(FactsTest, EveryStatementOnThePagesCanBeReadBack) {
  ASSERT_THAT(ImportBundles(services_), IsOk());
  const std::string tsv = FactsFile();
  const absl::StatusOr<std::vector<FactRow>> rows = ParseFacts(tsv);
  ASSERT_THAT(rows, IsOk());

  std::map<std::string, std::unique_ptr<Message>> resources;
  int compared = 0;
  for (const FactRow& row : *rows) {
    SCOPED_TRACE(absl::StrCat(row.page, " line ", row.line, ", ", row.statement, ": ", row.resource,
                              " ", row.path));
    std::unique_ptr<Message>& resource = resources[row.resource];
    if (resource == nullptr) {
      absl::StatusOr<std::unique_ptr<Message>> got = Get(row);
      ASSERT_THAT(got, IsOk());
      resource = *std::move(got);
    }
    const absl::StatusOr<std::string> value = ReadFact(*resource, row.path);
    EXPECT_THAT(value, IsOkAndHolds(row.value));
    ++compared;
  }
  // All lines except the header were compared. The pages contain far more than a hundred
  // statements.
  EXPECT_EQ(compared, std::count(tsv.begin(), tsv.end(), '\n') - 1);
  EXPECT_GT(compared, 100);
}

TEST_F(FactsTest, ImportingAgainChangesNothing) {
  ASSERT_THAT(ImportBundles(services_), IsOk());
  const std::pair<int64_t, int64_t> before = Heads();
  EXPECT_GT(before.first, 0);
  EXPECT_GT(before.second, 0);
  ASSERT_THAT(ImportBundles(services_), IsOk());
  EXPECT_EQ(Heads(), before);
}

}  // namespace
}  // namespace jumelage
