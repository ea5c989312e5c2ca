#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_LEDGER_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_LEDGER_H_

#include <optional>
#include <string>
#include <vector>

#include "common/values/uncertain_date.h"
#include "jumelage/registry/v1/twinning.pb.h"

// What a ledger says: which of its entries count, in which sequence, on which days their steps may
// have taken effect, and what keeps it from being the story of a link. Pure and thread-safe. An
// entry's id is its place in the ledger, "1" for the first. Dates have been checked before.
namespace jumelage {

// The state that `step` leads to from `state`; nullopt where it is not legal there.
std::optional<registry::v1::Twinning::State> StateAfter(registry::v1::Twinning::State state,
                                                        registry::v1::LedgerEntry::Step step);
// The state that `step` leads to wherever it is legal; STATE_UNSPECIFIED for VOID.
registry::v1::Twinning::State StateOfStep(registry::v1::LedgerEntry::Step step);

// The entries of the ledger that count, by sequence of effect: one that supersedes another stands
// in its place, one that precedes another just before it, what is void in none. The pointers are
// into `twinning`.
std::vector<const registry::v1::LedgerEntry*> EffectiveLedger(
    const registry::v1::Twinning& twinning);

// Where the effective ledger leads: a function of the ledger, never of the clock. An illegal step,
// which no twinning has that was accepted, is passed over.
registry::v1::Twinning::State StateFromLedger(const registry::v1::Twinning& twinning);

// The days on which each step of the effective ledger may have taken effect: those of its date, not
// after its recording, not before what the steps before it allow, nor after what those after it
// allow.
std::vector<DayBounds> StepDays(const registry::v1::Twinning& twinning);

// Whether `entry_id` is that of an entry that no other has superseded, void ones included.
bool IsUnsuperseded(const registry::v1::Twinning& twinning, const std::string& entry_id);

// What is wrong with an entry.
struct LedgerProblem {
  enum class Field { kStep, kEffectiveDate, kSupersedes, kPrecedes };
  // Its index in the ledger.
  int entry;
  Field field;
  // Continues a sentence: "END is not legal from ENDED".
  std::string description;
};
// All that keeps the ledger from being the story of a link: a correction of an entry that is not
// there or was superseded before, a step that is not legal where it stands, a date that lies
// certainly before a step that precedes it.
std::vector<LedgerProblem> LedgerProblems(const registry::v1::Twinning& twinning);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_LEDGER_H_
