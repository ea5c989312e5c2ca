#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_

#include <optional>
#include <set>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "jumelage/registry/v1/partner.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

using TwinningStates = std::set<registry::v1::Twinning::State>;

// The states in which the link may have been on `day`, the earliest in its life first, as far as
// the dates of its effective ledger tell: the k-th step may have taken effect by then unless its
// date, or that of one before it, lies certainly after `day`, and may not have unless its date, or
// that of one after it, lies certainly on or before `day`. A step is never later than its
// recording. STATE_UNSPECIFIED stands for "not thought of yet": a proposal has no date but that of
// its recording. Never empty.
std::vector<registry::v1::Twinning::State> PossibleStates(const registry::v1::Twinning& twinning,
                                                          absl::CivilDay day);

struct Selection {
  registry::v1::Twinning::State state;
  registry::v1::Partner::Certainty certainty;
};

// Whether the link was in one of the `wanted` states on `day`: certainly, possibly, or (nullopt)
// certainly not. Where several wanted ones are possible the latest is shown.
std::optional<Selection> SelectOnDay(const registry::v1::Twinning& twinning, absl::CivilDay day,
                                     const TwinningStates& wanted);
// The same by the current state, dates known or not.
std::optional<Selection> SelectNow(const registry::v1::Twinning& twinning,
                                   const TwinningStates& wanted);

// Since when `city` counts the link: `established`, else the date of the first signature, else what
// `city` attests; null when none is known. The pointer is into `twinning`.
const type::v1::UncertainDate* LinkedSince(const registry::v1::Twinning& twinning,
                                           absl::string_view city);

// The partners by the year of the earliest possible day of `since`, the oldest first, those of an
// unknown year at the end; within a year by that day, the finer known first, then by the city's
// name, then by the twinning's.
std::vector<registry::v1::PartnerGroup> GroupByYear(std::vector<registry::v1::Partner> partners);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_
