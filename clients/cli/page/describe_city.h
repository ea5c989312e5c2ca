#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_CITY_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_CITY_H_

#include <string>
#include <vector>

#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "jumelage/registry/v1/city.pb.h"

namespace jumelage::cli {

// "Zaporijia (Ukraine)": the name in the language, and the country.
std::string CityTitle(const registry::v1::City& city, Language language);

// Adds what the record tells in short: status, country, areas, population, distances, parts,
// offices, distinctions, sites, other names.
void AddCityFacts(const registry::v1::City& city, const Context& context, FactList* facts);

// Appends what it tells in sentences: the description, then what is known by topic.
void AppendCityTexts(const registry::v1::City& city, const Context& context,
                     std::vector<Block>* blocks);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_CITY_H_
