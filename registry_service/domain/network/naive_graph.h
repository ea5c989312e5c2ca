#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_NAIVE_GRAPH_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_NAIVE_GRAPH_H_

#include <cstdint>
#include <random>
#include <vector>

#include "registry_service/domain/network/graph.h"

namespace jumelage {

// A graph that computes its figures by brute force, which is slow but obviously correct. Tests
// compare these figures with those of the real algorithms. A matrix stores which nodes are linked.
class NaiveGraph {
 public:
  NaiveGraph(int nodes, const std::vector<Graph::Edge>& edges)
      : linked_(nodes, std::vector<bool>(nodes)) {
    for (const auto& [a, b] : edges) {
      if (a != b) linked_[a][b] = linked_[b][a] = true;
    }
  }

  int nodes() const { return static_cast<int>(linked_.size()); }
  bool linked(int a, int b) const { return linked_[a][b]; }
  int degree(int node) const {
    int degree = 0;
    for (const bool linked : linked_[node]) degree += linked ? 1 : 0;
    return degree;
  }

  // Returns the distance between each pair of nodes, or kFar if no path connects them (R. W. Floyd,
  // "Algorithm 97", 1962).
  static constexpr int kFar = 1 << 28;
  std::vector<std::vector<int>> Distances() const {
    std::vector<std::vector<int>> distance(nodes(), std::vector<int>(nodes(), kFar));
    for (int a = 0; a < nodes(); ++a) {
      for (int b = 0; b < nodes(); ++b) {
        if (linked(a, b)) distance[a][b] = 1;
      }
      distance[a][a] = 0;
    }
    for (int via = 0; via < nodes(); ++via) {
      for (int a = 0; a < nodes(); ++a) {
        for (int b = 0; b < nodes(); ++b) {
          if (distance[a][via] + distance[via][b] < distance[a][b]) {
            distance[a][b] = distance[a][via] + distance[via][b];
          }
        }
      }
    }
    return distance;
  }

  int64_t Triangles() const {
    int64_t count = 0;
    for (int a = 0; a < nodes(); ++a) {
      for (int b = a + 1; b < nodes(); ++b) {
        for (int c = b + 1; c < nodes(); ++c) {
          count += linked(a, b) && linked(b, c) && linked(c, a) ? 1 : 0;
        }
      }
    }
    return count;
  }

  // Counts each cycle a, b, c, d once: its lowest node is a, and b is less than d.
  int64_t Squares() const {
    int64_t count = 0;
    for (int a = 0; a < nodes(); ++a) {
      for (int b = a + 1; b < nodes(); ++b) {
        if (!linked(a, b)) continue;
        for (int c = a + 1; c < nodes(); ++c) {
          if (c == b || !linked(b, c)) continue;
          for (int d = b + 1; d < nodes(); ++d) {
            count += d != c && linked(c, d) && linked(d, a) ? 1 : 0;
          }
        }
      }
    }
    return count;
  }

  // Returns all walks of `length` edges from `source` to `target`, in lexicographic order.
  std::vector<std::vector<int>> Paths(int source, int target, int length) const {
    std::vector<std::vector<int>> paths;
    if (length == 0 && source == target) paths.push_back({source});
    for (int next = 0; length > 0 && next < nodes(); ++next) {
      if (!linked(source, next)) continue;
      for (std::vector<int>& rest : Paths(next, target, length - 1)) {
        rest.insert(rest.begin(), source);
        paths.push_back(std::move(rest));
      }
    }
    return paths;
  }

 private:
  std::vector<std::vector<bool>> linked_;
};

// Returns random edges among `nodes` nodes. Each pair of nodes is linked with probability `chance`,
// and so is each node with itself. About a tenth of the edges are repeated in the other direction.
inline std::vector<Graph::Edge> RandomEdges(int nodes, double chance, std::mt19937* random) {
  std::bernoulli_distribution take(chance), again(0.1);
  std::vector<Graph::Edge> edges;
  for (int a = 0; a < nodes; ++a) {
    for (int b = a; b < nodes; ++b) {
      if (!take(*random)) continue;
      edges.emplace_back(a, b);
      if (again(*random)) edges.emplace_back(b, a);
    }
  }
  return edges;
}

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_NAIVE_GRAPH_H_
