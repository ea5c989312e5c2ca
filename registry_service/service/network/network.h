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

// The most countries of a selection: ISO 3166-1 has fewer.
inline constexpr int kMaxSelectedCountries = 300;

// Adds a violation for every rule that a request's field `links` breaks.
void CheckLinkSelection(const registry::v1::LinkSelection& links, Violations* violations);

// A graph of the places that have selected links, numbered by their names, so that the order of
// nodes is that of names. Immutable and thread-safe.
class Network {
 public:
  // `links` is valid. What `still_wanted` says; DATA_LOSS.
  static absl::StatusOr<std::shared_ptr<const Network>> Build(
      std::shared_ptr<const NetworkRecords> records, const registry::v1::LinkSelection& links,
      const StillWanted& still_wanted);

  const std::shared_ptr<const NetworkRecords>& records() const { return records_; }
  const Graph& graph() const { return graph_; }
  // The record of a node.
  const NetworkPlace& place(int node) const { return *records_->places[places_[node]]; }

  // The node of a city. NOT_FOUND, RESOURCE_NOT_FOUND: there is no such city. nullopt: it has no
  // selected link.
  absl::StatusOr<std::optional<int>> NodeOf(absl::string_view city) const;

  // The names of the selected twinnings between two nodes, in order.
  std::vector<absl::string_view> TwinningsBetween(int a, int b) const;

 private:
  struct Link {
    int low, high;
    const NetworkLink* record;
  };
  Network() = default;

  std::shared_ptr<const NetworkRecords> records_;
  Graph graph_;
  // Of each node the place, and of each place the node, kNoPlace where it has none.
  std::vector<int> places_, nodes_;
  // By nodes, then by name.
  std::vector<Link> links_;
};

// The networks that were asked about last, each with its statistics once they were computed.
// Thread-safe.
class NetworkCache {
 public:
  // The network of the records and the selection, from the cache or built.
  absl::StatusOr<std::shared_ptr<const Network>> Find(
      const std::shared_ptr<const NetworkRecords>& records,
      const registry::v1::LinkSelection& links, const StillWanted& still_wanted)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Its statistics, remembered or computed. Errors: what `still_wanted` says.
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
