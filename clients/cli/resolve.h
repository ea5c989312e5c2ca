#ifndef JUMELAGE_CLIENTS_CLI_RESOLVE_H_
#define JUMELAGE_CLIENTS_CLI_RESOLVE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command/command.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/city_service.pb.h"

namespace jumelage::cli {

// A city that a text led to.
struct FoundCity {
  registry::v1::City city;
  // Whether the text is only part of one of the city's names, or only similar to one.
  bool alike = false;
};

// Returns the city that `text` identifies, to be read: a resource name ("cities/belfort"), an id
// ("belfort") or a name to search for. Exactly one result of the search must be without typos, or
// exactly one must have `text` as its whole name. A result with typos is never chosen. If the city
// has no such name, only a similar or longer one, prints a remark with the city that was found.
// Returns NOT_FOUND if nothing is found. If several cities match, or if cities match only with
// typos, returns a usage error that lists up to 10 candidates. May also return errors from the
// registry.
absl::StatusOr<registry::v1::City> ResolveCity(const std::string& text,
                                               const CommandContext& context);

// The same for a city in a change. A city that does not have `text` as its resource name, id or
// whole name is never chosen: the usage error lists it as a candidate.
absl::StatusOr<registry::v1::City> ResolveCityToChange(const std::string& text,
                                                       const CommandContext& context);

// Chooses a city from the results of a search for `text`, as ResolveCity does. `results` must not
// be empty, and the results without typos must come first.
absl::StatusOr<FoundCity> ChooseCity(absl::string_view text,
                                     const registry::v1::SearchCitiesResponse& results);

// Returns a resource name: "twinnings/x" for the id "x" in the collection "twinnings". Returns
// `text` unchanged if it contains a slash.
std::string InCollection(absl::string_view collection, absl::string_view text);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_RESOLVE_H_
