#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_TWINNING_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_TWINNING_H_

#include <string>
#include <vector>

#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// Returns the kind, state and priority of a twinning as tags, as far as they are stated. `city` is
// the side whose priority is returned, or "" for both sides.
Tags TwinningTags(const registry::v1::Twinning& twinning, const std::string& city,
                  const Context& context);

// Adds the short values of a twinning: dates, history, agreements with signatories, organizations,
// themes, names used and attestations of the sides.
void AddTwinningFacts(const registry::v1::Twinning& twinning, const Context& context,
                      FactList* facts);

// Appends the texts of a twinning: description, motives, activities and reasons for the priorities.
void AppendTwinningTexts(const registry::v1::Twinning& twinning, const Context& context,
                         std::vector<Block>* blocks);

// Returns a section with all details of a twinning, but not of its cities.
Section DescribeTwinning(const registry::v1::Twinning& twinning, const Context& context);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_TWINNING_H_
