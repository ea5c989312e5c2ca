#include "registry_service/domain/ledger.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

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

// The entries that no later one has superseded, void ones included, by sequence of effect.
struct Sequence {
  std::vector<int> entries;
  // The corrections whose target did not stand in the sequence when they came.
  std::vector<int> astray;
};

Sequence SequenceOf(const Twinning& twinning) {
  Sequence sequence;
  for (int i = 0; i < twinning.ledger_size(); ++i) {
    const LedgerEntry& entry = twinning.ledger(i);
    const bool supersedes = !entry.supersedes().empty();
    const std::string& target = supersedes ? entry.supersedes() : entry.precedes();
    const auto place = std::find_if(
        sequence.entries.begin(), sequence.entries.end(),
        [&](int earlier) { return !target.empty() && absl::StrCat(earlier + 1) == target; });
    if (place == sequence.entries.end()) {
      if (!target.empty()) sequence.astray.push_back(i);
      sequence.entries.push_back(i);
    } else if (supersedes) {
      *place = i;
    } else {
      sequence.entries.insert(place, i);
    }
  }
  return sequence;
}

std::vector<int> EffectiveEntries(const Twinning& twinning) {
  std::vector<int> effective = SequenceOf(twinning).entries;
  effective.erase(std::remove_if(effective.begin(), effective.end(),
                                 [&](int entry) {
                                   return twinning.ledger(entry).step() == LedgerEntry::STEP_VOID;
                                 }),
                  effective.end());
  return effective;
}

// The days on which a step may have taken effect, its own date and its recording considered.
DayBounds DaysOf(const LedgerEntry& entry) {
  DayBounds bounds;
  if (entry.has_effective_date()) bounds = BoundsOf(entry.effective_date());
  if (entry.has_record_time()) {
    const absl::CivilDay recorded =
        LatestToday(absl::FromUnixSeconds(entry.record_time().seconds()));
    bounds.latest = bounds.latest ? std::min(*bounds.latest, recorded) : recorded;
  }
  return bounds;
}

// What is astray in a correction of `target`.
LedgerProblem AstrayProblem(const Twinning& twinning, int entry) {
  const bool supersedes = !twinning.ledger(entry).supersedes().empty();
  return {entry, supersedes ? LedgerProblem::Field::kSupersedes : LedgerProblem::Field::kPrecedes,
          "must name an earlier entry that no other has superseded"};
}

}  // namespace

std::optional<Twinning::State> StateAfter(Twinning::State state, LedgerEntry::Step step) {
  for (const Transition& transition : kTransitions) {
    if (transition.step == step && transition.from == state) return transition.to;
  }
  return std::nullopt;
}

Twinning::State StateOfStep(LedgerEntry::Step step) {
  const auto* found =
      std::find_if(std::begin(kTransitions), std::end(kTransitions),
                   [&](const Transition& transition) { return transition.step == step; });
  return found == std::end(kTransitions) ? Twinning::STATE_UNSPECIFIED : found->to;
}

std::vector<const LedgerEntry*> EffectiveLedger(const Twinning& twinning) {
  std::vector<const LedgerEntry*> effective;
  for (const int entry : EffectiveEntries(twinning)) effective.push_back(&twinning.ledger(entry));
  return effective;
}

Twinning::State StateFromLedger(const Twinning& twinning) {
  Twinning::State state = Twinning::STATE_PROPOSED;
  for (const int entry : EffectiveEntries(twinning)) {
    state = StateAfter(state, twinning.ledger(entry).step()).value_or(state);
  }
  return state;
}

std::vector<DayBounds> StepDays(const Twinning& twinning) {
  std::vector<DayBounds> days;
  for (const LedgerEntry* entry : EffectiveLedger(twinning)) days.push_back(DaysOf(*entry));
  for (size_t i = 1; i < days.size(); ++i) {
    const auto& before = days[i - 1].earliest;
    if (before && (!days[i].earliest || *days[i].earliest < *before)) days[i].earliest = before;
  }
  for (size_t i = days.size(); i-- > 1;) {
    const auto& after = days[i].latest;
    if (after && (!days[i - 1].latest || *after < *days[i - 1].latest)) days[i - 1].latest = after;
  }
  return days;
}

bool IsUnsuperseded(const Twinning& twinning, const std::string& entry_id) {
  const Sequence sequence = SequenceOf(twinning);
  return std::any_of(sequence.entries.begin(), sequence.entries.end(),
                     [&](int entry) { return absl::StrCat(entry + 1) == entry_id; });
}

std::vector<LedgerProblem> LedgerProblems(const Twinning& twinning) {
  std::vector<LedgerProblem> problems;
  for (const int entry : SequenceOf(twinning).astray) {
    problems.push_back(AstrayProblem(twinning, entry));
  }
  Twinning::State state = Twinning::STATE_PROPOSED;
  // The latest of the days before which no step until here took effect.
  std::optional<absl::CivilDay> floor;
  for (const int entry : EffectiveEntries(twinning)) {
    const LedgerEntry::Step step = twinning.ledger(entry).step();
    const std::optional<Twinning::State> after = StateAfter(state, step);
    if (!after) {
      problems.push_back({entry, LedgerProblem::Field::kStep,
                          absl::StrCat(StepName(step), " is not legal from ", StateName(state))});
    }
    state = after.value_or(state);
    const DayBounds days = DaysOf(twinning.ledger(entry));
    if (floor && days.latest && *days.latest < *floor) {
      problems.push_back({entry, LedgerProblem::Field::kEffectiveDate,
                          "must not lie before the steps that precede it"});
    }
    if (days.earliest && (!floor || *floor < *days.earliest)) floor = days.earliest;
  }
  return problems;
}

}  // namespace jumelage
