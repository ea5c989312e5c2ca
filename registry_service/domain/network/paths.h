#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_PATHS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_PATHS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/still_wanted.h"
#include "registry_service/domain/network/graph.h"

namespace jumelage {

struct PathLimits {
  // The greatest length of a path, in edges, and the most paths to return.
  int max_length = 100;
  int max_paths = 100;
};

struct ShortestPaths {
  // The number of edges of a shortest path, or nullopt if there is no path of at most `max_length`
  // edges.
  std::optional<int> length;
  // The number of shortest paths, whether returned or not. Saturates at the greatest int64.
  int64_t count = 0;
  // The first shortest paths in lexicographic order. Each includes both ends.
  std::vector<std::vector<int>> paths;
};

// Finds the shortest paths between two nodes, which may be the same. Counts all of them, and
// returns at most `limits.max_paths`. Returns the error of `still_wanted` if it stops the search.
absl::StatusOr<ShortestPaths> FindShortestPaths(const Graph& graph, int source, int target,
                                                const PathLimits& limits,
                                                const StillWanted& still_wanted);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_PATHS_H_
