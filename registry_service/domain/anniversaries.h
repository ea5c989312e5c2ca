#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_ANNIVERSARIES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_ANNIVERSARIES_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "common/values/uncertain_date.h"
#include "jumelage/registry/v1/certainty.pb.h"

// Anniversaries of uncertain dates. Pure and thread-safe; dates have been checked before.
namespace jumelage {

// The date so many years later, as finely known; of 29 February 28 February where the year has no
// other. The words of the source, which tell of the date itself, are left out. Years beyond 9999
// are the caller's to avoid.
type::v1::UncertainDate YearsLater(const type::v1::UncertainDate& date, int years);

// Days of the calendar, both bounds included.
struct DayPeriod {
  absl::CivilDay first;
  absl::CivilDay last;
};

struct DatedAnniversary {
  int years;
  type::v1::UncertainDate date;
  registry::v1::Certainty certainty;
};

// The anniversaries of `since`, of every so many years, that fall into `period` or may do so, by
// their years. None where a bound of `since` is open.
std::vector<DatedAnniversary> AnniversariesIn(const type::v1::UncertainDate& since,
                                              const DayPeriod& period, int every_years);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_ANNIVERSARIES_H_
