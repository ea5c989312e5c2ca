#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_NETWORK_TABLE_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_NETWORK_TABLE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/log/log.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// Stands for "no place".
inline constexpr int kNoPlace = -1;

// What of a city matters to the network.
struct NetworkPlace {
  std::string name;
  std::string display_name;
  // ISO 3166-1 alpha-2; empty: not known.
  std::string country;
  // The place that it was merged into; kNoPlace where it was not.
  int merged_into = kNoPlace;
};

// What of a twinning matters to the network.
struct NetworkLink {
  std::string name;
  // The places of its sides, as the record names them.
  int first_place = kNoPlace;
  int second_place = kNoPlace;
  registry::v1::Twinning::Kind kind = registry::v1::Twinning::KIND_UNSPECIFIED;
  registry::v1::Twinning::State state = registry::v1::Twinning::STATE_UNSPECIFIED;
  // A serialized Twinning that has only what its state on a day follows from.
  std::string ledger;
};

// All places and all links that are not deleted, at one moment. Immutable.
struct NetworkRecords {
  // By the number that links call them; null where a record is gone.
  std::vector<std::shared_ptr<const NetworkPlace>> places;
  // The numbers of those that are there, by name. Never null.
  std::shared_ptr<const std::vector<int>> by_name;
  std::vector<std::shared_ptr<const NetworkLink>> links;

  // The place of a city, by name; kNoPlace when there is no such city.
  int PlaceOf(absl::string_view city) const;
  // The place that `place` stands for: itself, or where its merges lead. kNoPlace when that is
  // gone.
  int Leading(int place) const;
};

// Cities and twinnings in memory, reduced to what the network needs and kept up by the changes of
// commits. Takes some 250 bytes a city and 300 a twinning. Not thread-safe.
class NetworkTable {
 public:
  // Takes over what `name` is at `revision`: `bytes` is the serialized resource, nullopt when it
  // was removed. What is older than what is held changes nothing, nor does what is neither a city
  // nor a twinning. DATA_LOSS: unreadable.
  absl::Status Apply(absl::string_view name, Revision revision,
                     std::optional<absl::string_view> bytes);
  absl::Status Apply(const store::v1::Commit& commit);

  // The records as they are now; the same object as long as nothing changes.
  std::shared_ptr<const NetworkRecords> Records();

 private:
  struct Place {
    std::shared_ptr<const NetworkPlace> place;
    Revision revision = 0;
  };
  // Deleted ones have no link: only their revision is held.
  struct Link {
    std::shared_ptr<const NetworkLink> link;
    Revision revision = 0;
  };

  int NumberOf(absl::string_view city);
  absl::Status ApplyCity(absl::string_view name, Revision revision,
                         std::optional<absl::string_view> bytes);
  absl::Status ApplyTwinning(absl::string_view name, Revision revision,
                             std::optional<absl::string_view> bytes);
  std::shared_ptr<const std::vector<int>> OrderByName() const;
  std::shared_ptr<const NetworkLink> LinkOf(const registry::v1::Twinning& twinning);

  absl::flat_hash_map<std::string, int> numbers_;
  std::vector<Place> places_;
  absl::flat_hash_map<std::string, Link> links_;
  // What Records gives, and the order in it; null when it has to be made anew.
  std::shared_ptr<const NetworkRecords> records_;
  std::shared_ptr<const std::vector<int>> by_name_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_NETWORK_TABLE_H_
