#include "clients/cli/network_json.h"

#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

TEST(NetworkJsonTest, WritesEveryFigureAsANumber) {
  registry::v1::ComputeStatisticsResponse statistics;
  statistics.set_places(10055);
  statistics.set_twinnings(17401);
  statistics.set_claws(int64_t{1} << 60);
  statistics.set_mean_degree(0.1);
  statistics.set_clustering(0);
  statistics.set_revision(7);
  EXPECT_EQ(StatisticsJson(statistics), R"({
  "places": 10055,
  "twinnings": 17401,
  "components": 0,
  "largest_component": 0,
  "max_degree": 0,
  "mean_degree": 0.10000000000000001,
  "wedges": 0,
  "claws": 1152921504606846976,
  "triangles": 0,
  "squares": 0,
  "clustering": 0,
  "assortativity": null,
  "diameter": 0,
  "mean_distance": null
}
)");
}

}  // namespace
}  // namespace jumelage::cli
