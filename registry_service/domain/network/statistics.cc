#include "registry_service/domain/network/statistics.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "absl/numeric/int128.h"
#include "common/base/status_macros.h"
#include "registry_service/domain/network/distances.h"

namespace jumelage {
namespace {

// Returns the nodes, ordered by descending degree, then by number.
std::vector<int> ByDegree(const Graph& graph) {
  std::vector<int> order(graph.nodes());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return graph.degree(a) > graph.degree(b); });
  return order;
}

void CountDegrees(const Graph& graph, NetworkStatistics* statistics) {
  std::map<int, int64_t> counts;
  for (int node = 0; node < graph.nodes(); ++node) ++counts[graph.degree(node)];
  for (const auto& [degree, count] : counts) {
    const int64_t d = degree;
    statistics->wedges += count * (d * (d - 1) / 2);
    statistics->claws += count * (d * (d - 1) / 2 * (d - 2) / 3);
    statistics->degrees.emplace_back(degree, count);
  }
  if (graph.nodes() == 0) return;
  statistics->max_degree = counts.rbegin()->first;
  statistics->mean_degree =
      2.0 * static_cast<double>(graph.edges()) / static_cast<double>(graph.nodes());
}

// Returns Pearson's correlation of the degrees at both ends, over all edges in both directions, or
// nullopt if the degrees at the ends do not vary. Computes with integers until the last division,
// since floating-point sums of powers of large degrees would lose digits.
std::optional<double> Assortativity(const Graph& graph) {
  absl::int128 ends = 0, sum = 0, squares = 0, products = 0;
  for (int node = 0; node < graph.nodes(); ++node) {
    const absl::int128 degree = graph.degree(node);
    absl::int128 around = 0;
    for (const int neighbor : graph.neighbors(node)) around += graph.degree(neighbor);
    ends += degree;
    sum += degree * degree;
    squares += degree * degree * degree;
    products += degree * around;
  }
  const absl::int128 variance = ends * squares - sum * sum;
  if (variance == 0) return std::nullopt;
  return static_cast<double>(ends * products - sum * sum) / static_cast<double>(variance);
}

// Counts triangles and squares in a graph whose nodes are ordered by descending degree. Counts each
// cycle at its first node and looks only at later nodes, which bounds the work that hubs cause (N.
// Chiba and T. Nishizeki, "Arboricity and subgraph listing algorithms", 1985).
absl::Status CountCircles(const Graph& ordered, const StillWanted& still_wanted,
                          NetworkStatistics* statistics) {
  // For each node, the number of two-edge paths from `first` to the node, and whether the node is a
  // neighbour of `first`.
  std::vector<int> ways(ordered.nodes(), 0);
  std::vector<char> near(ordered.nodes(), 0);
  Pace pace(still_wanted);
  int64_t twice_triangles = 0;
  // Returns the neighbours of `node` after `first`. Neighbours are in ascending order, so these are
  // at the end.
  const auto behind = [&](int node, int first) {
    const absl::Span<const int> all = ordered.neighbors(node);
    return all.subspan(std::upper_bound(all.begin(), all.end(), first) - all.begin());
  };
  for (int first = 0; first < ordered.nodes(); ++first) {
    const absl::Span<const int> seconds = behind(first, first);
    for (const int second : seconds) near[second] = 1;
    for (const int second : seconds) {
      const absl::Span<const int> thirds = behind(second, first);
      JUMELAGE_RETURN_IF_ERROR(pace.Done(2 + static_cast<int64_t>(thirds.size())));
      for (const int third : thirds) {
        twice_triangles += near[third];
        statistics->squares += ways[third]++;
      }
    }
    for (const int second : seconds) {
      near[second] = 0;
      for (const int third : behind(second, first)) ways[third] = 0;
    }
  }
  statistics->triangles = twice_triangles / 2;
  return absl::OkStatus();
}

absl::Status MeasureLargestComponent(const Graph& graph, const StillWanted& still_wanted,
                                     NetworkStatistics* statistics) {
  const std::vector<Component> components = ComponentsOf(graph);
  statistics->components = static_cast<int64_t>(components.size());
  if (components.empty()) return absl::OkStatus();
  const Component& largest =
      *std::max_element(components.begin(), components.end(),
                        [](const Component& a, const Component& b) { return a.size < b.size; });
  statistics->largest_component = largest.size;
  const Graph part = graph.Ordered(ReachableFrom(graph, largest.lowest_node));
  JUMELAGE_ASSIGN_OR_RETURN(const Distances distances, ComputeDistances(part, still_wanted));
  statistics->diameter = distances.diameter;
  const double pairs = static_cast<double>(part.nodes()) * (part.nodes() - 1);
  if (pairs > 0) statistics->mean_distance = static_cast<double>(distances.sum) / pairs;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<NetworkStatistics> ComputeNetworkStatistics(const Graph& graph,
                                                           const StillWanted& still_wanted) {
  NetworkStatistics statistics;
  statistics.nodes = graph.nodes();
  statistics.edges = graph.edges();
  CountDegrees(graph, &statistics);
  statistics.assortativity = Assortativity(graph);
  std::vector<int> order = ByDegree(graph);
  JUMELAGE_RETURN_IF_ERROR(CountCircles(graph.Ordered(order), still_wanted, &statistics));
  if (statistics.wedges > 0) {
    statistics.clustering =
        3.0 * static_cast<double>(statistics.triangles) / static_cast<double>(statistics.wedges);
  }
  JUMELAGE_RETURN_IF_ERROR(MeasureLargestComponent(graph, still_wanted, &statistics));
  order.resize(std::min<size_t>(order.size(), kMaxHubs));
  statistics.hubs = std::move(order);
  return statistics;
}

}  // namespace jumelage
