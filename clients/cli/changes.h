#ifndef JUMELAGE_CLIENTS_CLI_CHANGES_H_
#define JUMELAGE_CLIENTS_CLI_CHANGES_H_

#include "absl/strings/string_view.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/resolve.h"

namespace jumelage::cli {

// The options that most commands for changing one record have in common, and their request.

inline constexpr OptionSpec kEtagOption = {"etag", "ETAG",
                                           "Only if the record still has this etag."};
inline constexpr OptionSpec kValidateOption = {"validate-only", "",
                                               "Only checks whether the change is possible."};

// Returns a request to change the record that the first word names, with the values of --etag and
// --validate-only.
template <typename Request>
Request ChangeRequest(absl::string_view collection, const Arguments& arguments) {
  Request request;
  request.set_name(InCollection(collection, arguments.words[0]));
  request.set_etag(arguments.Get("etag", ""));
  request.set_validate_only(arguments.Has("validate-only"));
  return request;
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_CHANGES_H_
