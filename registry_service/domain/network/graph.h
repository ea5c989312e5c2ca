#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_GRAPH_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_GRAPH_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"

namespace jumelage {

// An undirected graph without loops or parallel edges. One array holds the neighbours of all nodes,
// node by node. Nodes are numbered from 0. Immutable and thread-safe.
class Graph {
 public:
  using Edge = std::pair<int, int>;

  Graph() : begins_{0} {}
  // `edges` may be in any order and direction. Loops and repetitions are dropped. Both ends of an
  // edge must be less than `nodes`.
  Graph(int nodes, const std::vector<Edge>& edges);

  int nodes() const { return static_cast<int>(begins_.size()) - 1; }
  int64_t edges() const { return static_cast<int64_t>(neighbors_.size()) / 2; }
  int degree(int node) const { return static_cast<int>(begins_[node + 1] - begins_[node]); }
  // In ascending order.
  absl::Span<const int> neighbors(int node) const {
    return {neighbors_.data() + begins_[node], static_cast<size_t>(degree(node))};
  }

  // Returns the subgraph of the nodes in `order`, which must not contain a node twice. The i-th of
  // them becomes node i.
  Graph Ordered(absl::Span<const int> order) const;

 private:
  // Fills the arrays from `arcs`, which contains each edge in both directions. Sorts `*arcs`.
  void Fill(int nodes, std::vector<Edge>* arcs);

  // For each node, the index in `neighbors_` of its first neighbour. The last element is the size
  // of `neighbors_`.
  std::vector<int64_t> begins_;
  std::vector<int> neighbors_;
};

// Returns the nodes that can be reached from `start`, beginning with `start` itself. Nearer nodes
// come first.
std::vector<int> ReachableFrom(const Graph& graph, int start);

// A connected component.
struct Component {
  int lowest_node;
  int size;
};
// Returns the connected components, in the order of their lowest nodes.
std::vector<Component> ComponentsOf(const Graph& graph);

// Returns, in ascending order, the nodes that are neighbours of every node in `nodes`. Returns none
// if `nodes` is empty.
std::vector<int> CommonNeighbors(const Graph& graph, absl::Span<const int> nodes);

// A node, and the number of edges of a shortest path to it.
struct NodeAtDistance {
  int node;
  int distance;
};
// Returns the nodes at most `max_distance` edges from `center`, beginning with `center` itself.
// They are ordered by distance, then by number.
std::vector<NodeAtDistance> NodesAround(const Graph& graph, int center, int max_distance);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_GRAPH_H_
