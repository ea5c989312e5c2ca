#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_LEDGER_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_LEDGER_H_

#include <optional>
#include <vector>

#include "common/ledger/ledger.h"
#include "common/ledger/ledger_of.h"
#include "common/values/uncertain_date.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/registry/v1/twinning_life_cycle.pb.h"

// Evaluates the ledger of a twinning (see common/ledger/ledger.h). An entry's id is its position in
// the ledger, starting from "1". Pure and thread-safe. Dates must have been checked before.
namespace jumelage {

// Adapts twinnings to LedgerOf. The ledger of every twinning begins in the state PROPOSED.
struct TwinningLedger {
  using Resource = registry::v1::Twinning;
  using Entry = registry::v1::LedgerEntry;
  using Correction = registry::v1::LedgerCorrection;
  static const LifeCycle& Cycle();
  static int InitialState(const Resource&) { return Resource::STATE_PROPOSED; }
  static void SetStates(const EntryStates& states, Entry* entry);
};

// Returns the state that `step` leads to from `state`, or nullopt if the step is not legal from
// there.
std::optional<registry::v1::Twinning::State> StateAfter(registry::v1::Twinning::State state,
                                                        registry::v1::LedgerEntry::Step step);

// Returns the entries of the ledger that count, in the order in which they took effect. The
// pointers point into `twinning`.
std::vector<const registry::v1::LedgerEntry*> EffectiveLedger(
    const registry::v1::Twinning& twinning);

// Returns, for each entry of EffectiveLedger in order, the days on which its step may have taken
// effect.
std::vector<DayBounds> StepDays(const registry::v1::Twinning& twinning);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_LEDGER_H_
