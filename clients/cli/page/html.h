#ifndef JUMELAGE_CLIENTS_CLI_PAGE_HTML_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_HTML_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/page/document.h"

namespace jumelage::cli {

// `document` as one HTML 5 file that needs nothing else: the style is inside, there is no script,
// and nothing is loaded. Sections become <section> or <article> with headings in order, the
// top-level ones a table of contents; dates become <time>, texts of other languages say so.
// Readable with a screen reader, by keyboard, printed, on narrow screens and in the dark.
std::string RenderHtml(const Document& document);

// `text` with what HTML reads as markup made harmless, in content and in quoted attributes.
std::string EscapeHtml(absl::string_view text);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_HTML_H_
