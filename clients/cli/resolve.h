#ifndef JUMELAGE_CLIENTS_CLI_RESOLVE_H_
#define JUMELAGE_CLIENTS_CLI_RESOLVE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cpp/registry_client.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/city_service.pb.h"

namespace jumelage::cli {

// Returns the city for `text`: a resource name ("cities/belfort"), an id ("belfort") or a name to
// search for. A search must have exactly one result, or exactly one whose complete name is `text`.
// A result with typing errors is never chosen. Errors: NOT_FOUND if nothing is found, and those of
// the registry. If several cities match, or if one matches only with typing errors, a usage error
// lists the candidates.
absl::StatusOr<registry::v1::City> ResolveCity(const std::string& text,
                                               client::RegistryClient& registry);

// Chooses among the results of a search for `text`. `results` must not be empty.
absl::StatusOr<registry::v1::City> ChooseCity(absl::string_view text,
                                              const registry::v1::SearchCitiesResponse& results);

// Returns "twinnings/x" for both "x" and "twinnings/x".
std::string InCollection(absl::string_view collection, absl::string_view text);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_RESOLVE_H_
