#include "common/values/field_checks.h"

#include <set>
#include <utility>

#include "common/base/limits.h"
#include "common/values/resource_name.h"
#include "google/protobuf/util/time_util.h"

namespace jumelage {
namespace {

constexpr int kMaxNanos = 999999999;

}  // namespace

void CheckEnum(absl::string_view field, bool valid, Violations* violations) {
  if (!valid) violations->Add(field, "is not a known value");
}

void CheckRequiredEnum(absl::string_view field, int value, bool valid, Violations* violations) {
  if (value == 0) {
    violations->Add(field, "is required");
  } else {
    CheckEnum(field, valid, violations);
  }
}

TextRules TitleRules() {
  TextRules rules;
  rules.max_length = kMaxNameLength;
  return rules;
}

TextRules SpellingRules() {
  TextRules rules = TitleRules();
  rules.spellings = true;
  return rules;
}

TextRules Required(TextRules rules) {
  rules.required = true;
  return rules;
}

void CheckOptionalName(absl::string_view field, absl::string_view name,
                       absl::string_view collection, Violations* violations) {
  if (!name.empty()) CheckResourceName(field, name, collection, violations);
}

void CheckOrdinal(absl::string_view field, int ordinal, Violations* violations) {
  if (ordinal < 0) violations->Add(field, "must not be negative");
}

void CheckSpan(absl::string_view field, const SpanField& start, const SpanField& end,
               Violations* violations) {
  const std::string start_path = FieldPath(field, start.name);
  const std::string end_path = FieldPath(field, end.name);
  const bool start_fits =
      start.date != nullptr && CheckUncertainDate(start_path, *start.date, violations);
  const bool end_fits = end.date != nullptr && CheckUncertainDate(end_path, *end.date, violations);
  if (start_fits && end_fits) {
    CheckNotBefore(end_path, *end.date, start_path, *start.date, violations);
  }
}

void CheckPastDate(absl::string_view field, const type::v1::UncertainDate& date,
                   absl::CivilDay today, Violations* violations) {
  if (CheckUncertainDate(field, date, violations)) {
    CheckNotInFuture(field, date, today, violations);
  }
}

bool CheckTimeOfRecord(absl::string_view field, const google::protobuf::Timestamp& time,
                       const google::protobuf::Timestamp& now, Violations* violations) {
  using google::protobuf::util::TimeUtil;
  if (time.seconds() < TimeUtil::kTimestampMinSeconds ||
      time.seconds() > TimeUtil::kTimestampMaxSeconds || time.nanos() < 0 ||
      time.nanos() > kMaxNanos) {
    violations->Add(field, "must be a time of the years 1 to 9999, with 0 to 999999999 nanos");
    return false;
  }
  if (std::make_pair(time.seconds(), time.nanos()) > std::make_pair(now.seconds(), now.nanos())) {
    violations->Add(field, "must not be in the future");
    return false;
  }
  return true;
}

void CheckNames(absl::string_view field,
                const google::protobuf::RepeatedPtrField<std::string>& names,
                absl::string_view collection, Violations* violations) {
  std::set<absl::string_view> seen;
  for (int i = 0; i < names.size(); ++i) {
    CheckResourceName(Indexed(field, i), names[i], collection, violations);
    if (!seen.insert(names[i]).second) violations->Add(Indexed(field, i), "occurs twice");
  }
}

}  // namespace jumelage
