#include "common/ledger/ledger.h"

#include <algorithm>
#include <functional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/ledger/errors.h"

namespace jumelage {
namespace {

// Returns the index that the entry id `id` stands for, or -1 if `id` is malformed. The ledger may
// have no entry with that index.
int IndexOf(const LifeCycle& life_cycle, absl::string_view id) {
  absl::string_view digits = id;
  int number = 0;
  if (!absl::ConsumePrefix(&digits, life_cycle.id_prefix) || !absl::SimpleAtoi(digits, &number)) {
    return -1;
  }
  return number > 0 && EntryId(life_cycle, number - 1) == id ? number - 1 : -1;
}

struct Sequence {
  // The entries that no later entry has superseded, void entries included, in the order in which
  // they took effect.
  std::vector<int> entries;
  // The entries that correct another entry, but whose target was not in the sequence when they were
  // added.
  std::vector<int> astray;
};

// Called whenever an entry is about to be superseded, with the sequence up to and including this
// entry.
using Superseding = std::function<void(std::vector<int> entries)>;

Sequence SequenceOf(const Ledger& ledger, const Superseding& superseding = nullptr) {
  Sequence sequence;
  std::vector<int>& entries = sequence.entries;
  for (int i = 0; i < static_cast<int>(ledger.steps.size()); ++i) {
    const LedgerStep& step = ledger.steps[i];
    const bool supersedes = !step.supersedes.empty();
    const absl::string_view target = supersedes ? step.supersedes : step.precedes;
    const int index = target.empty() ? -1 : IndexOf(*ledger.life_cycle, target);
    const auto place = std::find(entries.begin(), entries.end(), index);
    if (place == entries.end()) {
      if (!target.empty()) sequence.astray.push_back(i);
      entries.push_back(i);
    } else if (supersedes) {
      if (superseding) superseding({entries.begin(), place + 1});
      *place = i;
    } else {
      entries.insert(place, i);
    }
  }
  return sequence;
}

bool IsVoid(const Ledger& ledger, int entry) {
  return ledger.steps[entry].step == ledger.life_cycle->void_step;
}

// Returns the days on which a step may have taken effect, according to its date and its record
// time.
DayBounds DaysOf(const LedgerStep& step) {
  DayBounds bounds;
  if (step.effective_date != nullptr) bounds = BoundsOf(*step.effective_date);
  if (step.record_time != nullptr) {
    const absl::CivilDay recorded = LatestToday(absl::FromUnixSeconds(step.record_time->seconds()));
    bounds.latest = bounds.latest ? std::min(*bounds.latest, recorded) : recorded;
  }
  return bounds;
}

Standing Beginning(const Ledger& ledger) {
  return {ledger.initial_state, ledger.life_cycle->unknown_state};
}

// Takes the steps of `entries` in order, and stores the states before and after each step in
// `states`. Skips void entries. An illegal step does not change the state. Returns the final state.
int Walk(const Ledger& ledger, const std::vector<int>& entries, std::vector<EntryStates>* states) {
  Standing standing = Beginning(ledger);
  for (const int entry : entries) {
    if (IsVoid(ledger, entry)) continue;
    const int step = ledger.steps[entry].step;
    const std::optional<Standing> after = After(*ledger.life_cycle, standing, step);
    (*states)[entry] = {standing.state,
                        after ? after->state : StateOfStep(*ledger.life_cycle, step)};
    standing = after.value_or(standing);
  }
  return standing.state;
}

LedgerProblem AstrayProblem(const Ledger& ledger, int entry) {
  const bool supersedes = !ledger.steps[entry].supersedes.empty();
  return {entry, supersedes ? LedgerProblem::Field::kSupersedes : LedgerProblem::Field::kPrecedes,
          "must name an earlier entry that is not superseded"};
}

}  // namespace

std::optional<Standing> After(const LifeCycle& life_cycle, const Standing& standing, int step) {
  for (const Transition& transition : life_cycle.transitions) {
    if (transition.step != step || transition.from != standing.state) continue;
    const bool back = transition.goes_back && standing.before != life_cycle.unknown_state;
    return Standing{back ? standing.before : transition.to, standing.state};
  }
  return std::nullopt;
}

int StateOfStep(const LifeCycle& life_cycle, int step) {
  const auto found =
      std::find_if(life_cycle.transitions.begin(), life_cycle.transitions.end(),
                   [&](const Transition& transition) { return transition.step == step; });
  return found == life_cycle.transitions.end() ? 0 : found->to;
}

std::string EntryId(const LifeCycle& life_cycle, int index) {
  return absl::StrCat(life_cycle.id_prefix, index + 1);
}

std::vector<int> EffectiveEntries(const Ledger& ledger) {
  std::vector<int> effective = SequenceOf(ledger).entries;
  effective.erase(std::remove_if(effective.begin(), effective.end(),
                                 [&](int entry) { return IsVoid(ledger, entry); }),
                  effective.end());
  return effective;
}

bool IsUnsuperseded(const Ledger& ledger, absl::string_view entry_id) {
  const std::vector<int> entries = SequenceOf(ledger).entries;
  const int index = IndexOf(*ledger.life_cycle, entry_id);
  return std::find(entries.begin(), entries.end(), index) != entries.end();
}

LedgerStates StatesOf(const Ledger& ledger) {
  LedgerStates states;
  states.entries.resize(ledger.steps.size());
  const Sequence sequence = SequenceOf(
      ledger, [&](const std::vector<int>& entries) { Walk(ledger, entries, &states.entries); });
  states.state = Walk(ledger, sequence.entries, &states.entries);
  return states;
}

std::vector<DayBounds> StepDays(const Ledger& ledger) {
  std::vector<DayBounds> days;
  for (const int entry : EffectiveEntries(ledger)) days.push_back(DaysOf(ledger.steps[entry]));
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

absl::string_view FieldName(LedgerProblem::Field field) {
  switch (field) {
    case LedgerProblem::Field::kStep:
      return "step";
    case LedgerProblem::Field::kEffectiveDate:
      return "effective_date";
    case LedgerProblem::Field::kSupersedes:
      return "supersedes";
    case LedgerProblem::Field::kPrecedes:
      return "precedes";
  }
  return "";
}

std::vector<LedgerProblem> LedgerProblems(const Ledger& ledger) {
  const LifeCycle& life_cycle = *ledger.life_cycle;
  std::vector<LedgerProblem> problems;
  for (const int entry : SequenceOf(ledger).astray) {
    problems.push_back(AstrayProblem(ledger, entry));
  }
  Standing standing = Beginning(ledger);
  // The latest of the earliest days of the steps so far.
  std::optional<absl::CivilDay> floor;
  for (const int entry : EffectiveEntries(ledger)) {
    const int step = ledger.steps[entry].step;
    const std::optional<Standing> after = After(life_cycle, standing, step);
    if (!after) {
      problems.push_back({entry, LedgerProblem::Field::kStep,
                          absl::StrCat(life_cycle.step_name(step), " is not legal from ",
                                       life_cycle.state_name(standing.state))});
    }
    standing = after.value_or(standing);
    const DayBounds days = DaysOf(ledger.steps[entry]);
    if (floor && days.latest && *days.latest < *floor) {
      problems.push_back({entry, LedgerProblem::Field::kEffectiveDate,
                          "must not be before the steps that precede it"});
    }
    if (days.earliest && (!floor || *floor < *days.earliest)) floor = days.earliest;
  }
  return problems;
}

absl::Status CheckStory(const Ledger& ledger, absl::string_view name) {
  std::vector<std::string> why;
  for (const LedgerProblem& problem : LedgerProblems(ledger)) {
    const bool step = problem.field == LedgerProblem::Field::kStep;
    why.push_back(absl::StrCat("entry ", EntryId(*ledger.life_cycle, problem.entry), ": ",
                               step ? "" : absl::StrCat(FieldName(problem.field), " "),
                               problem.description));
  }
  return why.empty() ? absl::OkStatus()
                     : IllegalTransitionError(ledger.life_cycle->type, name, why);
}

}  // namespace jumelage
