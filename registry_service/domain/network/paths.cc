#include "registry_service/domain/network/paths.h"

#include <limits>
#include <utility>

#include "common/base/status_macros.h"

namespace jumelage {
namespace {

constexpr int kFar = std::numeric_limits<int>::max();

int64_t AddSaturating(int64_t a, int64_t b) {
  return a > std::numeric_limits<int64_t>::max() - b ? std::numeric_limits<int64_t>::max() : a + b;
}

// The distance to the target and the number of shortest paths to it, for the source and for all
// nodes nearer to the target than the source.
struct Approach {
  std::vector<int> distance;
  std::vector<int64_t> count;
};

// Searches from the target until the source or the distance `max_length` is reached. Other nodes as
// far from the target as the source may have an incomplete count, but no shortest path from the
// source leads through them.
absl::StatusOr<Approach> SearchBack(const Graph& graph, int source, int target, int max_length,
                                    const StillWanted& still_wanted) {
  Approach approach{std::vector<int>(graph.nodes(), kFar), std::vector<int64_t>(graph.nodes(), 0)};
  approach.distance[target] = 0;
  approach.count[target] = 1;
  std::vector<int> queue = {target};
  Pace pace(still_wanted);
  for (size_t next = 0; next < queue.size(); ++next) {
    const int node = queue[next];
    const int distance = approach.distance[node];
    // All nodes nearer to the target than `node` have been visited, so the count of the source is
    // complete.
    if (distance == max_length || distance >= approach.distance[source]) break;
    JUMELAGE_RETURN_IF_ERROR(pace.Done(1 + graph.degree(node)));
    for (const int neighbor : graph.neighbors(node)) {
      if (approach.distance[neighbor] == kFar) {
        approach.distance[neighbor] = distance + 1;
        queue.push_back(neighbor);
      }
      if (approach.distance[neighbor] != distance + 1) continue;
      approach.count[neighbor] = AddSaturating(approach.count[neighbor], approach.count[node]);
    }
  }
  return approach;
}

// Enumerates paths by depth-first search: descends to the lowest neighbour that is nearer to the
// target and hasn't been tried yet, and backtracks if there is none.
absl::StatusOr<std::vector<std::vector<int>>> WalkPaths(const Graph& graph,
                                                        const Approach& approach, int source,
                                                        int max_paths,
                                                        const StillWanted& still_wanted) {
  std::vector<std::vector<int>> paths;
  std::vector<int> path = {source};
  // For each node on the path, the index of the neighbour to try next.
  std::vector<size_t> next = {0};
  Pace pace(still_wanted);
  while (!path.empty() && static_cast<int>(paths.size()) < max_paths) {
    const int node = path.back();
    const absl::Span<const int> neighbors = graph.neighbors(node);
    JUMELAGE_RETURN_IF_ERROR(pace.Done(1));
    if (approach.distance[node] == 0) paths.push_back(path);
    if (approach.distance[node] == 0 || next.back() == neighbors.size()) {
      path.pop_back();
      next.pop_back();
      continue;
    }
    const int neighbor = neighbors[next.back()++];
    if (approach.distance[neighbor] != approach.distance[node] - 1) continue;
    path.push_back(neighbor);
    next.push_back(0);
  }
  return paths;
}

}  // namespace

absl::StatusOr<ShortestPaths> FindShortestPaths(const Graph& graph, int source, int target,
                                                const PathLimits& limits,
                                                const StillWanted& still_wanted) {
  JUMELAGE_ASSIGN_OR_RETURN(const Approach approach,
                            SearchBack(graph, source, target, limits.max_length, still_wanted));
  ShortestPaths shortest;
  if (approach.distance[source] == kFar) return shortest;
  shortest.length = approach.distance[source];
  shortest.count = approach.count[source];
  JUMELAGE_ASSIGN_OR_RETURN(shortest.paths,
                            WalkPaths(graph, approach, source, limits.max_paths, still_wanted));
  return shortest;
}

}  // namespace jumelage
