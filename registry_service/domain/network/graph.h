#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_GRAPH_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_GRAPH_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"

namespace jumelage {

// An undirected graph without loops and parallel edges: for each node its neighbours, one after the
// other in one array. Nodes are numbered from 0. Immutable and thread-safe.
class Graph {
 public:
  using Edge = std::pair<int, int>;

  Graph() : begins_{0} {}
  // `edges` in any order and direction; loops and repetitions are dropped. Each end is below
  // `nodes`.
  Graph(int nodes, const std::vector<Edge>& edges);

  int nodes() const { return static_cast<int>(begins_.size()) - 1; }
  int64_t edges() const { return static_cast<int64_t>(neighbors_.size()) / 2; }
  int degree(int node) const { return static_cast<int>(begins_[node + 1] - begins_[node]); }
  // In ascending order.
  absl::Span<const int> neighbors(int node) const {
    return {neighbors_.data() + begins_[node], static_cast<size_t>(degree(node))};
  }

  // The part of the graph that `order` names, each node once: the i-th of them becomes node i.
  Graph Ordered(absl::Span<const int> order) const;

 private:
  // Makes the arrays from directed edges, both directions of each; sorts them.
  void Fill(int nodes, std::vector<Edge>* arcs);

  // Where each node's neighbours begin in `neighbors_`, and the end.
  std::vector<int64_t> begins_;
  std::vector<int> neighbors_;
};

// The nodes that can be reached from `start`, the nearer first, it itself the first.
std::vector<int> ReachableFrom(const Graph& graph, int start);

// The connected components: their sizes, in the order of their lowest nodes.
struct Component {
  int lowest_node;
  int size;
};
std::vector<Component> ComponentsOf(const Graph& graph);

// The nodes that are neighbours of each of `nodes`, ascending.
std::vector<int> CommonNeighbors(const Graph& graph, absl::Span<const int> nodes);

// A node and how many edges a shortest way to it has.
struct NodeAtDistance {
  int node;
  int distance;
};
// The nodes at most `max_distance` edges from `center`, the nearer first, then the lower; it itself
// is the first.
std::vector<NodeAtDistance> NodesAround(const Graph& graph, int center, int max_distance);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_GRAPH_H_
