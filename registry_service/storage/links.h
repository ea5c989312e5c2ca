#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_LINKS_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_LINKS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sqlite/database.h"
#include "jumelage/registry/v1/twinning.pb.h"

// Queries of twinnings by the cities that their sides stand for: whatever names a city, or one that
// was merged into it, links it. All work on any connection to the view, a writer's transaction
// included. Errors are those of storage.
namespace jumelage {

// The twinnings of a city, under any of its names, that are neither deleted nor merged.
absl::StatusOr<std::vector<registry::v1::Twinning>> TwinningsOf(sqlite::Database& db,
                                                                absl::string_view city);

// The twinnings of a city, under any of its names, that were merged into others.
absl::StatusOr<std::vector<registry::v1::Twinning>> MergedTwinningsOf(sqlite::Database& db,
                                                                      absl::string_view city);

// The twinning other than `twinning` itself that links the same pair in the same kind and is
// neither ended, deleted nor merged.
absl::StatusOr<std::optional<std::string>> LiveTwinningOfSamePair(
    sqlite::Database& db, const registry::v1::Twinning& twinning);

// The twinning that a record of the pair of cities in the kind tells of, under whichever of their
// names: the one that is neither ended nor deleted, else the last changed of those that have ended,
// else of the deleted ones. Merged ones stand for others and are left out.
absl::StatusOr<std::optional<registry::v1::Twinning>> TwinningOfPair(
    sqlite::Database& db, registry::v1::Twinning::Kind kind, absl::string_view city,
    absl::string_view partner);

// The cities that the two sides stand for, in the order of the sides.
absl::StatusOr<std::pair<std::string, std::string>> CitiesOf(
    sqlite::Database& db, const registry::v1::Twinning& twinning);

// The name that the twinning's record has for `city`, which may be any name of the city; empty when
// neither side stands for it.
absl::StatusOr<std::string> RecordedCity(sqlite::Database& db,
                                         const registry::v1::Twinning& twinning,
                                         absl::string_view city);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_LINKS_H_
