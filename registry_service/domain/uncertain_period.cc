#include "registry_service/domain/uncertain_period.h"

namespace jumelage {
namespace {

using registry::v1::Certainty;
using type::v1::UncertainDate;

// Returns the first of the two dates that is set, or null if neither is.
template <typename M>
const UncertainDate* Either(bool has_first, const M& first, bool has_second, const M& second) {
  if (has_first) return &first;
  return has_second ? &second : nullptr;
}

}  // namespace

bool Includes(const DayBounds& days, absl::CivilDay day) {
  return (!days.earliest || *days.earliest <= day) && (!days.latest || day <= *days.latest);
}

UncertainPeriod PeriodOf(const UncertainDate* start, const UncertainDate* end) {
  const DayBounds from = start != nullptr ? BoundsOf(*start) : DayBounds();
  const DayBounds to = end != nullptr ? BoundsOf(*end) : DayBounds();
  UncertainPeriod period;
  period.possible = {from.earliest, to.latest};
  const bool end_known = end == nullptr || to.earliest;
  if (from.latest && end_known && (!to.earliest || *from.latest <= *to.earliest)) {
    period.certain = DayBounds{from.latest, to.earliest};
  }
  return period;
}

UncertainPeriod InForce(const registry::v1::Agreement& agreement) {
  return PeriodOf(Either(agreement.has_term_start(), agreement.term_start(),
                         agreement.has_signed_date(), agreement.signed_date()),
                  agreement.has_term_end() ? &agreement.term_end() : nullptr);
}

UncertainPeriod HeldIn(const registry::v1::Organization& organization,
                       const registry::v1::Membership& membership) {
  return PeriodOf(Either(membership.has_since(), membership.since(), organization.has_founded(),
                         organization.founded()),
                  Either(membership.has_until(), membership.until(), organization.has_dissolved(),
                         organization.dissolved()));
}

std::optional<Certainty> HoldsOn(const UncertainPeriod& period, absl::CivilDay day) {
  if (!Includes(period.possible, day)) return std::nullopt;
  const bool certain = period.certain && Includes(*period.certain, day);
  return certain ? registry::v1::CERTAINTY_CERTAIN : registry::v1::CERTAINTY_POSSIBLE;
}

}  // namespace jumelage
