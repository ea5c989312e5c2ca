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

// The fields of a city that the network needs.
struct NetworkPlace {
  std::string name;
  std::string display_name;
  // ISO 3166-1 alpha-2; empty: not known.
  std::string country;
  // The place that it was merged into, or kNoPlace.
  int merged_into = kNoPlace;
};

// The fields of a twinning that the network needs.
struct NetworkLink {
  std::string name;
  // The places of its sides, as the record names them.
  int first_place = kNoPlace;
  int second_place = kNoPlace;
  registry::v1::Twinning::Kind kind = registry::v1::Twinning::KIND_UNSPECIFIED;
  registry::v1::Twinning::State state = registry::v1::Twinning::STATE_UNSPECIFIED;
  // A serialized Twinning with only the fields that determine its state on a day.
  std::string ledger;
};

// All places and links that are not deleted, at one moment. Immutable.
struct NetworkRecords {
  // By the numbers that links use. Null if the record is gone.
  std::vector<std::shared_ptr<const NetworkPlace>> places;
  // The numbers of existing places, ordered by name. Never null.
  std::shared_ptr<const std::vector<int>> by_name;
  std::vector<std::shared_ptr<const NetworkLink>> links;

  // Returns the place of a city, or kNoPlace if there is no such city.
  int PlaceOf(absl::string_view city) const;
  // Returns the place that `place` resolves to: itself, or the end of its merges. kNoPlace if that
  // is gone.
  int Leading(int place) const;
};

// Cities and twinnings in memory, reduced to what the network needs and updated from commits. Takes
// about 250 bytes per city and 300 per twinning. Not thread-safe.
class NetworkTable {
 public:
  // Sets the state of `name` at `revision`. `bytes` is the serialized resource, or nullopt if it
  // was removed. Ignores states that are older than the one it has, and resources of other types.
  // DATA_LOSS: unreadable.
  absl::Status Apply(absl::string_view name, Revision revision,
                     std::optional<absl::string_view> bytes);
  absl::Status Apply(const store::v1::Commit& commit);

  // Returns the current records: the same object as long as nothing changes.
  std::shared_ptr<const NetworkRecords> Records();

 private:
  struct Place {
    std::shared_ptr<const NetworkPlace> place;
    Revision revision = 0;
  };
  // A deleted twinning has no link, only a revision.
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
  // The result of Records and its order by name. Null if it must be rebuilt.
  std::shared_ptr<const NetworkRecords> records_;
  std::shared_ptr<const std::vector<int>> by_name_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_NETWORK_TABLE_H_
