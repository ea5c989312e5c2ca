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

// Queries of twinnings by the cities that their sides resolve to. A twinning links a city if one of
// its sides names the city or a city that was merged into it. All functions work on any connection
// to the view, including that of the writer's transaction. They return the errors of the database,
// and DATA_LOSS if a twinning in the view cannot be parsed.
namespace jumelage {

// Returns the twinnings of a city, under any of its names, that are neither deleted nor merged, in
// the order of their names.
absl::StatusOr<std::vector<registry::v1::Twinning>> TwinningsOf(sqlite::Database& db,
                                                                absl::string_view city);

// Returns the twinnings of a city, under any of its names, that were merged into others, in the
// order of their names.
absl::StatusOr<std::vector<registry::v1::Twinning>> MergedTwinningsOf(sqlite::Database& db,
                                                                      absl::string_view city);

// Returns the name of a different twinning of the same kind that links the same pair and is neither
// ended, deleted nor merged. Returns nullopt if there is none, or if `twinning` itself is ended or
// does not have two sides.
absl::StatusOr<std::optional<std::string>> LiveTwinningOfSamePair(
    sqlite::Database& db, const registry::v1::Twinning& twinning);

// Returns the twinning of the given kind that links the pair of cities, under any of their names.
// If there are several, returns the one that is neither ended nor deleted, otherwise the first
// ended one by name, otherwise the first deleted one by name. Ignores merged twinnings. Returns
// nullopt if there is none.
absl::StatusOr<std::optional<registry::v1::Twinning>> TwinningOfPair(
    sqlite::Database& db, registry::v1::Twinning::Kind kind, absl::string_view city,
    absl::string_view partner);

// Returns the cities that the sides resolve to, in the order of the sides. `twinning` must have two
// sides.
absl::StatusOr<std::pair<std::string, std::string>> CitiesOf(
    sqlite::Database& db, const registry::v1::Twinning& twinning);

// Returns the name by which the twinning's record refers to `city`, which may be given under any of
// its names. Returns an empty string if neither side resolves to the city. `twinning` must have two
// sides.
absl::StatusOr<std::string> RecordedCity(sqlite::Database& db,
                                         const registry::v1::Twinning& twinning,
                                         absl::string_view city);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_LINKS_H_
