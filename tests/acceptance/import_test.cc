// Checks that the real network of twin towns, imported through the public API, matches the figures
// in its README.
#include <sys/resource.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/support/real_network.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::Twinning;

constexpr int kPlaces = 10055;
constexpr int kRows = 34182;
constexpr int kStatements = 34178;
constexpr int kOneSided = 624;
constexpr int kTwinnings = 17401;
constexpr int kSharedLabels = 246;

class ImportTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { network_ = new RealNetwork(); }
  static void TearDownTestSuite() {
    delete network_;
    network_ = nullptr;
  }

  static std::vector<City> Cities() {
    std::vector<City> all;
    registry::v1::ListCitiesRequest request;
    request.set_page_size(1000);
    do {
      const auto page = network_->client().ListCities(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      all.insert(all.end(), page->cities().begin(), page->cities().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  static std::vector<Twinning> Twinnings() {
    std::vector<Twinning> all;
    registry::v1::ListTwinningsRequest request;
    request.set_page_size(1000);
    do {
      const auto page = network_->client().ListTwinnings(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      all.insert(all.end(), page->twinnings().begin(), page->twinnings().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  static RealNetwork* network_;
};

RealNetwork* ImportTest::network_ = nullptr;

int Attestations(const Twinning& twinning) {
  return static_cast<int>(std::count_if(twinning.sides().begin(), twinning.sides().end(),
                                        [](const auto& side) { return side.has_attestation(); }));
}

TEST_F(ImportTest, EveryRowHasAResult) {
  const cli::ImportCounts& counts = network_->counts();
  // The first statement about a pair of places creates their twinning. The other side's statement
  // updates it. Rows that occur twice change nothing.
  EXPECT_EQ(counts.created, kPlaces + kTwinnings);
  EXPECT_EQ(counts.updated, kStatements - kTwinnings);
  EXPECT_EQ(counts.unchanged, kRows - kStatements);
  EXPECT_EQ(counts.refused, 0);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::cout << "imported in " << network_->import_time() << "; service and client together used at "
            << "most " << usage.ru_maxrss / 1024 << " MiB" << std::endl;
}

TEST_F(ImportTest, PlacesKeepLabelAndIdentifier) {
  const std::vector<City> cities = Cities();
  EXPECT_EQ(cities.size(), kPlaces);
  std::map<std::string, int> labels;
  for (const City& city : cities) {
    ++labels[city.display_name()];
    ASSERT_EQ(city.external_ids_size(), 1) << city.name();
    EXPECT_EQ(city.name(), RealNetwork::City(city.external_ids(0).value()));
  }
  const auto shared = std::count_if(labels.begin(), labels.end(),
                                    [](const auto& label) { return label.second > 1; });
  EXPECT_EQ(shared, kSharedLabels);
}

// The statements of both sides make one twinning. A side without a statement gets no attestation.
TEST_F(ImportTest, DirectedStatementsBecomeOneTwinningWithTheirAttestations) {
  const std::vector<Twinning> twinnings = Twinnings();
  EXPECT_EQ(twinnings.size(), kTwinnings);
  int statements = 0;
  int one_sided = 0;
  for (const Twinning& twinning : twinnings) {
    EXPECT_EQ(twinning.state(), Twinning::STATE_ACTIVE) << twinning.name();
    EXPECT_FALSE(twinning.has_established()) << twinning.name();
    statements += Attestations(twinning);
    one_sided += Attestations(twinning) == 1 ? 1 : 0;
  }
  EXPECT_EQ(statements, kStatements);
  EXPECT_EQ(one_sided, kOneSided);
}

TEST_F(ImportTest, EvidenceHasASourceAndADate) {
  const auto twinning =
      network_->registry().GetTwinning("twinnings/wikidata-q171545-wikidata-q7010");
  ASSERT_THAT(twinning, IsOk());
  ASSERT_EQ(Attestations(*twinning), 2);
  const auto& evidence = twinning->sides(0).attestation().evidence();
  ASSERT_EQ(evidence.size(), 1);
  EXPECT_EQ(evidence[0].uri(), "https://www.wikidata.org/wiki/Q171545#P190");
  EXPECT_EQ(evidence[0].published_date().earliest().year(), 2016);
  EXPECT_EQ(evidence[0].published_date().earliest().month(), 9);
}

TEST_F(ImportTest, ImportingAgainChangesNothing) {
  const int64_t revision = network_->registry().GetCity(RealNetwork::City("Q171545"))->revision();
  const absl::StatusOr<cli::ImportCounts> again = network_->ImportAgain();
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->unchanged, kPlaces + kRows);
  EXPECT_EQ(again->all(), again->unchanged);
  EXPECT_EQ(network_->registry().GetCity(RealNetwork::City("Q171545"))->revision(), revision);
}

}  // namespace
}  // namespace jumelage
