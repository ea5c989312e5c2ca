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

// The answer to a question about dates of which only a part is known, in Kleene's logic of three
// values.
enum class Truth { kNo = 0, kUnknown = 1, kYes = 2 };
Truth Not(Truth a);
Truth And(Truth a, Truth b);
Truth Or(Truth a, Truth b);

// The days among which an uncertain date lies, both bounds included; nullopt where it is open.
struct DayBounds {
  std::optional<absl::CivilDay> earliest;
  std::optional<absl::CivilDay> latest;
};

// The day that has begun somewhere on Earth at `now` (UTC+14): whatever lies after it is in the
// future everywhere.
absl::CivilDay LatestToday(absl::Time now);

// A whole day as google.type.Date, and back; nullopt for anything but a day of the years 1 to 9999.
google::type::Date ToDate(absl::CivilDay day);
std::optional<absl::CivilDay> ToCivilDay(const google::type::Date& date);

// Adds a violation for each rule of the contract that `date` breaks; `field` is its path in the
// request. True when there was none: the functions below ask for such a date.
bool CheckUncertainDate(absl::string_view field, const type::v1::UncertainDate& date,
                        Violations* violations);

// Drops, in every uncertain date of `message` at any depth, a `latest` that only repeats
// `earliest`: accepted, not kept.
void DropRepeatedBounds(google::protobuf::Message* message);
// Whether there may be any in what a message of `type` was serialized to.
bool MayRepeatBounds(const google::protobuf::Descriptor* type, absl::string_view bytes);

// The days on which it may have been. Bounds beyond the years 1 to 9999 count as open.
DayBounds BoundsOf(const type::v1::UncertainDate& date);

// Whether the day of `a` lies before that of `b`.
Truth Before(const type::v1::UncertainDate& a, const type::v1::UncertainDate& b);
// Whether it lies before `day`, or after it.
Truth Before(const type::v1::UncertainDate& date, absl::CivilDay day);
Truth After(const type::v1::UncertainDate& date, absl::CivilDay day);

// Adds a violation on `field` when `date` is certainly after `today`.
void CheckNotInFuture(absl::string_view field, const type::v1::UncertainDate& date,
                      absl::CivilDay today, Violations* violations);
// Adds a violation on `end_field` when `end` is certainly before `start`.
void CheckNotBefore(absl::string_view end_field, const type::v1::UncertainDate& end,
                    absl::string_view start_field, const type::v1::UncertainDate& start,
                    Violations* violations);

// A text whose byte order is the order of dates: the earliest possible day, then the finer known
// before the coarser, then the latest possible day. No earliest day comes first.
std::string SortKey(const type::v1::UncertainDate& date);
// How a key is built: the earliest day as YYYYMMDD (00000000: none), a digit, the latest day as
// YYYYMMDD (99999999: none).
inline constexpr int kSortKeyDayLength = 8;
inline constexpr int kSortKeyLatestOffset = 9;
// The key that an absent date has: after every other.
inline constexpr char kAbsentDateSortKey[] = "~";

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_UNCERTAIN_DATE_H_
