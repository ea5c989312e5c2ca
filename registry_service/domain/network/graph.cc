#include "registry_service/domain/network/graph.h"

#include <algorithm>
#include <iterator>

namespace jumelage {
namespace {

constexpr int kAbsent = -1;

// Adds to `found` the nodes that can be reached from `start` and are not yet in `seen`, nearer
// nodes first. Marks them in `seen`.
void Search(const Graph& graph, int start, std::vector<char>* seen, std::vector<int>* found) {
  size_t next = found->size();
  found->push_back(start);
  (*seen)[start] = 1;
  for (; next < found->size(); ++next) {
    for (const int neighbor : graph.neighbors((*found)[next])) {
      if ((*seen)[neighbor] != 0) continue;
      (*seen)[neighbor] = 1;
      found->push_back(neighbor);
    }
  }
}

}  // namespace

Graph::Graph(int nodes, const std::vector<Edge>& edges) {
  std::vector<Edge> arcs;
  arcs.reserve(2 * edges.size());
  for (const auto& [a, b] : edges) {
    if (a == b) continue;
    arcs.emplace_back(a, b);
    arcs.emplace_back(b, a);
  }
  Fill(nodes, &arcs);
}

void Graph::Fill(int nodes, std::vector<Edge>* arcs) {
  std::sort(arcs->begin(), arcs->end());
  arcs->erase(std::unique(arcs->begin(), arcs->end()), arcs->end());
  begins_.assign(static_cast<size_t>(nodes) + 1, 0);
  neighbors_.reserve(arcs->size());
  for (const auto& [from, to] : *arcs) {
    ++begins_[from + 1];
    neighbors_.push_back(to);
  }
  for (int node = 0; node < nodes; ++node) begins_[node + 1] += begins_[node];
}

Graph Graph::Ordered(absl::Span<const int> order) const {
  std::vector<int> place(nodes(), kAbsent);
  for (size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<int>(i);
  std::vector<Edge> arcs;
  arcs.reserve(neighbors_.size());
  for (const int node : order) {
    for (const int neighbor : neighbors(node)) {
      if (place[neighbor] != kAbsent) arcs.emplace_back(place[node], place[neighbor]);
    }
  }
  Graph ordered;
  ordered.Fill(static_cast<int>(order.size()), &arcs);
  return ordered;
}

std::vector<int> ReachableFrom(const Graph& graph, int start) {
  std::vector<char> seen(graph.nodes());
  std::vector<int> found;
  Search(graph, start, &seen, &found);
  return found;
}

std::vector<Component> ComponentsOf(const Graph& graph) {
  std::vector<char> seen(graph.nodes());
  std::vector<int> found;
  std::vector<Component> components;
  for (int node = 0; node < graph.nodes(); ++node) {
    if (seen[node] != 0) continue;
    found.clear();
    Search(graph, node, &seen, &found);
    components.push_back({node, static_cast<int>(found.size())});
  }
  return components;
}

std::vector<int> CommonNeighbors(const Graph& graph, absl::Span<const int> nodes) {
  std::vector<int> common;
  if (nodes.empty()) return common;
  const absl::Span<const int> first = graph.neighbors(nodes[0]);
  common.assign(first.begin(), first.end());
  for (const int node : nodes.subspan(1)) {
    const absl::Span<const int> neighbors = graph.neighbors(node);
    std::vector<int> both;
    std::set_intersection(common.begin(), common.end(), neighbors.begin(), neighbors.end(),
                          std::back_inserter(both));
    common = std::move(both);
  }
  return common;
}

std::vector<NodeAtDistance> NodesAround(const Graph& graph, int center, int max_distance) {
  std::vector<char> seen(graph.nodes());
  seen[center] = 1;
  std::vector<NodeAtDistance> found = {{center, 0}};
  size_t begin = 0;
  for (int distance = 1; distance <= max_distance; ++distance) {
    const size_t end = found.size();
    for (; begin < end; ++begin) {
      for (const int neighbor : graph.neighbors(found[begin].node)) {
        if (seen[neighbor] != 0) continue;
        seen[neighbor] = 1;
        found.push_back({neighbor, distance});
      }
    }
    std::sort(found.begin() + static_cast<std::ptrdiff_t>(end), found.end(),
              [](const NodeAtDistance& a, const NodeAtDistance& b) { return a.node < b.node; });
  }
  return found;
}

}  // namespace jumelage
