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

// The rules of single fields of resources and requests, of whatever type. Each function adds a
// violation for every rule that a value breaks; `field` is its path in the request. Pure.
namespace jumelage {

// "field[index]".
inline std::string Indexed(absl::string_view field, int index) {
  return absl::StrCat(field, "[", index, "]");
}

// An enum field; `valid` says whether the contract knows its number.
void CheckEnum(absl::string_view field, bool valid, Violations* violations);
void CheckRequiredEnum(absl::string_view field, int value, bool valid, Violations* violations);

// The rules of texts of one line each: titles, one a language.
TextRules TitleRules();
// Spellings of a name, of which a language may have several.
TextRules SpellingRules();
// The same as `rules`, at least one.
TextRules Required(TextRules rules);

// The name of a resource, or nothing.
void CheckOptionalName(absl::string_view field, absl::string_view name,
                       absl::string_view collection, Violations* violations);

// A place in a sequence: 1, 2, 3 ...; 0 where it is not stated.
void CheckOrdinal(absl::string_view field, int ordinal, Violations* violations);

// Two dates of `message` by the names of their fields, neither of them required: the end must not
// certainly lie before the start. For periods called since and until there is CheckPeriod.
struct SpanField {
  absl::string_view name;
  // Null where it is not given.
  const type::v1::UncertainDate* date;
};
void CheckSpan(absl::string_view field, const SpanField& start, const SpanField& end,
               Violations* violations);

// A date that must not certainly be in the future.
void CheckPastDate(absl::string_view field, const type::v1::UncertainDate& date,
                   absl::CivilDay today, Violations* violations);

// A time at which something is said to have been recorded: of the years 1 to 9999, as JSON can tell
// it, and not after `now`. True when there was no violation.
bool CheckTimeOfRecord(absl::string_view field, const google::protobuf::Timestamp& time,
                       const google::protobuf::Timestamp& now, Violations* violations);

// Names of resources of one collection, each once.
void CheckNames(absl::string_view field,
                const google::protobuf::RepeatedPtrField<std::string>& names,
                absl::string_view collection, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_FIELD_CHECKS_H_
