#ifndef JUMELAGE_CLIENTS_CLI_PAGE_TYPESET_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_TYPESET_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/page/document.h"
#include "clients/cli/text/language.h"

namespace jumelage::cli {

// Returns the text with typographic characters instead of typewriter ones. An apostrophe within or
// after a word becomes a typographic one. In French, spaces before ":", ";", "!", "?" and within
// quotation marks become no-break spaces. Addresses of web pages and mailboxes within the text
// don't change, nor does a space after one.
std::string TypesetText(absl::string_view text, Language language);

// Typesets every text of the document. In texts in other languages, replaces only apostrophes.
// Doesn't change links or machine-readable dates.
void Typeset(Document* document);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_TYPESET_H_
