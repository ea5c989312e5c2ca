#include "registry_service/domain/ledger.h"

#include <string>

#include "absl/strings/strip.h"

namespace jumelage {
namespace {

using registry::v1::LedgerEntry;
using registry::v1::Twinning;
using TheLedger = LedgerOf<TwinningLedger>;

}  // namespace

const LifeCycle& TwinningLedger::Cycle() {
  static const auto* const kCycle = new LifeCycle{
      "Twinning",
      "twinning.ledger",
      "",
      {
          {LedgerEntry::STEP_SIGN, Twinning::STATE_PROPOSED, Twinning::STATE_ACTIVE},
          {LedgerEntry::STEP_MARK_DORMANT, Twinning::STATE_ACTIVE, Twinning::STATE_DORMANT},
          {LedgerEntry::STEP_SUSPEND, Twinning::STATE_ACTIVE, Twinning::STATE_SUSPENDED},
          {LedgerEntry::STEP_SUSPEND, Twinning::STATE_DORMANT, Twinning::STATE_SUSPENDED},
          {LedgerEntry::STEP_REACTIVATE, Twinning::STATE_DORMANT, Twinning::STATE_ACTIVE},
          {LedgerEntry::STEP_REACTIVATE, Twinning::STATE_SUSPENDED, Twinning::STATE_ACTIVE},
          {LedgerEntry::STEP_REACTIVATE, Twinning::STATE_ENDED, Twinning::STATE_ACTIVE},
          {LedgerEntry::STEP_END, Twinning::STATE_PROPOSED, Twinning::STATE_ENDED},
          {LedgerEntry::STEP_END, Twinning::STATE_ACTIVE, Twinning::STATE_ENDED},
          {LedgerEntry::STEP_END, Twinning::STATE_DORMANT, Twinning::STATE_ENDED},
          {LedgerEntry::STEP_END, Twinning::STATE_SUSPENDED, Twinning::STATE_ENDED},
      },
      LedgerEntry::STEP_VOID,
      Twinning::STATE_UNSPECIFIED,
      LedgerEntry::Step_IsValid,
      [](int step) {
        return std::string(absl::StripPrefix(LedgerEntry::Step_Name(step), "STEP_"));
      },
      [](int state) {
        return std::string(absl::StripPrefix(Twinning::State_Name(state), "STATE_"));
      },
  };
  return *kCycle;
}

void TwinningLedger::SetStates(const EntryStates& states, LedgerEntry* entry) {
  entry->set_state_after(static_cast<Twinning::State>(states.after));
}

std::optional<Twinning::State> StateAfter(Twinning::State state, LedgerEntry::Step step) {
  const auto after = After(TwinningLedger::Cycle(), {state, Twinning::STATE_UNSPECIFIED}, step);
  if (!after) return std::nullopt;
  return static_cast<Twinning::State>(after->state);
}

std::vector<const LedgerEntry*> EffectiveLedger(const Twinning& twinning) {
  return TheLedger::Effective(twinning);
}

std::vector<DayBounds> StepDays(const Twinning& twinning) {
  return StepDays(TheLedger::In(twinning));
}

}  // namespace jumelage
