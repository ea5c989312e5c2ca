// Checks networks whose figures can be counted by hand, and compares the figures of random networks
// with those that naive algorithms compute.

#include "registry_service/domain/network/statistics.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/domain/network/naive_graph.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

absl::Status GoOn() { return absl::OkStatus(); }

NetworkStatistics StatisticsOf(const Graph& graph) {
  absl::StatusOr<NetworkStatistics> statistics = ComputeNetworkStatistics(graph, GoOn);
  EXPECT_TRUE(statistics.ok()) << statistics.status();
  return statistics.ok() ? *std::move(statistics) : NetworkStatistics();
}

Graph Complete(int nodes) {
  std::vector<Graph::Edge> edges;
  for (int a = 0; a < nodes; ++a) {
    for (int b = a + 1; b < nodes; ++b) edges.emplace_back(a, b);
  }
  return Graph(nodes, edges);
}

Graph Ring(int nodes) {
  std::vector<Graph::Edge> edges;
  for (int a = 0; a < nodes; ++a) edges.emplace_back(a, (a + 1) % nodes);
  return Graph(nodes, edges);
}

TEST(StatisticsTest, AnEmptyNetworkHasNoMeans) {
  const NetworkStatistics nothing = StatisticsOf(Graph());
  EXPECT_EQ(nothing.nodes, 0);
  EXPECT_EQ(nothing.components, 0);
  EXPECT_EQ(nothing.mean_degree, std::nullopt);
  EXPECT_EQ(nothing.clustering, std::nullopt);
  EXPECT_EQ(nothing.assortativity, std::nullopt);
  EXPECT_EQ(nothing.mean_distance, std::nullopt);
  EXPECT_THAT(nothing.degrees, IsEmpty());
  EXPECT_THAT(nothing.hubs, IsEmpty());
}

TEST(StatisticsTest, OneLink) {
  const NetworkStatistics pair = StatisticsOf(Graph(2, {{1, 0}, {0, 1}, {1, 1}}));
  EXPECT_EQ(pair.nodes, 2);
  EXPECT_EQ(pair.edges, 1) << "repetitions and loops do not count";
  EXPECT_EQ(pair.wedges, 0);
  EXPECT_EQ(pair.clustering, std::nullopt) << "no wedges";
  EXPECT_EQ(pair.assortativity, std::nullopt) << "all degrees are equal";
  EXPECT_EQ(pair.diameter, 1);
  EXPECT_EQ(pair.mean_distance, 1.0);
}

TEST(StatisticsTest, CompleteGraphOfFive) {
  const NetworkStatistics complete = StatisticsOf(Complete(5));
  EXPECT_EQ(complete.edges, 10);
  EXPECT_EQ(complete.wedges, 30);
  EXPECT_EQ(complete.claws, 20);
  EXPECT_EQ(complete.triangles, 10);
  EXPECT_EQ(complete.squares, 15);
  EXPECT_EQ(complete.clustering, 1.0);
  EXPECT_EQ(complete.diameter, 1);
  EXPECT_EQ(complete.mean_degree, 4.0);
  EXPECT_THAT(complete.hubs, ElementsAre(0, 1, 2, 3, 4));
}

TEST(StatisticsTest, StarIsCompletelyDisassortative) {
  std::vector<Graph::Edge> edges;
  for (int leaf = 0; leaf < 20; ++leaf) edges.emplace_back(leaf, 20);
  const NetworkStatistics star = StatisticsOf(Graph(21, edges));
  EXPECT_EQ(star.max_degree, 20);
  EXPECT_EQ(star.wedges, 190);
  EXPECT_EQ(star.claws, 1140);
  EXPECT_EQ(star.triangles, 0);
  EXPECT_EQ(star.squares, 0);
  EXPECT_EQ(star.clustering, 0.0);
  EXPECT_EQ(star.assortativity, -1.0);
  EXPECT_EQ(star.diameter, 2);
  EXPECT_DOUBLE_EQ(*star.mean_distance, (20 * 2 + 20 * 19 * 2) / 420.0);
  EXPECT_THAT(star.degrees, ElementsAre(Pair(1, 20), Pair(20, 1)));
  EXPECT_EQ(star.hubs.size(), kMaxHubs);
  EXPECT_EQ(star.hubs[0], 20) << "the highest degree first";
  EXPECT_EQ(star.hubs[1], 0) << "then by number";
}

TEST(StatisticsTest, RingHasOneSquareOrNone) {
  EXPECT_EQ(StatisticsOf(Ring(4)).squares, 1);
  EXPECT_EQ(StatisticsOf(Ring(5)).squares, 0);
  EXPECT_EQ(StatisticsOf(Ring(3)).triangles, 1);
  // The ring has large distances, and more nodes than one joint search starts from.
  const NetworkStatistics ring = StatisticsOf(Ring(1001));
  EXPECT_EQ(ring.diameter, 500);
  EXPECT_DOUBLE_EQ(*ring.mean_distance, 250.5);
}

