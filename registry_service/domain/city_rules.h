#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_CITY_RULES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_CITY_RULES_H_

#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "jumelage/registry/v1/city.pb.h"

namespace jumelage {

// Adds a violation for each rule of the contract that `city` breaks, under paths that begin with
// "city". Does not check whether the resources that it names exist, nor whether its parents form a
// cycle. Dates after `today` count as being in the future. Pure and thread-safe.
void CheckCity(const registry::v1::City& city, absl::CivilDay today, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_CITY_RULES_H_
