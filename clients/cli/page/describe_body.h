#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_BODY_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_BODY_H_

#include <vector>

#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/organization.pb.h"
#include "jumelage/type/v1/decision.pb.h"

namespace jumelage::cli {

// Returns a line that names an agreement, such as "Charter of twinning, signed 12 May 1985".
Line AgreementLine(const registry::v1::Agreement& agreement, const Context& context);
// Returns one line per signatory, such as "Dr Ortlieb, Mayor of Leonberg, for Leonberg".
std::vector<Line> SignatoryLines(const registry::v1::Agreement& agreement, const Context& context);
// Returns a section with all details of an agreement.
Section DescribeAgreement(const registry::v1::Agreement& agreement, const Context& context);

// Returns a section with all details of an organization.
Section DescribeOrganization(const registry::v1::Organization& organization,
                             const Context& context);

// Returns a line such as "decision: council of Belfort, no. 2007-112, 14 June 2007", or an empty
// line for an empty decision.
Line DecisionLine(const type::v1::Decision& decision, const Context& context);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_BODY_H_
