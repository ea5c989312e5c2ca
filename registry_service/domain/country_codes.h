#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_COUNTRY_CODES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_COUNTRY_CODES_H_

#include "absl/strings/string_view.h"

namespace jumelage {

// Whether `code` is an officially assigned alpha-2 code of ISO 3166-1, in upper case: "FR".
bool IsCountryCode(absl::string_view code);

// Whether `code` has the form of ISO 3166-2: a country's code, a hyphen, and one to three
// upper-case letters or digits, such as "US-TX". Does not check whether the country has this
// subdivision, since subdivision codes change too often.
bool IsRegionCode(absl::string_view code);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_COUNTRY_CODES_H_
