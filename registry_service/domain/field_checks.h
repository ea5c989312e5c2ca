#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_FIELD_CHECKS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_FIELD_CHECKS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/base/violations.h"
#include "common/values/field_checks.h"
#include "jumelage/registry/v1/reference.pb.h"
#include "jumelage/type/v1/person.pb.h"

// The rules for messages that several of the registry's resource types contain. Each function adds
// a violation for every rule that a value breaks. `field` is the path of the value in the request.
// Pure.
namespace jumelage {

// `country` may be empty.
void CheckCountry(absl::string_view field, absl::string_view country, Violations* violations);
// `region` must be empty or have the form of a subdivision code of `country`.
void CheckRegion(absl::string_view field, absl::string_view region, absl::string_view country,
                 Violations* violations);
void CheckPlace(absl::string_view field, const registry::v1::PlaceReference& place,
                Violations* violations);
void CheckParty(absl::string_view field, const registry::v1::PartyReference& party,
                Violations* violations);
// Returns the resource name of the city or organization, or an empty string if the party has
// neither.
const std::string& PartyName(const registry::v1::PartyReference& party);

void CheckPerson(absl::string_view field, const type::v1::Person& person, Violations* violations);
}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_FIELD_CHECKS_H_
