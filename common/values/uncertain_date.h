#ifndef JUMELAGE_COMMON_VALUES_UNCERTAIN_DATE_H_
#define JUMELAGE_COMMON_VALUES_UNCERTAIN_DATE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/violations.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

namespace jumelage {

// The answer to a question about uncertain dates, in Kleene's three-valued logic.
enum class Truth { kNo = 0, kUnknown = 1, kYes = 2 };
Truth Not(Truth a);
Truth And(Truth a, Truth b);
Truth Or(Truth a, Truth b);

// The range of the possible days of an uncertain date, both bounds included. An open bound is
// nullopt.
struct DayBounds {
  std::optional<absl::CivilDay> earliest;
  std::optional<absl::CivilDay> latest;
};

// Returns the latest day that has begun anywhere on Earth at `now` (UTC+14). Later days are in the
// future everywhere.
absl::CivilDay LatestToday(absl::Time now);

// Converts a day to google.type.Date, and back. ToCivilDay returns nullopt for anything other than
// a complete day in the years 1 to 9999.
google::type::Date ToDate(absl::CivilDay day);
std::optional<absl::CivilDay> ToCivilDay(const google::type::Date& date);

// Adds a violation for each rule of the contract that `date` breaks; `field` is its path in the
// request. Returns true if it breaks none. The functions below require a date that passes this
// check.
bool CheckUncertainDate(absl::string_view field, const type::v1::UncertainDate& date,
                        Violations* violations);

// Drops every `latest` that only repeats its `earliest` from the uncertain dates of `message`, at
// any depth, except in ranges. Such bounds are accepted, but not stored.
void DropRepeatedBounds(google::protobuf::Message* message);
// Whether a message of `type` that was serialized to `bytes` may have a `latest` that only repeats
// its `earliest`.
bool MayRepeatBounds(const google::protobuf::Descriptor* type, absl::string_view bytes);

// Returns the possible days of a date. Bounds beyond the years 1 to 9999 count as open.
DayBounds BoundsOf(const type::v1::UncertainDate& date);

// Whether the day of `a` is before the day of `b`.
Truth Before(const type::v1::UncertainDate& a, const type::v1::UncertainDate& b);
// Whether the date is before `day`, or after it.
Truth Before(const type::v1::UncertainDate& date, absl::CivilDay day);
Truth After(const type::v1::UncertainDate& date, absl::CivilDay day);

// Adds a violation on `field` if `date` is certainly after `today`.
void CheckNotInFuture(absl::string_view field, const type::v1::UncertainDate& date,
                      absl::CivilDay today, Violations* violations);
// Adds a violation on `end_field` if `end` is certainly before `start`.
void CheckNotBefore(absl::string_view end_field, const type::v1::UncertainDate& end,
                    absl::string_view start_field, const type::v1::UncertainDate& start,
                    Violations* violations);

// Returns a sort key for a date. The byte order of the keys orders dates by their earliest possible
// day, then finer precision before coarser, then by their latest possible day. Dates without an
// earliest day come first.
std::string SortKey(const type::v1::UncertainDate& date);
// The form of a key: the earliest day as YYYYMMDD (00000000: none), a digit for the precision, the
// latest day as YYYYMMDD (99999999: none).
inline constexpr int kSortKeyDayLength = 8;
inline constexpr int kSortKeyLatestOffset = 9;
// The key of an absent date, which is greater than all others.
inline constexpr char kAbsentDateSortKey[] = "~";

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_UNCERTAIN_DATE_H_
