#ifndef JUMELAGE_CLIENTS_CLI_PAGE_MARKDOWN_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_MARKDOWN_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/page/document.h"

namespace jumelage::cli {

// `document` in CommonMark, readable as it is on a terminal. Texts are escaped wherever CommonMark
// would read them as markup. Links within the document are left out: CommonMark names no sections.
std::string RenderMarkdown(const Document& document);

// `text` such that CommonMark shows it as it is, within a line.
std::string EscapeMarkdown(absl::string_view text);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_MARKDOWN_H_
