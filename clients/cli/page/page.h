#ifndef JUMELAGE_CLIENTS_CLI_PAGE_PAGE_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_PAGE_H_

#include "clients/cli/page/document.h"
#include "clients/cli/page/page_data.h"
#include "clients/cli/text/language.h"

namespace jumelage::cli {

// Builds the international page of a city: the city and its policy, its partner cities by year with
// all facts, the programmes, agreements, organizations and sources. The same data and language
// always give the same document.
Document BuildPage(const PageData& data, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_PAGE_H_
