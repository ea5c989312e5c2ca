#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_H_

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "common/base/still_wanted.h"
#include "common/base/violations.h"
#include "jumelage/registry/v1/network.pb.h"
#include "registry_service/domain/network/graph.h"
#include "registry_service/domain/network/statistics.h"
#include "registry_service/storage/network_table.h"

namespace jumelage {

// The most countries of a selection. ISO 3166-1 has fewer.
inline constexpr int kMaxSelectedCountries = 300;

// Adds a violation for every rule that a request's field `links` breaks.
void CheckLinkSelection(const registry::v1::LinkSelection& links, Violations* violations);

// A graph of the places that have selected links. Nodes are numbered in the order of the places'
// names. Immutable and thread-safe.
class Network {
 public:
  // `links` must be valid. Returns DATA_LOSS and the errors of `still_wanted`.
  static absl::StatusOr<std::shared_ptr<const Network>> Build(
      std::shared_ptr<const NetworkRecords> records, const registry::v1::LinkSelection& links,
      const StillWanted& still_wanted);

  const std::shared_ptr<const NetworkRecords>& records() const { return records_; }
  const Graph& graph() const { return graph_; }
  // Returns the record of a node.
  const NetworkPlace& place(int node) const { return *records_->places[places_[node]]; }

  // Returns the node of a city, or nullopt if it has no selected link. NOT_FOUND,
  // RESOURCE_NOT_FOUND: there is no such city.
  absl::StatusOr<std::optional<int>> NodeOf(absl::string_view city) const;

  // Returns the names of the selected twinnings between two nodes, in order.
  std::vector<absl::string_view> TwinningsBetween(int a, int b) const;

 private:
  struct Link {
    int low, high;
    const NetworkLink* record;
  };
  Network() = default;

  std::shared_ptr<const NetworkRecords> records_;
  Graph graph_;
  // The place of each node, and the node of each place (kNoPlace: none).
  std::vector<int> places_, nodes_;
  // By nodes, then by name.
  std::vector<Link> links_;
};

// The most recently used networks, each with its statistics once they were computed. Thread-safe.
class NetworkCache {
 public:
  // Returns the network for the records and the selection from the cache, or builds it.
  absl::StatusOr<std::shared_ptr<const Network>> Find(
      const std::shared_ptr<const NetworkRecords>& records,
      const registry::v1::LinkSelection& links, const StillWanted& still_wanted)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Returns the network's statistics from the cache, or computes them. Returns the error of
  // `still_wanted`.
  absl::StatusOr<std::shared_ptr<const NetworkStatistics>> Statistics(
      const std::shared_ptr<const Network>& network, const StillWanted& still_wanted)
      ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Entry {
    std::string selection;
    std::shared_ptr<const Network> network;
    std::shared_ptr<const NetworkStatistics> statistics;
  };

  Mutex mu_;
  // The newest first.
  std::deque<Entry> entries_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_H_
