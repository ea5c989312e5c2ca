#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_STORE_CALLS_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_STORE_CALLS_H_

#include <functional>

#include "absl/status/status.h"
#include "common/sqlite/database.h"
#include "common/store/store.h"

namespace jumelage {

// Runs `body` in a derivation. Returns OK once readers see what it wrote, or the error that undid
// it.
absl::Status DeriveAndWait(Store* store, std::function<absl::Status(sqlite::Database&)> body);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_STORE_CALLS_H_
