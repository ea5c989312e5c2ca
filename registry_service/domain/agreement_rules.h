#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_AGREEMENT_RULES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_AGREEMENT_RULES_H_

#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "jumelage/registry/v1/agreement.pb.h"

namespace jumelage {

// Adds a violation for each rule of the contract that `agreement` breaks, under paths that begin
// with "agreement". Does not check whether the resources that it names exist. Dates after `today`
// count as being in the future. Pure and thread-safe.
void CheckAgreement(const registry::v1::Agreement& agreement, absl::CivilDay today,
                    Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_AGREEMENT_RULES_H_
