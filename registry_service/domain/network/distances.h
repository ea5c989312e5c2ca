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
  // The sum of the distances over all ordered pairs of nodes.
  int64_t sum = 0;
};

// Computes the figures of a connected graph exactly, by searching from each node. The time grows
// with the number of nodes times the number of edges. It is shortest if nodes that are close
// together have nearby numbers, as in the order in which ReachableFrom returns them. Uses about 100
// bytes of memory per node. Returns the error of `still_wanted` if it stops the computation.
absl::StatusOr<Distances> ComputeDistances(const Graph& graph, const StillWanted& still_wanted);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_DISTANCES_H_
