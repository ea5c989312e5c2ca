#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REFERENCE_RESOLVER_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REFERENCE_RESOLVER_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/resource/foreign_references.h"
#include "common/sqlite/database.h"
#include "common/store/store.h"
#include "projects_service/follower/registry_lookup.h"

namespace jumelage {

// Looks up the registry resources that a mutation refers to, and adds them to the view before the
// mutation is queued, so the writer never waits for the network. Thread-safe.
class ReferenceResolver {
 public:
  // The longest time that a mutation waits for the registry.
  static constexpr absl::Duration kMaxWait = absl::Seconds(2);

  // `store` and `lookup` must outlive the resolver.
  ReferenceResolver(Store* store, RegistryLookup* lookup) : store_(store), lookup_(lookup) {}

  // Returns those of `names` that are not live in the view. The registry may have newer states for
  // them.
  static absl::StatusOr<std::vector<std::string>> NotLive(sqlite::Database& db,
                                                          const std::vector<std::string>& names);

  // Asks the registry about `names`, which must be distinct, until `deadline` but for at most
  // kMaxWait, and writes into the view those that the registry has. Then calls `done` once, with
  // the names that the registry does not have. By then readers and the writer see the resources,
  // unless writing them failed, which is only logged. The view is unchanged for all other names.
  void Resolve(std::vector<std::string> names, absl::Time deadline,
               std::function<void(AbsentNames)> done);

 private:
  Store* const store_;
  RegistryLookup* const lookup_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REFERENCE_RESOLVER_H_
