#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_ORGANIZATION_RULES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_ORGANIZATION_RULES_H_

#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "jumelage/registry/v1/organization.pb.h"

namespace jumelage {

// Adds a violation for each rule of the contract that `organization` breaks, under paths that begin
// with "organization". Does not check whether the resources that it names exist. Dates after
// `today` count as being in the future. Pure and thread-safe.
void CheckOrganization(const registry::v1::Organization& organization, absl::CivilDay today,
                       Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_ORGANIZATION_RULES_H_
