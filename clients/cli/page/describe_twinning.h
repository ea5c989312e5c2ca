#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_TWINNING_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_TWINNING_H_

#include <string>
#include <vector>

#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// Kind, state and, where a side gives the link a weight of its own, that weight. `city` says whose
// weight; "" for both sides'.
Tags TwinningTags(const registry::v1::Twinning& twinning, const std::string& city,
                  const Context& context);

// Adds what a twinning tells in short: dates, history, agreements with signatories, organizations,
// fields, statements of the sides, names used.
void AddTwinningFacts(const registry::v1::Twinning& twinning, const Context& context,
                      FactList* facts);

// Appends what it tells in sentences: description, motives, activities, reasons of priority.
void AppendTwinningTexts(const registry::v1::Twinning& twinning, const Context& context,
                         std::vector<Block>* blocks);

// All of a twinning, without its cities.
Section DescribeTwinning(const registry::v1::Twinning& twinning, const Context& context);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_TWINNING_H_
