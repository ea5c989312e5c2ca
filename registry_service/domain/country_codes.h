#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_COUNTRY_CODES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_COUNTRY_CODES_H_

#include "absl/strings/string_view.h"

namespace jumelage {

// Returns whether `code` is an officially assigned alpha-2 code of ISO 3166-1 in upper case, such
// as "FR".
bool IsCountryCode(absl::string_view code);

// Returns whether `code` has the form of an ISO 3166-2 code: a country code, a hyphen, and one to
// three upper-case letters or digits, such as "US-TX". Does not check whether the country has this
// subdivision, since subdivision codes change too often.
bool IsRegionCode(absl::string_view code);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_COUNTRY_CODES_H_
