#ifndef JUMELAGE_CLIENTS_CLI_PAGE_MARKDOWN_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_MARKDOWN_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/page/document.h"

namespace jumelage::cli {

// Returns `document` in CommonMark, which is also readable on a terminal. Texts remain texts:
// escapes every line of a text that CommonMark would read as markup, keeps its line breaks and
// paragraphs where the block allows them, and isolates its direction (printable.h). Renders links
// within the document as plain text, because CommonMark has no section ids.
std::string RenderMarkdown(const Document& document);

// Escapes `text` for use within a line of CommonMark.
std::string EscapeMarkdown(absl::string_view text);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_MARKDOWN_H_
