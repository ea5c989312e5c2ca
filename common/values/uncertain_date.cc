#include "common/values/uncertain_date.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/message/field_plan.h"

namespace jumelage {
namespace {

using google::type::Date;
using type::v1::UncertainDate;

constexpr int kMinYear = 1;
constexpr int kMaxYear = 9999;

// Whether `field` is `latest`, the bound that may only repeat `earliest`.
bool IsLatest(const google::protobuf::FieldDescriptor& field) {
  return field.containing_type() == UncertainDate::descriptor() &&
         field.number() == UncertainDate::kLatestFieldNumber;
}

bool IsUncertainDate(const google::protobuf::FieldDescriptor& field) {
  return field.message_type() == UncertainDate::descriptor();
}

// The precision of a google.type.Date.
enum class Grain { kDay, kMonth, kYear };

Grain GrainOf(const Date& date) {
  if (date.day() != 0) return Grain::kDay;
  return date.month() != 0 ? Grain::kMonth : Grain::kYear;
}

absl::CivilDay FirstDay(const Date& date) {
  return absl::CivilDay(date.year(), std::max(date.month(), 1), std::max(date.day(), 1));
}

// Returns the day that is `units` of the date's grain after its first day.
absl::CivilDay Shifted(const Date& date, int units) {
  switch (GrainOf(date)) {
    case Grain::kDay:
      return FirstDay(date) + units;
    case Grain::kMonth:
      return absl::CivilDay(absl::CivilMonth(FirstDay(date)) + units);
    case Grain::kYear:
      return absl::CivilDay(absl::CivilYear(FirstDay(date)) + units);
  }
  return FirstDay(date);
}

absl::CivilDay LastDay(const Date& date) { return Shifted(date, 1) - 1; }

// Returns true if the parts of `date` form an existing day, month or year. Otherwise adds
// violations.
bool CheckParts(absl::string_view field, const Date& date, Violations* violations) {
  const size_t before = violations->list().size();
  if (date.year() < kMinYear || date.year() > kMaxYear) {
    violations->Add(FieldPath(field, "year"), "must be from 1 to 9999");
  }
  const bool month_fits = date.month() >= 0 && date.month() <= 12;
  if (!month_fits) violations->Add(FieldPath(field, "month"), "must be from 1 to 12, or 0");
  if (date.day() != 0 && date.month() == 0) {
    violations->Add(FieldPath(field, "day"), "must be 0 if the month is 0");
  } else if (date.day() < 0 || date.day() > 31) {
    violations->Add(FieldPath(field, "day"), "must be from 1 to 31, or 0");
  } else if (date.day() != 0 && month_fits && date.year() >= kMinYear && date.year() <= kMaxYear &&
             absl::CivilDay(date.year(), date.month(), date.day()).day() != date.day()) {
    violations->Add(FieldPath(field, "day"), "is not a day of that month");
  }
  return violations->list().size() == before;
}

bool SameDate(const Date& a, const Date& b) {
  return a.year() == b.year() && a.month() == b.month() && a.day() == b.day();
}

void CheckRange(absl::string_view field, const UncertainDate& date, Violations* violations) {
  const bool earliest_fits =
      !date.has_earliest() || CheckParts(FieldPath(field, "earliest"), date.earliest(), violations);
  const bool latest_fits =
      !date.has_latest() || CheckParts(FieldPath(field, "latest"), date.latest(), violations);
  if (date.has_earliest() && date.has_latest() && earliest_fits && latest_fits &&
      LastDay(date.latest()) < FirstDay(date.earliest())) {
    violations->Add(FieldPath(field, "latest"), "must not be before earliest");
  }
  if (!date.has_earliest() && !date.has_latest() && date.original_text().empty()) {
    violations->Add(FieldPath(field, "original_text"), "is required for a range without bounds");
  }
  if (date.qualifier() != UncertainDate::QUALIFIER_UNSPECIFIED) {
    violations->Add(FieldPath(field, "qualifier"), "must not be given with a range");
  }
}

void CheckGrain(absl::string_view field, const UncertainDate& date, Violations* violations) {
  const std::string earliest = FieldPath(field, "earliest");
  if (!date.has_earliest()) {
    violations->Add(earliest, "is required unless the precision is PRECISION_RANGE");
    return;
  }
  if (!CheckParts(earliest, date.earliest(), violations)) return;
  const Grain grain = GrainOf(date.earliest());
  if (date.precision() == UncertainDate::PRECISION_DAY && grain != Grain::kDay) {
    violations->Add(earliest, "must have year, month and day for PRECISION_DAY");
  } else if (date.precision() == UncertainDate::PRECISION_MONTH && grain != Grain::kMonth) {
    violations->Add(earliest, "must have year and month, and day 0, for PRECISION_MONTH");
  } else if (date.precision() == UncertainDate::PRECISION_YEAR && grain != Grain::kYear) {
    violations->Add(earliest, "must have only the year for PRECISION_YEAR");
  }
  if (date.has_latest() && !SameDate(date.earliest(), date.latest())) {
    violations->Add(FieldPath(field, "latest"),
                    "must not be given unless the precision is PRECISION_RANGE");
  }
}

std::optional<absl::CivilDay> InCalendar(absl::CivilDay day) {
  if (day.year() < kMinYear || day.year() > kMaxYear) return std::nullopt;
  return day;
}

std::string DayKey(absl::CivilDay day) {
  return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day());
}

}  // namespace

