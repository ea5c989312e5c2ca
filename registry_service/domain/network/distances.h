#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_DISTANCES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_DISTANCES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "common/base/still_wanted.h"
#include "registry_service/domain/network/graph.h"

namespace jumelage {

struct Distances {
  // The greatest distance between two nodes, in edges.
  int diameter = 0;
  // The sum of the distances of all ordered pairs of nodes.
  int64_t sum = 0;
};

// The exact distances in a connected graph, of each node to each other: time grows with nodes times
// edges, and is least when nodes that are near each other have near numbers (ReachableFrom orders
// them so). Memory is 100 bytes a node. Errors: what `still_wanted` says.
absl::StatusOr<Distances> ComputeDistances(const Graph& graph, const StillWanted& still_wanted);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_DISTANCES_H_
