#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_LIFE_CYCLE_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_LIFE_CYCLE_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// The state that `step` leads to from `state`; nullopt where it is not legal there.
std::optional<registry::v1::Twinning::State> StateAfter(registry::v1::Twinning::State state,
                                                        registry::v1::LedgerEntry::Step step);

// The entries of the ledger that count, by sequence of effect: one that supersedes another stands
// in its place. The pointers are into `twinning`.
std::vector<const registry::v1::LedgerEntry*> EffectiveLedger(
    const registry::v1::Twinning& twinning);

// Where the effective ledger leads: a function of the ledger, never of the clock. An illegal step,
// which no twinning has that was accepted, is passed over.
registry::v1::Twinning::State StateFromLedger(const registry::v1::Twinning& twinning);

// Adds violations, under "twinning.ledger", for a ledger that is not the story of a link: a step
// that is not legal where it stands, a date that is certainly in the future or certainly before a
// step that precedes it, and whatever else an entry's values break.
void CheckLedger(const registry::v1::Twinning& twinning, absl::CivilDay today,
                 Violations* violations);

// Takes over the ledger that a new twinning brings: numbers the entries, dates their recording, and
// sets what states they led to.
void StartLedger(const google::protobuf::Timestamp& record_time, registry::v1::Twinning* twinning);

// Takes a step: appends `entry`, of which step, effective_date, decision, notes and record_time are
// given, to the ledger of `twinning`, and sets the state that it leads to. ILLEGAL_TRANSITION
// (FAILED_PRECONDITION): the step is not legal from the twinning's state, or its date lies
// certainly before an earlier step. `twinning` is then unchanged.
absl::Status AppendStep(registry::v1::LedgerEntry entry, registry::v1::Twinning* twinning);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_LIFE_CYCLE_H_
