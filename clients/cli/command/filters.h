#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_FILTERS_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_FILTERS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage::cli {

// Conditions of AIP-160 filters. Values are quoted here and nowhere else, so no value can change
// the meaning of a condition.

// Returns the condition that `field` has exactly this text or resource name.
std::string HasValue(absl::string_view field, absl::string_view value);

// Returns the condition that `field` has one of these values, or "" if there are none.
std::string HasOneOf(absl::string_view field, const std::vector<std::string>& values);

// Joins conditions and filters with AND. Skips blank ones.
std::string JoinFilters(std::vector<std::string> filters);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_FILTERS_H_
