#include "registry_service/domain/states_on_day.h"

#include <algorithm>

#include "absl/time/time.h"
#include "registry_service/domain/ledger.h"
#include "registry_service/domain/uncertain_period.h"

namespace jumelage {

using registry::v1::Twinning;

const TwinningStates& LastingStates() {
  static const auto* const kStates = new TwinningStates(
      {Twinning::STATE_ACTIVE, Twinning::STATE_DORMANT, Twinning::STATE_SUSPENDED});
  return *kStates;
}

std::vector<StateDays> PossibleStateDays(const Twinning& twinning) {
  const std::vector<DayBounds> steps = StepDays(twinning);
  // STATE_UNSPECIFIED is no longer possible once the first step has certainly taken effect or the
  // proposal has been recorded.
  DayBounds unborn;
  if (!steps.empty() && steps.front().latest) unborn.latest = *steps.front().latest - 1;
  if (twinning.has_create_time()) {
    const absl::CivilDay recorded =
        LatestToday(absl::FromUnixSeconds(twinning.create_time().seconds()));
    unborn.latest = unborn.latest ? std::min(*unborn.latest, recorded - 1) : recorded - 1;
  }
  std::vector<StateDays> possible = {{Twinning::STATE_UNSPECIFIED, unborn}};
  Twinning::State state = Twinning::STATE_PROPOSED;
  const auto ledger = EffectiveLedger(twinning);
  for (size_t taken = 0; taken <= ledger.size(); ++taken) {
    if (taken > 0) state = StateAfter(state, ledger[taken - 1]->step()).value_or(state);
    DayBounds days;
    if (taken > 0) days.earliest = steps[taken - 1].earliest;
    if (taken < ledger.size() && steps[taken].latest) days.latest = *steps[taken].latest - 1;
    const bool never = days.earliest && days.latest && *days.latest < *days.earliest;
    if (!never) possible.push_back({state, days});
  }
  return possible;
}

std::vector<Twinning::State> PossibleStates(const Twinning& twinning, absl::CivilDay day) {
  std::vector<Twinning::State> possible;
  for (const StateDays& state : PossibleStateDays(twinning)) {
    if (Includes(state.days, day)) possible.push_back(state.state);
  }
  return possible;
}

std::optional<Selection> SelectOnDay(const Twinning& twinning, absl::CivilDay day,
                                     const TwinningStates& wanted) {
  std::optional<Selection> selection;
  bool all = true;
  for (const Twinning::State state : PossibleStates(twinning, day)) {
    if (wanted.count(state) > 0) {
      selection = Selection{state, registry::v1::CERTAINTY_POSSIBLE};
    } else {
      all = false;
    }
  }
  if (selection && all) selection->certainty = registry::v1::CERTAINTY_CERTAIN;
  return selection;
}

std::optional<Selection> SelectNow(const Twinning& twinning, const TwinningStates& wanted) {
  if (wanted.count(twinning.state()) == 0) return std::nullopt;
  return Selection{twinning.state(), registry::v1::CERTAINTY_CERTAIN};
}

}  // namespace jumelage
