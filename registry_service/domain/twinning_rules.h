#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_RULES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_RULES_H_

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// Adds a violation for each rule of the contract that `twinning` breaks by itself, its ledger
// included, under paths that begin with "twinning". Whether what it names exists, and whether the
// pair has another link of the kind, is not known here. `today` is the last day that is not in the
// future. Pure and thread-safe.
void CheckTwinning(const registry::v1::Twinning& twinning, absl::CivilDay today,
                   Violations* violations);

// The same for what one side states; `field` is its path in the request.
void CheckAttestation(absl::string_view field, const registry::v1::Attestation& attestation,
                      absl::CivilDay today, Violations* violations);

// Puts the sides into their canonical order: that of their cities' names.
void OrderSides(registry::v1::Twinning* twinning);

// Makes the sides of `after`, as an update gives them in any order, what an update may make of
// those of `before`: the same cities with the attestations that they had. Adds a violation when
// they are other cities.
void KeepSides(const registry::v1::Twinning& before, registry::v1::Twinning* after,
               Violations* violations);

// The side of `city`; null when it is neither of the two.
const registry::v1::TwinningSide* SideOf(const registry::v1::Twinning& twinning,
                                         absl::string_view city);
registry::v1::TwinningSide* MutableSideOf(registry::v1::Twinning* twinning, absl::string_view city);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_RULES_H_
