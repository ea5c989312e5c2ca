#include "registry_service/domain/life_cycle.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/uncertain_date.h"
#include "common/base/value_checks.h"
#include "registry_service/domain/errors.h"
#include "registry_service/domain/field_checks.h"

namespace jumelage {
namespace {

using registry::v1::LedgerEntry;
using registry::v1::Twinning;

struct Transition {
  LedgerEntry::Step step;
  Twinning::State from, to;
};
constexpr Transition kTransitions[] = {
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
};

// "SIGN", "ACTIVE": how people name steps and states.
std::string StepName(LedgerEntry::Step step) {
  return std::string(absl::StripPrefix(LedgerEntry::Step_Name(step), "STEP_"));
}
std::string StateName(Twinning::State state) {
  return std::string(absl::StripPrefix(Twinning::State_Name(state), "STATE_"));
}

// Whether `entry` lies certainly before one of `earlier`.
bool RunsBackwards(const std::vector<const LedgerEntry*>& earlier, const LedgerEntry& entry) {
  if (!entry.has_effective_date()) return false;
  return std::any_of(earlier.begin(), earlier.end(), [&](const LedgerEntry* before) {
    return before->has_effective_date() &&
           Before(entry.effective_date(), before->effective_date()) == Truth::kYes;
  });
}

constexpr char kBackwards[] = "must not lie before the steps that precede it";

}  // namespace

std::optional<Twinning::State> StateAfter(Twinning::State state, LedgerEntry::Step step) {
  for (const Transition& transition : kTransitions) {
    if (transition.step == step && transition.from == state) return transition.to;
  }
  return std::nullopt;
}

std::vector<const LedgerEntry*> EffectiveLedger(const Twinning& twinning) {
  std::vector<const LedgerEntry*> effective;
  for (const LedgerEntry& entry : twinning.ledger()) {
    const auto superseded =
        std::find_if(effective.begin(), effective.end(), [&](const LedgerEntry* earlier) {
          return !entry.supersedes().empty() && earlier->entry_id() == entry.supersedes();
        });
    if (superseded != effective.end()) {
      *superseded = &entry;
    } else {
      effective.push_back(&entry);
    }
  }
  return effective;
}

Twinning::State StateFromLedger(const Twinning& twinning) {
  Twinning::State state = Twinning::STATE_PROPOSED;
  for (const LedgerEntry* entry : EffectiveLedger(twinning)) {
    state = StateAfter(state, entry->step()).value_or(state);
  }
  return state;
}

void CheckLedger(const Twinning& twinning, absl::CivilDay today, Violations* violations) {
  Twinning::State state = Twinning::STATE_PROPOSED;
  // Those before the entry whose dates can be compared.
  std::vector<const LedgerEntry*> dated;
  for (int i = 0; i < twinning.ledger_size(); ++i) {
    const LedgerEntry& entry = twinning.ledger(i);
    const std::string path = Indexed("twinning.ledger", i);
    CheckRequiredEnum(path + ".step", entry.step(), LedgerEntry::Step_IsValid(entry.step()),
                      violations);
    const std::optional<Twinning::State> after = StateAfter(state, entry.step());
    if (after) {
      state = *after;
    } else if (entry.step() != LedgerEntry::STEP_UNSPECIFIED &&
               LedgerEntry::Step_IsValid(entry.step())) {
      violations->Add(path + ".step", absl::StrCat(StepName(entry.step()), " is not legal from ",
                                                   StateName(state)));
    }
    if (entry.has_effective_date() &&
        CheckUncertainDate(path + ".effective_date", entry.effective_date(), violations)) {
      CheckNotInFuture(path + ".effective_date", entry.effective_date(), today, violations);
      if (RunsBackwards(dated, entry)) violations->Add(path + ".effective_date", kBackwards);
      dated.push_back(&entry);
    }
    CheckDecision(path + ".decision", entry.decision(), today, violations);
    CheckTexts(path + ".notes", entry.notes(), TextRules(), violations);
  }
}

void StartLedger(const google::protobuf::Timestamp& record_time, Twinning* twinning) {
  Twinning::State state = Twinning::STATE_PROPOSED;
  for (int i = 0; i < twinning->ledger_size(); ++i) {
    LedgerEntry* entry = twinning->mutable_ledger(i);
    state = StateAfter(state, entry->step()).value_or(state);
    entry->set_entry_id(absl::StrCat(i + 1));
    entry->set_state_after(state);
    *entry->mutable_record_time() = record_time;
  }
  twinning->set_state(state);
}

absl::Status AppendStep(LedgerEntry entry, Twinning* twinning) {
  const std::optional<Twinning::State> after = StateAfter(twinning->state(), entry.step());
  if (!after) {
    return IllegalTwinningStepError(twinning->name(), absl::StrCat(StepName(entry.step()), " from ",
                                                                   StateName(twinning->state())));
  }
  if (RunsBackwards(EffectiveLedger(*twinning), entry)) {
    return IllegalTwinningStepError(twinning->name(),
                                    absl::StrCat("its effective date ", kBackwards));
  }
  entry.set_entry_id(absl::StrCat(twinning->ledger_size() + 1));
  entry.set_state_after(*after);
  twinning->set_state(*after);
  *twinning->add_ledger() = std::move(entry);
  return absl::OkStatus();
}

}  // namespace jumelage
