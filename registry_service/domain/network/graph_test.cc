#include "registry_service/domain/network/graph.h"

#include <random>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/domain/network/naive_graph.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(GraphTest, KeepsEachEdgeOnceAndNeighboursInOrder) {
  const Graph graph(4, {{2, 1}, {1, 2}, {3, 3}, {1, 0}, {1, 2}});
  EXPECT_EQ(graph.nodes(), 4);
  EXPECT_EQ(graph.edges(), 2);
  EXPECT_THAT(graph.neighbors(1), ElementsAre(0, 2));
  EXPECT_THAT(graph.neighbors(3), IsEmpty());
  EXPECT_EQ(Graph().nodes(), 0);
}

TEST(GraphTest, OrdersASubgraph) {
  const Graph graph(5, {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {3, 4}});
  const Graph part = graph.Ordered({3, 0, 1});
  EXPECT_EQ(part.nodes(), 3);
  EXPECT_THAT(part.neighbors(0), ElementsAre(1)) << "3–0; 3–2 and 3–4 leave the part";
  EXPECT_THAT(part.neighbors(1), ElementsAre(0, 2));
}

TEST(GraphTest, FindsTheNodesAroundANode) {
  //    1 – 4 – 5 – 6
  //  /   /
  // 0 – 2       3
  const Graph graph(7, {{0, 2}, {0, 1}, {1, 4}, {2, 4}, {4, 5}, {5, 6}});
  const auto around = [&](int center, int distance) {
    std::vector<std::pair<int, int>> nodes;
    for (const auto& at : NodesAround(graph, center, distance)) {
      nodes.emplace_back(at.node, at.distance);
    }
    return nodes;
  };
  EXPECT_THAT(around(3, 5), ElementsAre(std::make_pair(3, 0)));
  EXPECT_THAT(around(0, 0), ElementsAre(std::make_pair(0, 0)));
  EXPECT_THAT(around(4, 2),
              ElementsAre(std::make_pair(4, 0), std::make_pair(1, 1), std::make_pair(2, 1),
                          std::make_pair(5, 1), std::make_pair(0, 2), std::make_pair(6, 2)));
  EXPECT_THAT(ReachableFrom(graph, 6), ElementsAre(6, 5, 4, 1, 2, 0));
  const std::vector<Component> components = ComponentsOf(graph);
  ASSERT_EQ(components.size(), 2);
  EXPECT_EQ(components[0].size, 6);
  EXPECT_EQ(components[1].lowest_node, 3);
}

TEST(GraphTest, FindsCommonNeighbours) {
  const Graph graph(5, {{0, 2}, {1, 2}, {0, 3}, {1, 3}, {4, 3}, {0, 1}});
  EXPECT_THAT(CommonNeighbors(graph, {0, 1}), ElementsAre(2, 3));
  EXPECT_THAT(CommonNeighbors(graph, {0, 1, 4}), ElementsAre(3));
  EXPECT_THAT(CommonNeighbors(graph, {2, 4}), IsEmpty());
  EXPECT_THAT(CommonNeighbors(graph, {}), IsEmpty());
}

TEST(GraphTest, NeighbourhoodsMatchTheNaiveAlgorithm) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    const std::vector<Graph::Edge> edges = RandomEdges(25, 0.02 + round * 0.004, &random);
    const Graph graph(25, edges);
    const std::vector<std::vector<int>> distances = NaiveGraph(25, edges).Distances();
    for (int center = 0; center < 25; ++center) {
      std::vector<std::pair<int, int>> expected, found;
      for (int node = 0; node < 25; ++node) {
        if (distances[center][node] <= 3) expected.emplace_back(distances[center][node], node);
      }
      std::sort(expected.begin(), expected.end());
      for (const auto& at : NodesAround(graph, center, 3)) {
        found.emplace_back(at.distance, at.node);
      }
      EXPECT_EQ(found, expected);
    }
  }
}

}  // namespace
}  // namespace jumelage
