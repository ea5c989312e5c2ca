#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_BODY_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_BODY_H_

#include <vector>

#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/organization.pb.h"
#include "jumelage/type/v1/decision.pb.h"

namespace jumelage::cli {

// Returns "Charter of twinning, signed 12 May 1985", for a line that names an agreement.
Line AgreementLine(const registry::v1::Agreement& agreement, const Context& context);
// Returns one line per person who signed: "Dr Ortlieb, Mayor of Leonberg, for Leonberg".
std::vector<Line> SignatoryLines(const registry::v1::Agreement& agreement, const Context& context);
// Describes an agreement completely.
Section DescribeAgreement(const registry::v1::Agreement& agreement, const Context& context);

// Describes an organization completely.
Section DescribeOrganization(const registry::v1::Organization& organization,
                             const Context& context);

// Returns "decision: council of Belfort, no. 2007-112, 14 June 2007".
Line DecisionLine(const type::v1::Decision& decision, const Context& context);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_BODY_H_
