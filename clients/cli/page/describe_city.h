#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_CITY_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_CITY_H_

#include <string>
#include <vector>

#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "jumelage/registry/v1/city.pb.h"

namespace jumelage::cli {

// Returns the city's name in `language` with the country, such as "Zaporijia (Ukraine)".
std::string CityTitle(const registry::v1::City& city, Language language);

// Adds the short values of the record: status, country and region, parent, areas, population,
// distances, parts, distinctions, offices, websites and other names.
void AddCityFacts(const registry::v1::City& city, const Context& context, FactList* facts);

// Appends the texts of the record: the description, then the facts with their topics.
void AppendCityTexts(const registry::v1::City& city, const Context& context,
                     std::vector<Block>* blocks);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_CITY_H_
