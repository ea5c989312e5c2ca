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

// Brings what a mutation is going to refer to into the view, before the mutation is queued: the
// writer never waits for a network. Thread-safe.
class ReferenceResolver {
 public:
  // The longest that a mutation waits for the registry.
  static constexpr absl::Duration kMaxWait = absl::Seconds(2);

  // Both outlive this.
  ReferenceResolver(Store* store, RegistryLookup* lookup) : store_(store), lookup_(lookup) {}

  // Those of `names` that the view does not know as live: the registry may know better.
  static absl::StatusOr<std::vector<std::string>> NotLive(sqlite::Database& db,
                                                          const std::vector<std::string>& names);

  // Asks the registry about `names`, at most until `deadline` and kMaxWait from now, puts what it
  // has into the view, and runs `done` once, when readers and the writer see it. What can't be
  // found out stays unknown in the view.
  void Resolve(std::vector<std::string> names, absl::Time deadline,
               std::function<void(AbsentNames)> done);

 private:
  Store* const store_;
  RegistryLookup* const lookup_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REFERENCE_RESOLVER_H_
