#include "registry_service/domain/anniversaries.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace jumelage {
namespace {

using google::type::Date;
using type::v1::UncertainDate;

constexpr int kMaxYear = 9999;

void AddYears(int years, Date* date) {
  date->set_year(date->year() + years);
  const bool leap_day = date->month() == 2 && date->day() == 29;
  if (leap_day && absl::CivilDay(date->year(), 2, 29).day() != 29) date->set_day(28);
}

}  // namespace

UncertainDate YearsLater(const UncertainDate& date, int years) {
  UncertainDate later = date;
  later.clear_original_text();
  if (later.has_earliest()) AddYears(years, later.mutable_earliest());
  if (later.has_latest()) AddYears(years, later.mutable_latest());
  return later;
}

std::vector<DatedAnniversary> AnniversariesIn(const UncertainDate& since, const DayPeriod& period,
                                              int every_years) {
  std::vector<DatedAnniversary> found;
  const DayBounds bounds = BoundsOf(since);
  if (!bounds.earliest || !bounds.latest) return found;
  // The range of candidates is one year wider than the period at each end. The loop below compares
  // the days of each candidate with the period.
  const int64_t fewest = period.first.year() - bounds.latest->year() - 1;
  const int64_t most =
      std::min<int64_t>(period.last.year() - bounds.earliest->year() + 1,
                        kMaxYear - std::max(since.earliest().year(), since.latest().year()));
  const int64_t begin = std::max<int64_t>(1, (fewest + every_years - 1) / every_years);
  for (int64_t years = begin * every_years; years <= most; years += every_years) {
    UncertainDate date = YearsLater(since, static_cast<int>(years));
    const DayBounds days = BoundsOf(date);
    // Bounds beyond the calendar count as open.
    if (days.earliest && *days.earliest > period.last) continue;
    if (days.latest && *days.latest < period.first) continue;
    const bool certain = days.earliest && *days.earliest >= period.first && days.latest &&
                         *days.latest <= period.last;
    found.push_back({static_cast<int>(years), std::move(date),
                     certain ? registry::v1::CERTAINTY_CERTAIN : registry::v1::CERTAINTY_POSSIBLE});
  }
  return found;
}

}  // namespace jumelage
