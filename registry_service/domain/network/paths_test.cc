#include "registry_service/domain/network/paths.h"

#include <limits>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/domain/network/naive_graph.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::Status GoOn() { return absl::OkStatus(); }

ShortestPaths Find(const Graph& graph, int source, int target, const PathLimits& limits) {
  absl::StatusOr<ShortestPaths> found = FindShortestPaths(graph, source, target, limits, GoOn);
  EXPECT_TRUE(found.ok()) << found.status();
  return found.ok() ? *std::move(found) : ShortestPaths();
}

// Returns a chain of diamonds: two paths lead from 0 to 3, two from 3 to 6, and so on.
Graph Diamonds(int count) {
  std::vector<Graph::Edge> edges;
  for (int i = 0; i < 3 * count; i += 3) {
    for (const int middle : {i + 1, i + 2}) {
      edges.emplace_back(i, middle);
      edges.emplace_back(middle, i + 3);
    }
  }
  return Graph(3 * count + 1, edges);
}

TEST(PathsTest, FindsAllPathsInTheOrderOfTheirNodes) {
  const ShortestPaths two = Find(Diamonds(2), 0, 6, {});
  EXPECT_EQ(two.length, 4);
  EXPECT_EQ(two.count, 4);
  EXPECT_THAT(two.paths, ElementsAre(ElementsAre(0, 1, 3, 4, 6), ElementsAre(0, 1, 3, 5, 6),
                                     ElementsAre(0, 2, 3, 4, 6), ElementsAre(0, 2, 3, 5, 6)));
}

TEST(PathsTest, ThePathFromANodeToItselfHasNoEdges) {
  const ShortestPaths same = Find(Diamonds(1), 2, 2, {});
  EXPECT_EQ(same.length, 0);
  EXPECT_EQ(same.count, 1);
  EXPECT_THAT(same.paths, ElementsAre(ElementsAre(2)));
}

TEST(PathsTest, ReportsThatThereIsNoPath) {
  const ShortestPaths none = Find(Graph(3, {{0, 1}}), 0, 2, {});
  EXPECT_EQ(none.length, std::nullopt);
  EXPECT_EQ(none.count, 0);
  EXPECT_THAT(none.paths, IsEmpty());
}

TEST(PathsTest, KeepsItsLimits) {
  PathLimits limits;
  limits.max_length = 3;
  EXPECT_EQ(Find(Diamonds(2), 0, 6, limits).length, std::nullopt);
  limits.max_length = 4;
  limits.max_paths = 3;
  const ShortestPaths cut = Find(Diamonds(2), 0, 6, limits);
  EXPECT_EQ(cut.length, 4);
  EXPECT_EQ(cut.count, 4);
  EXPECT_EQ(cut.paths.size(), 3);
}

TEST(PathsTest, TheCountOfPathsSaturates) {
  PathLimits limits;
  limits.max_length = 1000;
  limits.max_paths = 1;
  EXPECT_EQ(Find(Diamonds(62), 0, 186, limits).count, int64_t{1} << 62);
  const ShortestPaths many = Find(Diamonds(100), 0, 300, limits);
  EXPECT_EQ(many.length, 200);
  EXPECT_EQ(many.count, std::numeric_limits<int64_t>::max());
}

TEST(PathsTest, EveryPathMatchesTheNaiveAlgorithm) {
  std::mt19937 random(19550101);
  for (int round = 0; round < 60; ++round) {
    const int nodes = 4 + round % 14;
    const std::vector<Graph::Edge> edges = RandomEdges(nodes, 0.1 + round % 7 * 0.06, &random);
    const Graph graph(nodes, edges);
    const NaiveGraph naive(nodes, edges);
    const std::vector<std::vector<int>> distances = naive.Distances();
    PathLimits limits;
    limits.max_paths = 100000;
    for (int a = 0; a < nodes; ++a) {
      for (int b = 0; b < nodes; ++b) {
        const ShortestPaths found = Find(graph, a, b, limits);
        if (distances[a][b] == NaiveGraph::kFar) {
          EXPECT_EQ(found.length, std::nullopt);
          continue;
        }
        EXPECT_EQ(found.length, distances[a][b]);
        EXPECT_EQ(found.paths, naive.Paths(a, b, distances[a][b]));
        EXPECT_EQ(found.count, static_cast<int64_t>(found.paths.size()));
      }
    }
  }
}

TEST(PathsTest, EndsWhenItIsNoLongerWanted) {
  std::vector<Graph::Edge> edges;
  constexpr int kNodes = 1000000;
  for (int node = 1; node < kNodes; ++node) edges.emplace_back(node - 1, node);
  PathLimits limits;
  limits.max_length = kNodes;
  const auto cancelled = [] { return absl::CancelledError("enough"); };
  EXPECT_EQ(FindShortestPaths(Graph(kNodes, edges), 0, kNodes - 1, limits, cancelled).status(),
            absl::CancelledError("enough"));
}

}  // namespace
}  // namespace jumelage