Truth Not(Truth a) { return static_cast<Truth>(2 - static_cast<int>(a)); }
Truth And(Truth a, Truth b) { return std::min(a, b); }
Truth Or(Truth a, Truth b) { return std::max(a, b); }

absl::CivilDay LatestToday(absl::Time now) {
  return absl::ToCivilDay(now, absl::FixedTimeZone(14 * 60 * 60));
}

Date ToDate(absl::CivilDay day) {
  Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

std::optional<absl::CivilDay> ToCivilDay(const Date& date) {
  if (date.year() < kMinYear || date.year() > kMaxYear) return std::nullopt;
  const absl::CivilDay day(date.year(), date.month(), date.day());
  if (day.month() != date.month() || day.day() != date.day()) return std::nullopt;
  return day;
}

bool CheckUncertainDate(absl::string_view field, const UncertainDate& date,
                        Violations* violations) {
  const size_t before = violations->list().size();
  switch (date.precision()) {
    case UncertainDate::PRECISION_DAY:
    case UncertainDate::PRECISION_MONTH:
    case UncertainDate::PRECISION_YEAR:
      CheckGrain(field, date, violations);
      break;
    case UncertainDate::PRECISION_RANGE:
      CheckRange(field, date, violations);
      break;
    case UncertainDate::PRECISION_UNSPECIFIED:
      violations->Add(FieldPath(field, "precision"), "is required");
      break;
    default:
      violations->Add(FieldPath(field, "precision"), "is not a known value");
  }
  if (!UncertainDate::Qualifier_IsValid(date.qualifier())) {
    violations->Add(FieldPath(field, "qualifier"), "is not a known value");
  }
  return violations->list().size() == before;
}

void DropRepeatedBounds(google::protobuf::Message* message) {
  if (message->GetDescriptor() == UncertainDate::descriptor()) {
    auto* date = static_cast<UncertainDate*>(message);
    if (date->precision() != UncertainDate::PRECISION_RANGE && date->has_latest() &&
        SameDate(date->earliest(), date->latest())) {
      date->clear_latest();
    }
    return;
  }
  const google::protobuf::Reflection* reflection = message->GetReflection();
  thread_local FieldPlan plan(&IsUncertainDate);
  for (const FieldPlan::Step& step : plan.Of(message->GetDescriptor()).steps) {
    const google::protobuf::FieldDescriptor* const field = step.field;
    if (!IsSet(*reflection, *message, field)) continue;
    if (!field->is_repeated()) {
      DropRepeatedBounds(reflection->MutableMessage(message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
      DropRepeatedBounds(reflection->MutableRepeatedMessage(message, field, i));
    }
  }
}

bool MayRepeatBounds(const google::protobuf::Descriptor* type, absl::string_view bytes) {
  thread_local FieldPlan plan(&IsLatest);
  return plan.AnyIn(type, bytes);
}

DayBounds BoundsOf(const UncertainDate& date) {
  DayBounds bounds;
  if (date.precision() == UncertainDate::PRECISION_RANGE) {
    if (date.has_earliest()) bounds.earliest = FirstDay(date.earliest());
    if (date.has_latest()) bounds.latest = LastDay(date.latest());
    return bounds;
  }
  switch (date.qualifier()) {
    case UncertainDate::QUALIFIER_ABOUT:
      bounds.earliest = InCalendar(Shifted(date.earliest(), -1));
      bounds.latest = InCalendar(Shifted(date.earliest(), 2) - 1);
      break;
    case UncertainDate::QUALIFIER_BEFORE:
      bounds.latest = InCalendar(FirstDay(date.earliest()) - 1);
      break;
    case UncertainDate::QUALIFIER_AFTER:
      bounds.earliest = InCalendar(LastDay(date.earliest()) + 1);
      break;
    default:
      bounds.earliest = FirstDay(date.earliest());
      bounds.latest = LastDay(date.earliest());
  }
  return bounds;
}

Truth Before(const UncertainDate& a, const UncertainDate& b) {
  const DayBounds first = BoundsOf(a);
  const DayBounds second = BoundsOf(b);
  if (first.latest && second.earliest && *first.latest < *second.earliest) return Truth::kYes;
  if (first.earliest && second.latest && *first.earliest >= *second.latest) return Truth::kNo;
  return Truth::kUnknown;
}

Truth Before(const UncertainDate& date, absl::CivilDay day) {
  const DayBounds bounds = BoundsOf(date);
  if (bounds.latest && *bounds.latest < day) return Truth::kYes;
  if (bounds.earliest && *bounds.earliest >= day) return Truth::kNo;
  return Truth::kUnknown;
}

Truth After(const UncertainDate& date, absl::CivilDay day) { return Not(Before(date, day + 1)); }

void CheckNotInFuture(absl::string_view field, const UncertainDate& date, absl::CivilDay today,
                      Violations* violations) {
  if (After(date, today) == Truth::kYes) violations->Add(field, "must not be in the future");
}

void CheckNotBefore(absl::string_view end_field, const UncertainDate& end,
                    absl::string_view start_field, const UncertainDate& start,
                    Violations* violations) {
  if (Before(end, start) == Truth::kYes) {
    violations->Add(end_field, absl::StrCat("must not be before ", start_field));
  }
}

std::string SortKey(const UncertainDate& date) {
  const DayBounds bounds = BoundsOf(date);
  return absl::StrCat(bounds.earliest ? DayKey(*bounds.earliest) : "00000000",
                      static_cast<int>(date.precision()),
                      bounds.latest ? DayKey(*bounds.latest) : "99999999");
}

}  // namespace jumelage
