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

// Returns whether `day` is within the bounds.
bool Includes(const DayBounds& days, absl::CivilDay day);

// The days on which something was possibly the case, and the days on which it certainly was.
// `certain` is nullopt if there are none. Bounds are included; a bound that is nullopt is open.
struct UncertainPeriod {
  DayBounds possible;
  std::optional<DayBounds> certain;
};

// Returns the period from the day of `start` to the day of `end`, both included. If `start` is
// null, the beginning is unknown. If `end` is null, the period has no end.
UncertainPeriod PeriodOf(const type::v1::UncertainDate* start, const type::v1::UncertainDate* end);

// Returns the period in which an agreement is in force: from `term_start`, or `signed_date` if
// there is no `term_start`, to `term_end`.
UncertainPeriod InForce(const registry::v1::Agreement& agreement);
// Returns the period in which a membership in `organization` holds. It begins with `since`, or the
// organization's founding if there is no `since`. It ends with `until`, or the organization's
// dissolution if there is no `until`.
UncertainPeriod HeldIn(const registry::v1::Organization& organization,
                       const registry::v1::Membership& membership);

// Returns whether `day` is certainly or possibly in the period, or nullopt if it certainly is not.
std::optional<registry::v1::Certainty> HoldsOn(const UncertainPeriod& period, absl::CivilDay day);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_UNCERTAIN_PERIOD_H_
