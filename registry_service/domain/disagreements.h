#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_DISAGREEMENTS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_DISAGREEMENTS_H_

#include <vector>

#include "jumelage/registry/v1/disagreement.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// Returns the disagreements between the attestations of the two sides of a twinning. Each kind
// occurs at most once, in the order of the enum. Returns none if neither side has attested
// anything, or if there are not two sides. Pure and thread-safe.
std::vector<registry::v1::DisagreementReason> DisagreementsOf(
    const registry::v1::Twinning& twinning);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_DISAGREEMENTS_H_
