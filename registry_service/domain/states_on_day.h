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

// The states of a twinning on a day, as far as its ledger shows. An index of the view or a graph
// can keep the results instead of reading the ledger again. Pure and thread-safe.
namespace jumelage {

using TwinningStates = std::set<registry::v1::Twinning::State>;

// The states of a lasting link, which are the default selection.
const TwinningStates& LastingStates();

// A state, and the days on which the link may have been in it. Both bounds are included; nullopt is
// an open bound.
struct StateDays {
  registry::v1::Twinning::State state;
  DayBounds days;
};

// Returns all states in which the link may have been, the earliest in its life first.
//
// The k-th step may have taken effect by a day unless its date, or that of a step before it, is
// certainly after the day. It may not have taken effect yet unless its date, or that of a step
// after it, is certainly on or before the day. A step is never later than its recording.
//
// STATE_UNSPECIFIED means "not proposed yet": a proposal has no date but that of its recording. On
// each day at least one state is possible. If only one is possible, it is certain. A state may
// occur several times.
std::vector<StateDays> PossibleStateDays(const registry::v1::Twinning& twinning);

// Returns the possible states on `day`, the earliest in the link's life first. Never empty.
std::vector<registry::v1::Twinning::State> PossibleStates(const registry::v1::Twinning& twinning,
                                                          absl::CivilDay day);

struct Selection {
  registry::v1::Twinning::State state;
  registry::v1::Certainty certainty;
};

// Returns whether the link was in one of the `wanted` states on `day`: certainly, possibly, or
// certainly not (nullopt). If several wanted states are possible, returns the latest.
std::optional<Selection> SelectOnDay(const registry::v1::Twinning& twinning, absl::CivilDay day,
                                     const TwinningStates& wanted);
// The same for the current state, whether dates are known or not.
std::optional<Selection> SelectNow(const registry::v1::Twinning& twinning,
                                   const TwinningStates& wanted);

// Returns the requested states, or `otherwise` if none is requested.
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
