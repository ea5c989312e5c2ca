#ifndef JUMELAGE_CLIENTS_CLI_PAGE_TYPESET_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_TYPESET_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/page/document.h"
#include "clients/cli/text/language.h"

namespace jumelage::cli {

// The text as a printer sets it, where records hold what a keyboard types: an apostrophe within or
// after a word is a typographic one; in French, spaces before ":", ";", "!", "?" and within
// quotation marks don't break.
std::string TypesetText(absl::string_view text, Language language);

// Sets every text of the document so: those of other languages by rules of none but for
// apostrophes, links and dates for programs not at all.
void Typeset(Document* document);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_TYPESET_H_
