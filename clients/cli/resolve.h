#ifndef JUMELAGE_CLIENTS_CLI_RESOLVE_H_
#define JUMELAGE_CLIENTS_CLI_RESOLVE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cpp/registry_client.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/city_service.pb.h"

namespace jumelage::cli {

// The city that `text` means: by resource name ("cities/belfort"), by id ("belfort"), or by a
// search of which exactly one result bears the text as a whole name, or which has one result only;
// never one that is found with typing errors. NOT_FOUND when nothing is found; a usage error
// listing the candidates when several fit, or one but for typing errors; else whatever the registry
// answers.
absl::StatusOr<registry::v1::City> ResolveCity(const std::string& text,
                                               client::RegistryClient& registry);

// The choice among the results of a search for `text`; pure. `results` must not be empty.
absl::StatusOr<registry::v1::City> ChooseCity(absl::string_view text,
                                              const registry::v1::SearchCitiesResponse& results);

// "twinnings/x" for "x" and for "twinnings/x".
std::string InCollection(absl::string_view collection, absl::string_view text);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_RESOLVE_H_
