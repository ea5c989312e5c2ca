#include "registry_service/domain/field_checks.h"

#include "common/base/limits.h"
#include "common/values/resource_name.h"
#include "registry_service/domain/country_codes.h"

namespace jumelage {
namespace {

constexpr int kMaxHonorificLength = 100;

}  // namespace

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

}  // namespace jumelage
