#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_COUNTRY_SEARCH_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_COUNTRY_SEARCH_H_

#include <vector>

#include "common/base/violations.h"
#include "common/resource/resource_rules.h"
#include "common/view/list_query.h"
#include "registry_service/domain/field_checks.h"

namespace jumelage {

// Returns the extras of a Search method whose request has a field `country`, which restricts the
// search to one country.
template <typename R, typename Request, typename Response>
ListExtras<R, Request, Response> SearchInCountry() {
  ListExtras<R, Request, Response> extras;
  extras.check = [](const Request& request, Violations* violations) {
    CheckCountry("country", request.country(), violations);
  };
  extras.conditions = [](const Request& request) -> std::vector<Condition> {
    if (request.country().empty()) return {};
    return {{"country = ?", {request.country()}}};
  };
  return extras;
}

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_COUNTRY_SEARCH_H_
