#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_STATISTICS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_STATISTICS_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/still_wanted.h"
#include "registry_service/domain/network/graph.h"

namespace jumelage {

// The figures of a network. The contract defines each of them in ComputeStatisticsResponse.
struct NetworkStatistics {
  int64_t nodes = 0;
  int64_t edges = 0;
  int64_t components = 0;
  int64_t largest_component = 0;
  int max_degree = 0;
  int64_t wedges = 0;
  int64_t claws = 0;
  int64_t triangles = 0;
  int64_t squares = 0;
  int diameter = 0;
  // nullopt if the figure is not defined.
  std::optional<double> mean_degree;
  std::optional<double> clustering;
  std::optional<double> assortativity;
  std::optional<double> mean_distance;
  // Pairs of a degree and the number of nodes with that degree, the smallest degree first.
  std::vector<std::pair<int, int64_t>> degrees;
  // The nodes with the highest degrees, at most kMaxHubs. The highest degree comes first; equal
  // degrees are ordered by node number.
  std::vector<int> hubs;
};

inline constexpr int kMaxHubs = 10;

// Computes all figures exactly. Returns the error of `still_wanted` if it stops the computation.
absl::StatusOr<NetworkStatistics> ComputeNetworkStatistics(const Graph& graph,
                                                           const StillWanted& still_wanted);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NETWORK_STATISTICS_H_
