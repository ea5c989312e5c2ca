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
  // The most edges of a path, and the most paths to give.
  int max_length = 100;
  int max_paths = 100;
};

struct ShortestPaths {
  // The edges of a shortest path; nullopt when there is none within the limits.
  std::optional<int> length;
  // How many there are, given or not; the greatest int64 where there are more.
  int64_t count = 0;
  // The first of them in lexicographic order, each with both its ends.
  std::vector<std::vector<int>> paths;
};

// All shortest paths between two nodes, which may be the same. Errors: what `still_wanted` says.
absl::StatusOr<ShortestPaths> FindShortestPaths(const Graph& graph, int source, int target,
                                                const PathLimits& limits,
                                                const StillWanted& still_wanted);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_PATHS_H_
