#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_LEDGER_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_LEDGER_H_

#include <optional>
#include <vector>

#include "common/ledger/ledger.h"
#include "common/ledger/ledger_of.h"
#include "common/values/uncertain_date.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/registry/v1/twinning_life_cycle.pb.h"

// What the ledger of a twinning says (see common/ledger/ledger.h). An entry's id is its place in
// the ledger, "1" for the first. Pure and thread-safe. Dates have been checked before.
namespace jumelage {

// The ledgers of twinnings, for LedgerOf. Each begins at PROPOSED.
struct TwinningLedger {
  using Resource = registry::v1::Twinning;
  using Entry = registry::v1::LedgerEntry;
  using Correction = registry::v1::LedgerCorrection;
  static const LifeCycle& Cycle();
  static int InitialState(const Resource&) { return Resource::STATE_PROPOSED; }
  static void SetStates(const EntryStates& states, Entry* entry);
};

// The state that `step` leads to from `state`; nullopt where it is not legal there.
std::optional<registry::v1::Twinning::State> StateAfter(registry::v1::Twinning::State state,
                                                        registry::v1::LedgerEntry::Step step);

// The entries of the ledger that count, by sequence of effect. The pointers are into `twinning`.
std::vector<const registry::v1::LedgerEntry*> EffectiveLedger(
    const registry::v1::Twinning& twinning);

// The days on which each step of the effective ledger may have taken effect.
std::vector<DayBounds> StepDays(const registry::v1::Twinning& twinning);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_LEDGER_H_
