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

// The most countries in a selection. ISO 3166-1 lists fewer countries than this.
inline constexpr int kMaxSelectedCountries = 300;

// Adds a violation for each rule that a request's field `links` breaks.
void CheckLinkSelection(const registry::v1::LinkSelection& links, Violations* violations);

// The graph of the selected links and the places that they connect. Merges are resolved, and a link
// whose sides resolve to the same place is ignored. Nodes are numbered in the order of the places'
// names. Immutable and thread-safe.
class Network {
 public:
  // `links` must be valid (CheckLinkSelection). Returns DATA_LOSS if a ledger cannot be parsed, or
  // the error of `still_wanted` if it stops the work.
  static absl::StatusOr<std::shared_ptr<const Network>> Build(
      std::shared_ptr<const NetworkRecords> records, const registry::v1::LinkSelection& links,
      const StillWanted& still_wanted);

  const std::shared_ptr<const NetworkRecords>& records() const { return records_; }
  const Graph& graph() const { return graph_; }
  // Returns the record of a node.
  const NetworkPlace& place(int node) const { return *records_->places[places_[node]]; }

  // Returns the node of a city, or nullopt if the city has no selected link. Returns
  // RESOURCE_NOT_FOUND (NOT_FOUND) if there is no such city.
  absl::StatusOr<std::optional<int>> NodeOf(absl::string_view city) const;

  // Returns the names of the selected twinnings between two nodes, in ascending order.
  std::vector<absl::string_view> TwinningsBetween(int a, int b) const;

 private:
  struct Link {
    int low, high;
    const NetworkLink* record;
  };
  Network() = default;

  std::shared_ptr<const NetworkRecords> records_;
  Graph graph_;
  // The place of each node, and the node of each place (kNoPlace if it has none).
  std::vector<int> places_, nodes_;
  // Ordered by nodes, then by name.
  std::vector<Link> links_;
};

// The most recently built networks of the current records, each with its statistics once they have
// been computed. Thread-safe.
class NetworkCache {
 public:
  // Returns the network of the selected links from the cache, or builds it. Returns the errors of
  // Network::Build.
  absl::StatusOr<std::shared_ptr<const Network>> Find(
      const std::shared_ptr<const NetworkRecords>& records,
      const registry::v1::LinkSelection& links, const StillWanted& still_wanted)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Returns the network's statistics from the cache, or computes them. Returns the error of
  // `still_wanted` if it stops the computation.
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
  // The most recently built network first.
  std::deque<Entry> entries_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_H_
