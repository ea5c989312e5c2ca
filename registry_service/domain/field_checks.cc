#include "registry_service/domain/field_checks.h"

#include <utility>

#include "common/base/limits.h"
#include "common/values/resource_name.h"
#include "google/protobuf/util/time_util.h"
#include "registry_service/domain/country_codes.h"

namespace jumelage {
namespace {

constexpr int kMaxHonorificLength = 100;
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

void CheckCountry(absl::string_view field, absl::string_view country, Violations* violations) {
  if (country.empty() || IsCountryCode(country)) return;
  violations->Add(field, "must be an ISO 3166-1 alpha-2 code in upper case, such as FR");
}

void CheckRegion(absl::string_view field, absl::string_view region, absl::string_view country,
                 Violations* violations) {
  if (region.empty()) return;
  if (!IsRegionCode(region)) {
    violations->Add(field, "must be an ISO 3166-2 code in upper case, such as US-TX");
  } else if (region.substr(0, 2) != country) {
    violations->Add(field, "must begin with the country's code, which must be given");
  }
}

void CheckOptionalName(absl::string_view field, absl::string_view name,
                       absl::string_view collection, Violations* violations) {
  if (!name.empty()) CheckResourceName(field, name, collection, violations);
}

void CheckPlace(absl::string_view field, const registry::v1::PlaceReference& place,
                Violations* violations) {
  switch (place.place_case()) {
    case registry::v1::PlaceReference::kCity:
      CheckResourceName(FieldPath(field, "city"), place.city(), "cities", violations);
      break;
    case registry::v1::PlaceReference::kNamedPlace: {
      const registry::v1::NamedPlace& named = place.named_place();
      const std::string path = FieldPath(field, "named_place");
      CheckRequiredLine(FieldPath(path, "display_name"), named.display_name(), kMaxNameLength,
                        violations);
      CheckCountry(FieldPath(path, "country"), named.country(), violations);
      CheckTexts(FieldPath(path, "names"), named.names(), SpellingRules(), violations);
      break;
    }
    case registry::v1::PlaceReference::PLACE_NOT_SET:
      violations->Add(field, "must have a city or a named_place");
  }
}

void CheckParty(absl::string_view field, const registry::v1::PartyReference& party,
                Violations* violations) {
  switch (party.party_case()) {
    case registry::v1::PartyReference::kCity:
      CheckResourceName(FieldPath(field, "city"), party.city(), "cities", violations);
      break;
    case registry::v1::PartyReference::kOrganization:
      CheckResourceName(FieldPath(field, "organization"), party.organization(), "organizations",
                        violations);
      break;
    case registry::v1::PartyReference::PARTY_NOT_SET:
      violations->Add(field, "must have a city or an organization");
  }
}

const std::string& PartyName(const registry::v1::PartyReference& party) {
  return party.has_city() ? party.city() : party.organization();
}

void CheckPerson(absl::string_view field, const type::v1::Person& person, Violations* violations) {
  CheckLine(FieldPath(field, "display_name"), person.display_name(), kMaxNameLength, violations);
  CheckLine(FieldPath(field, "honorific"), person.honorific(), kMaxHonorificLength, violations);
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

}  // namespace jumelage
