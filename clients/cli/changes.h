#ifndef JUMELAGE_CLIENTS_CLI_CHANGES_H_
#define JUMELAGE_CLIENTS_CLI_CHANGES_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/resolve.h"

namespace jumelage::cli {

// The options that most commands for changing one record have in common, and their request.

inline constexpr OptionSpec kEtagOption = {
    "etag", "ETAG", "Only if the record still has this etag, which 'show' prints."};
inline constexpr OptionSpec kValidateOption = {"validate-only", "",
                                               "Only checks whether the change is possible."};

// Returns the value of --etag, or "" if it was not given. An etag has quotation marks, which a
// shell removes and JSON escapes, so they may be missing or escaped.
inline std::string Etag(const Arguments& arguments) {
  const std::string etag = absl::StrReplaceAll(arguments.Get("etag", ""), {{"\\\"", "\""}});
  const bool bare = !etag.empty() && etag.find('"') == std::string::npos;
  return bare ? absl::StrCat("\"", etag, "\"") : etag;
}

// Returns a request to change the record that the first word names, with the values of --etag and
// --validate-only.
template <typename Request>
Request ChangeRequest(absl::string_view collection, const Arguments& arguments) {
  Request request;
  request.set_name(InCollection(collection, arguments.words[0]));
  request.set_etag(Etag(arguments));
  request.set_validate_only(arguments.Has("validate-only"));
  return request;
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_CHANGES_H_
