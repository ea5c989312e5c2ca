// Imports the real network with the command and queries it through the contract. Checks the cases
// and every figure in data/wikidata-2016/README.md. The figures there were computed independently
// of this project.

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/program.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/support/real_network.h"

namespace jumelage {
namespace {

namespace v1 = registry::v1;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr char kBoulogne[] = "cities/wikidata-q172455";
constexpr char kNeukolln[] = "cities/wikidata-q4071168";
constexpr char kNeukollnPlace[] = "cities/wikidata-q169492";
constexpr char kLeonberg[] = "cities/wikidata-q7010";
constexpr char kBelfort[] = "cities/wikidata-q171545";
constexpr char kHammersmith[] = "cities/wikidata-q277162";
constexpr char kHammersmithAndFulham[] = "cities/wikidata-q40478";

// Each test undoes its changes to the registry.
class NetworkTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { network_ = new RealNetwork(); }
  static void TearDownTestSuite() {
    delete network_;
    network_ = nullptr;
  }

  static v1::ComputeStatisticsResponse Statistics() {
    const auto response = network_->client().ComputeStatistics({});
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : v1::ComputeStatisticsResponse();
  }
  static std::vector<std::string> CommonPartners(const std::vector<std::string>& cities) {
    v1::QueryCommonPartnersRequest request;
    for (const std::string& city : cities) request.add_cities(city);
    const auto response = network_->client().QueryCommonPartners(request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> names;
    if (!response.ok()) return names;
    for (const v1::CommonPartner& partner : response->partners()) {
      names.push_back(partner.city().city());
    }
    return names;
  }

  static RealNetwork* network_;
};

RealNetwork* NetworkTest::network_ = nullptr;

TEST_F(NetworkTest, MatchesEveryPublishedFigure) {
  const v1::ComputeStatisticsResponse statistics = Statistics();
  EXPECT_EQ(statistics.places(), 10055);
  EXPECT_EQ(statistics.twinnings(), 17401);
  EXPECT_EQ(statistics.components(), 1);
  EXPECT_EQ(statistics.largest_component(), 10055);
  EXPECT_EQ(statistics.triangles(), 6065);
  EXPECT_EQ(statistics.wedges(), 159293);
  EXPECT_EQ(statistics.squares(), 81995);
  EXPECT_NEAR(statistics.clustering(), 0.11422, 0.000005);
  EXPECT_NEAR(statistics.assortativity(), 0.34976, 0.000005);
  EXPECT_EQ(statistics.diameter(), 25);
  EXPECT_NEAR(statistics.mean_distance(), 7.3972, 0.00005);
  EXPECT_EQ(statistics.max_degree(), 98);
  std::vector<std::string> hubs;
  for (int i = 0; i < 4; ++i) {
    hubs.push_back(
        absl::StrCat(statistics.hubs(i).city().display_name(), " ", statistics.hubs(i).degree()));
  }
  EXPECT_THAT(
      hubs, ElementsAre("Sankt Petersburg 98", "Shanghai 75", "Rio de Janeiro 71", "Istanbul 68"));
  ASSERT_EQ(statistics.degrees(0).degree(), 1);
  EXPECT_NEAR(100.0 * static_cast<double>(statistics.degrees(0).places()) / 10055, 42.5, 0.05);
}

TEST_F(NetworkTest, TheCommandPrintsOneObjectOfNumbers) {
  std::ostringstream out, err;
  const cli::ExitCode code =
      cli::RunProgram({"network", "statistics", "--output", "json",
                       absl::StrCat("--registry=", network_->registry().address())},
                      out, err);
  ASSERT_EQ(static_cast<int>(code), 0) << err.str();
  google::protobuf::Struct object;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(out.str(), &object).ok()) << out.str();
  std::set<std::string> keys;
  for (const auto& [key, value] : object.fields()) {
    keys.insert(key);
    EXPECT_EQ(value.kind_case(), google::protobuf::Value::kNumberValue) << key;
  }
  EXPECT_THAT(keys, UnorderedElementsAre("places", "twinnings", "components", "largest_component",
                                         "max_degree", "mean_degree", "wedges", "claws",
                                         "triangles", "squares", "clustering", "assortativity",
                                         "diameter", "mean_distance"));
  EXPECT_EQ(object.fields().at("squares").number_value(), 81995);
}

TEST_F(NetworkTest, TheOnlyPathFromBoulogneToBelfortIsViaNeukollnAndLeonberg) {
  v1::FindPathsRequest request;
  request.set_source(kBoulogne);
  request.set_target(kBelfort);
  const auto response = network_->client().FindPaths(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->length(), 3);
  EXPECT_EQ(response->path_count(), 1);
  ASSERT_EQ(response->paths_size(), 1);
  std::vector<std::string> way;
  for (const v1::NetworkStep& step : response->paths(0).steps()) way.push_back(step.city().city());
  EXPECT_THAT(way, ElementsAre(kBoulogne, kNeukolln, kLeonberg, kBelfort));
}

TEST_F(NetworkTest, BoulogneIsTheOnlyPartnerOfBothNeukollns) {
  EXPECT_THAT(CommonPartners({kNeukolln, kNeukollnPlace}), ElementsAre(kBoulogne));
}

TEST_F(NetworkTest, MergingHammersmithIntoTheBoroughAddsATriangleUntilItIsUnmerged) {
  EXPECT_THAT(CommonPartners({kBoulogne, kNeukolln}), Not(Contains(kHammersmithAndFulham)));
  v1::MergeCityRequest merge;
  merge.set_name(kHammersmith);
  merge.set_into(kHammersmithAndFulham);
  LiveRegistry& registry = network_->registry();
  ASSERT_THAT(registry.Call(registry.cities(), &LiveRegistry::Cities::MergeCity, merge), IsOk());
  const v1::ComputeStatisticsResponse together = Statistics();
  EXPECT_EQ(together.places(), 10054);
  EXPECT_EQ(together.twinnings(), 17401);
  EXPECT_EQ(together.triangles(), 6066);
  EXPECT_THAT(CommonPartners({kBoulogne, kNeukolln}), Contains(kHammersmithAndFulham));
  EXPECT_THAT(CommonPartners({kHammersmith, kHammersmithAndFulham}), Not(IsEmpty()))
      << "both names are one city";
  v1::UnmergeCityRequest unmerge;
  unmerge.set_name(kHammersmith);
  ASSERT_THAT(registry.Call(registry.cities(), &LiveRegistry::Cities::UnmergeCity, unmerge),
              IsOk());
  const v1::ComputeStatisticsResponse apart = Statistics();
  EXPECT_EQ(apart.places(), 10055);
  EXPECT_EQ(apart.triangles(), 6065);
}

}  // namespace
}  // namespace jumelage
