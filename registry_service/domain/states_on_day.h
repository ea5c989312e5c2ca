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

// The states of a twinning on a given day, as far as its ledger and its record times determine
// them. An index of the view or a graph can store the results so that the ledger doesn't have to be
// read again. Pure and thread-safe.
namespace jumelage {

using TwinningStates = std::set<registry::v1::Twinning::State>;

// Returns ACTIVE, DORMANT and SUSPENDED: the states of an established link that has not ended.
// Queries select them by default.
const TwinningStates& LastingStates();

// A state, and the days on which it may have been the state of the link. Both bounds are included;
// nullopt is an open bound.
struct StateDays {
  registry::v1::Twinning::State state;
  DayBounds days;
};

// Returns all states in which the link may ever have been, each with its possible days, in the
// order of the link's life.
//
// A step may already have taken effect on a given day unless its date, or the date of a step before
// it, is certainly after that day. A step may still be to come on that day unless its date, or the
// date of a step after it, is certainly on or before that day. A step never takes effect after it
// was recorded.
//
// STATE_UNSPECIFIED means "not proposed yet". The only known date of a proposal is the date of its
// recording. On each day at least one state is possible. If only one is possible, it is certain. A
// state may occur several times.
std::vector<StateDays> PossibleStateDays(const registry::v1::Twinning& twinning);

// Returns the possible states on `day`, in the order of the link's life. A state may occur several
// times. Never empty.
std::vector<registry::v1::Twinning::State> PossibleStates(const registry::v1::Twinning& twinning,
                                                          absl::CivilDay day);

struct Selection {
  registry::v1::Twinning::State state;
  registry::v1::Certainty certainty;
};

// Returns a `wanted` state in which the link may have been on `day`, or nullopt if it was certainly
// in none. If several are possible, returns the one that comes last in the link's life. The
// certainty is CERTAINTY_CERTAIN if all possible states are wanted, otherwise CERTAINTY_POSSIBLE.
std::optional<Selection> SelectOnDay(const registry::v1::Twinning& twinning, absl::CivilDay day,
                                     const TwinningStates& wanted);
// Does the same for the current state, which is certain even if no dates are known.
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
