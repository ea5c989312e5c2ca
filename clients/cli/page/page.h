#ifndef JUMELAGE_CLIENTS_CLI_PAGE_PAGE_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_PAGE_H_

#include "clients/cli/page/document.h"
#include "clients/cli/page/page_data.h"
#include "clients/cli/text/language.h"

namespace jumelage::cli {

// The international page of a city: what it says of itself and of its policy, its partner cities by
// year with all that is known of each, the programmes, further agreements, the organizations, the
// sources. The same data and language give the same document.
Document BuildPage(const PageData& data, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_PAGE_H_
