#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_STATES_ON_DAY_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_STATES_ON_DAY_H_

#include <optional>
#include <set>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/values/uncertain_date.h"
#include "google/protobuf/repeated_field.h"
#include "jumelage/registry/v1/certainty.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

// In which states a twinning was on a day, as far as its ledger tells. Pure and thread-safe.
// Whoever keeps what these functions give (an index of the view, a graph) need not read the ledger
// again.
namespace jumelage {

using TwinningStates = std::set<registry::v1::Twinning::State>;

// The states of a link that lasts: what is asked for when nothing else is.
const TwinningStates& LastingStates();

// A state, and the days on which the link may have been in it; both bounds are included, nullopt
// where it is open.
struct StateDays {
  registry::v1::Twinning::State state;
  DayBounds days;
};

// All states in which the link may have been, the earliest in its life first: the k-th step may
// have taken effect on a day unless its date, or that of one before it, lies certainly after the
// day, and may not have unless its date, or that of one after it, lies certainly on or before it. A
// step is never later than its recording. STATE_UNSPECIFIED stands for "not thought of yet": a
// proposal has no date but that of its recording. On each day at least one is possible; it is
// certain where it is the only one. A state may come several times.
std::vector<StateDays> PossibleStateDays(const registry::v1::Twinning& twinning);

// Those of `day`, the earliest in the link's life first. Never empty.
std::vector<registry::v1::Twinning::State> PossibleStates(const registry::v1::Twinning& twinning,
                                                          absl::CivilDay day);

struct Selection {
  registry::v1::Twinning::State state;
  registry::v1::Certainty certainty;
};

// Whether the link was in one of the `wanted` states on `day`: certainly, possibly, or (nullopt)
// certainly not. Where several wanted ones are possible the latest is shown.
std::optional<Selection> SelectOnDay(const registry::v1::Twinning& twinning, absl::CivilDay day,
                                     const TwinningStates& wanted);
// The same by the current state, dates known or not.
std::optional<Selection> SelectNow(const registry::v1::Twinning& twinning,
                                   const TwinningStates& wanted);

// The states that are wanted; `otherwise` when none is named.
inline TwinningStates WantedStates(const google::protobuf::RepeatedField<int>& states,
                                   const TwinningStates& otherwise) {
  if (states.empty()) return otherwise;
  TwinningStates wanted;
  for (const int state : states) {
    wanted.insert(static_cast<registry::v1::Twinning::State>(state));
  }
  return wanted;
}

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_STATES_ON_DAY_H_
