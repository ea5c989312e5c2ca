#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_RULES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_RULES_H_

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// Adds a violation for each rule of the contract that `twinning` or its ledger breaks, under paths
// that begin with "twinning". Does not check whether the resources that it names exist, nor whether
// the same pair already has a link of the same kind. Dates after `today` count as being in the
// future. Pure and thread-safe.
void CheckTwinning(const registry::v1::Twinning& twinning, absl::CivilDay today,
                   Violations* violations);

// Adds a violation for each rule that the attestation of one side breaks. `field` is its path in
// the request.
void CheckAttestation(absl::string_view field, const registry::v1::Attestation& attestation,
                      absl::CivilDay today, Violations* violations);

// Puts the sides into their canonical order, by the names of their cities.
void OrderSides(registry::v1::Twinning* twinning);

// Puts the sides of `after` into canonical order and gives them the attestations of `before`, which
// an update cannot change. Adds a violation for each city that differs. `after` is the twinning
// that an update asks for, with its sides in any order. Does nothing unless it has two sides, which
// CheckTwinning checks.
void KeepSides(const registry::v1::Twinning& before, registry::v1::Twinning* after,
               Violations* violations);

// Returns the side of `city`, or null if neither side has that city.
const registry::v1::TwinningSide* SideOf(const registry::v1::Twinning& twinning,
                                         absl::string_view city);
registry::v1::TwinningSide* MutableSideOf(registry::v1::Twinning* twinning, absl::string_view city);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_RULES_H_
