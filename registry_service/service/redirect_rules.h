#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_REDIRECT_RULES_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_REDIRECT_RULES_H_

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/resource/resource_rules.h"
#include "common/sqlite/database.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {

// Returns the initial rules of a resource type whose answers list redirects: the merged resources
// to which the resource refers. The caller adds the type's other rules.
template <typename R>
ResourceRules<R> RulesWithRedirects() {
  ResourceRules<R> rules;
  rules.incomplete = HasRedirects;
  rules.complete = [](sqlite::Database& db, R* resource) -> absl::StatusOr<bool> {
    JUMELAGE_RETURN_IF_ERROR(FillRedirects(db, resource));
    return !resource->redirects().empty();
  };
  return rules;
}

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_REDIRECT_RULES_H_
