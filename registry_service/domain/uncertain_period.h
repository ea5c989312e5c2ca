#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_UNCERTAIN_PERIOD_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_UNCERTAIN_PERIOD_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "common/values/uncertain_date.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/certainty.pb.h"
#include "jumelage/registry/v1/organization.pb.h"

// A period whose beginning and end are uncertain dates. Pure and thread-safe.
namespace jumelage {

// Whether `day` is among `days`.
bool Includes(const DayBounds& days, absl::CivilDay day);

// The days on which something may have held, and those on which it certainly did (nullopt: none).
// Bounds are included; nullopt is an open bound.
struct UncertainPeriod {
  DayBounds possible;
  std::optional<DayBounds> certain;
};

// Returns the period from the day of `start` to that of `end`, both included. Null means that there
// is no such date: then the beginning is unknown, or the period has no end.
UncertainPeriod PeriodOf(const type::v1::UncertainDate* start, const type::v1::UncertainDate* end);

// Returns when an agreement is in force: from `term_start`, otherwise `signed_date`, to `term_end`.
UncertainPeriod InForce(const registry::v1::Agreement& agreement);
// Returns when a membership of `organization` holds: from `since`, otherwise its founding, to
// `until`, otherwise its dissolution.
UncertainPeriod HeldIn(const registry::v1::Organization& organization,
                       const registry::v1::Membership& membership);

// Whether `day` is in the period: certainly, possibly, or certainly not (nullopt).
std::optional<registry::v1::Certainty> HoldsOn(const UncertainPeriod& period, absl::CivilDay day);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_UNCERTAIN_PERIOD_H_
