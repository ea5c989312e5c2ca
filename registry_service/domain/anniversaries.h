#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_ANNIVERSARIES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_ANNIVERSARIES_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "common/values/uncertain_date.h"
#include "jumelage/registry/v1/certainty.pb.h"

// Anniversaries of uncertain dates. Pure and thread-safe. Dates must have passed
// CheckUncertainDate.
namespace jumelage {

// Returns the date `years` years after `date`, with the same precision. 29 February becomes 28
// February if the new year is not a leap year. Drops `original_text`, which describes only `date`
// itself. The result must not be after the year 9999.
type::v1::UncertainDate YearsLater(const type::v1::UncertainDate& date, int years);

// A period of days. Both bounds are included.
struct DayPeriod {
  absl::CivilDay first;
  absl::CivilDay last;
};

struct DatedAnniversary {
  int years;
  type::v1::UncertainDate date;
  registry::v1::Certainty certainty;
};

// Returns the anniversaries of `since` that fall within `period`, certainly or possibly, in
// ascending order of years. Includes only those whose number of years is a positive multiple of
// `every_years`, and none after the year 9999. `every_years` must be positive. Returns none if a
// bound of `since` is open.
std::vector<DatedAnniversary> AnniversariesIn(const type::v1::UncertainDate& since,
                                              const DayPeriod& period, int every_years);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_ANNIVERSARIES_H_
