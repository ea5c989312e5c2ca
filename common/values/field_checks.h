#ifndef JUMELAGE_COMMON_VALUES_FIELD_CHECKS_H_
#define JUMELAGE_COMMON_VALUES_FIELD_CHECKS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"

// Checks single fields of resources and requests of any type. Each function adds a violation for
// every rule that a value breaks; `field` is its path in the request. Pure.
namespace jumelage {

// Returns "field[index]".
inline std::string Indexed(absl::string_view field, int index) {
  return absl::StrCat(field, "[", index, "]");
}

// Checks an enum field. `valid` is whether the contract defines its number.
void CheckEnum(absl::string_view field, bool valid, Violations* violations);
void CheckRequiredEnum(absl::string_view field, int value, bool valid, Violations* violations);

// Returns the rules for titles: texts of one line, one per language.
TextRules TitleRules();
// Returns the rules for the spellings of a name: like titles, but a language may have several.
TextRules SpellingRules();
// Returns `rules`, but with at least one text required.
TextRules Required(TextRules rules);

// Checks the name of a resource, which may be empty.
void CheckOptionalName(absl::string_view field, absl::string_view name,
                       absl::string_view collection, Violations* violations);

// Checks the number of an item in a sequence: 1, 2, 3 ..., or 0 if it is not stated.
void CheckOrdinal(absl::string_view field, int ordinal, Violations* violations);

// One of the two dates of a span, and the name of its field.
struct SpanField {
  absl::string_view name;
  // Null if the date is not given.
  const type::v1::UncertainDate* date;
};
// Checks two optional dates of a message. The end must not certainly be before the start. For
// fields called since and until, use CheckPeriod.
void CheckSpan(absl::string_view field, const SpanField& start, const SpanField& end,
               Violations* violations);

// Checks a date, which must not certainly be in the future.
void CheckPastDate(absl::string_view field, const type::v1::UncertainDate& date,
                   absl::CivilDay today, Violations* violations);

// Checks a record time that was given in a request. It must be in the years 1 to 9999, with 0 to
// 999,999,999 nanos, like timestamps in JSON, and not after `now`. Returns false if it added a
// violation.
bool CheckTimeOfRecord(absl::string_view field, const google::protobuf::Timestamp& time,
                       const google::protobuf::Timestamp& now, Violations* violations);

// Checks the names of resources of one collection. No name may occur twice.
void CheckNames(absl::string_view field,
                const google::protobuf::RepeatedPtrField<std::string>& names,
                absl::string_view collection, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_FIELD_CHECKS_H_
