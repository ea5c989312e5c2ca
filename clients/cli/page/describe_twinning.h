#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_TWINNING_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_TWINNING_H_

#include <string>
#include <vector>

#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// Returns the kind, the state and the priority, if stated. `city` is the side whose priority is
// returned, or "" for both sides.
Tags TwinningTags(const registry::v1::Twinning& twinning, const std::string& city,
                  const Context& context);

// Adds the short values of a twinning: dates, history, agreements with signatories, organizations,
// fields, attestations of the sides, names used.
void AddTwinningFacts(const registry::v1::Twinning& twinning, const Context& context,
                      FactList* facts);

// Appends the texts of a twinning: description, motives, activities, reasons for the priority.
void AppendTwinningTexts(const registry::v1::Twinning& twinning, const Context& context,
                         std::vector<Block>* blocks);

// Describes a twinning completely, without its cities.
Section DescribeTwinning(const registry::v1::Twinning& twinning, const Context& context);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_TWINNING_H_
