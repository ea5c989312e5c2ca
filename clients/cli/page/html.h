#ifndef JUMELAGE_CLIENTS_CLI_PAGE_HTML_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_HTML_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/page/document.h"

namespace jumelage::cli {

// Returns `document` as one self-contained HTML 5 file: it includes its style sheet, and needs no
// script or other file. Sections become <section> or <article> with headings that match their
// depth, down to <h6>. The table of contents lists the top-level sections that have an id. Dates
// become <time>. Texts in other languages have a lang attribute. A text from right to left, or with
// characters that control the direction, is in <bdi>, so that it can't reverse what follows. The
// page works with screen readers and keyboards, in print, on narrow screens and in dark mode.
std::string RenderHtml(const Document& document);

// Escapes `text` for HTML, both in content and in quoted attributes.
std::string EscapeHtml(absl::string_view text);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_HTML_H_
