#ifndef JUMELAGE_CLIENTS_CLI_PAGE_LINKS_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_LINKS_H_

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace jumelage::cli {

// Returns whether `link` is an http or https link without spaces or control characters. Links with
// other schemes could run code in the browser that shows the page, and records come from many
// people.
inline bool IsWebLink(absl::string_view link) {
  for (const char c : link) {
    if (absl::ascii_iscntrl(c) || absl::ascii_isspace(c)) return false;
  }
  return absl::StartsWithIgnoreCase(link, "https://") ||
         absl::StartsWithIgnoreCase(link, "http://");
}

// Returns the address with "%XX" in place of each character that is not visible or controls the
// direction of text, such as U+202E. RFC 3987 doesn't allow these characters in addresses.
std::string VisibleAddress(absl::string_view link);

// Returns whether `link` is a link to a section of the same document.
inline bool IsSectionLink(absl::string_view link) { return link.size() > 1 && link[0] == '#'; }

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_LINKS_H_
