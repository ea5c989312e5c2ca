#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_UNCERTAIN_PERIOD_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_UNCERTAIN_PERIOD_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "common/values/uncertain_date.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/certainty.pb.h"
#include "jumelage/registry/v1/organization.pb.h"

// When something held of which beginning and end are uncertain dates. Pure and thread-safe.
namespace jumelage {

// Whether `day` is among `days`.
bool Includes(const DayBounds& days, absl::CivilDay day);

// The days on which it may have held, and those on which it certainly did (nullopt: none); all
// bounds are included, nullopt where they are open.
struct UncertainPeriod {
  DayBounds possible;
  std::optional<DayBounds> certain;
};

// From the day of `start` to that of `end`, both included. Without a start the beginning is not
// known; without an end it goes on. Null: none.
UncertainPeriod PeriodOf(const type::v1::UncertainDate* start, const type::v1::UncertainDate* end);

// When an agreement is in force: from `term_start`, else `signed_date`, to `term_end`.
UncertainPeriod InForce(const registry::v1::Agreement& agreement);
// When a membership of `organization` holds: from `since`, else its founding, to `until`, else its
// dissolution.
UncertainPeriod HeldIn(const registry::v1::Organization& organization,
                       const registry::v1::Membership& membership);

// Whether `day` is in the period: certainly, possibly, or (nullopt) certainly not.
std::optional<registry::v1::Certainty> HoldsOn(const UncertainPeriod& period, absl::CivilDay day);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_UNCERTAIN_PERIOD_H_