TEST(StatisticsTest, DistancesAreOfTheLargestComponent) {
  // Nodes 0 to 2 form a triangle, nodes 3 to 6 a path. The path is the larger component.
  const NetworkStatistics two =
      StatisticsOf(Graph(7, {{0, 1}, {1, 2}, {2, 0}, {3, 5}, {5, 4}, {4, 6}}));
  EXPECT_EQ(two.components, 2);
  EXPECT_EQ(two.largest_component, 4);
  EXPECT_EQ(two.diameter, 3);
  EXPECT_DOUBLE_EQ(*two.mean_distance, 20 / 12.0);
  EXPECT_EQ(two.triangles, 1);
  const NetworkStatistics alike = StatisticsOf(Graph(6, {{0, 1}, {1, 2}, {3, 4}, {4, 5}, {5, 3}}));
  EXPECT_EQ(alike.diameter, 2) << "the first of several largest components";
}

double Correlation(const NaiveGraph& graph) {
  std::vector<std::pair<double, double>> ends;
  for (int a = 0; a < graph.nodes(); ++a) {
    for (int b = 0; b < graph.nodes(); ++b) {
      if (graph.linked(a, b)) ends.emplace_back(graph.degree(a), graph.degree(b));
    }
  }
  double mean = 0, covariance = 0, variance = 0;
  for (const auto& end : ends) mean += end.first / static_cast<double>(ends.size());
  for (const auto& [x, y] : ends) {
    covariance += (x - mean) * (y - mean);
    variance += (x - mean) * (x - mean);
  }
  return covariance / variance;
}

void ExpectSameDistances(const NaiveGraph& naive, const NetworkStatistics& statistics) {
  const std::vector<std::vector<int>> distances = naive.Distances();
  int largest = 0, diameter = 0, components = 0;
  int64_t sum = 0;
  for (int a = 0; a < naive.nodes(); ++a) {
    int size = 0, farthest = 0;
    bool first = true;
    int64_t from_all = 0;
    for (int b = 0; b < naive.nodes(); ++b) {
      if (distances[a][b] == NaiveGraph::kFar) continue;
      ++size;
      first = first && b >= a;
      for (int c = 0; c < naive.nodes(); ++c) {
        if (distances[b][c] == NaiveGraph::kFar) continue;
        farthest = std::max(farthest, distances[b][c]);
        from_all += distances[b][c];
      }
    }
    components += first ? 1 : 0;
    if (size <= largest) continue;
    largest = size;
    diameter = farthest;
    sum = from_all;
  }
  EXPECT_EQ(statistics.components, components);
  EXPECT_EQ(statistics.largest_component, largest);
  EXPECT_EQ(statistics.diameter, diameter);
  if (largest < 2) {
    EXPECT_EQ(statistics.mean_distance, std::nullopt);
  } else {
    EXPECT_DOUBLE_EQ(*statistics.mean_distance,
                     static_cast<double>(sum) / (largest * (largest - 1.0)));
  }
}

TEST(StatisticsTest, EveryFigureMatchesTheNaiveAlgorithm) {
  std::mt19937 random(20160901);
  std::uniform_int_distribution<int> sizes(1, 40);
  for (int round = 0; round < 150; ++round) {
    const int nodes = sizes(random);
    const double chance = (round % 10 + 0.5) / 12.0 / (round % 3 == 0 ? 8 : 1);
    const std::vector<Graph::Edge> edges = RandomEdges(nodes, chance, &random);
    SCOPED_TRACE(testing::Message() << "round " << round << ", " << nodes << " nodes");
    const NaiveGraph naive(nodes, edges);
    const NetworkStatistics statistics = StatisticsOf(Graph(nodes, edges));
    int64_t ends = 0, wedges = 0, claws = 0;
    for (int node = 0; node < nodes; ++node) {
      const int64_t d = naive.degree(node);
      ends += d;
      wedges += d * (d - 1) / 2;
      claws += d * (d - 1) * (d - 2) / 6;
    }
    EXPECT_EQ(statistics.nodes, nodes);
    EXPECT_EQ(statistics.edges, ends / 2);
    EXPECT_EQ(statistics.wedges, wedges);
    EXPECT_EQ(statistics.claws, claws);
    EXPECT_EQ(statistics.triangles, naive.Triangles());
    EXPECT_EQ(statistics.squares, naive.Squares());
    if (statistics.assortativity) {
      EXPECT_NEAR(*statistics.assortativity, Correlation(naive), 1e-9);
    }
    ExpectSameDistances(naive, statistics);
  }
}

TEST(StatisticsTest, LargerThanOneBatchOfSearches) {
  std::mt19937 random(7);
  for (const int nodes : {255, 256, 257, 520}) {
    const std::vector<Graph::Edge> edges = RandomEdges(nodes, 2.5 / nodes, &random);
    ExpectSameDistances(NaiveGraph(nodes, edges), StatisticsOf(Graph(nodes, edges)));
  }
}

TEST(StatisticsTest, EndsSoonWhenItIsNoLongerWanted) {
  // Computing all distances of this ring would take 10¹⁰ steps.
  const Graph ring = Ring(100000);
  int asked = 0;
  const absl::StatusOr<NetworkStatistics> statistics = ComputeNetworkStatistics(
      ring, [&asked] { return ++asked < 5 ? absl::OkStatus() : absl::CancelledError("enough"); });
  EXPECT_EQ(statistics.status(), absl::CancelledError("enough"));
  EXPECT_EQ(asked, 5);
}

}  // namespace
}  // namespace jumelage
