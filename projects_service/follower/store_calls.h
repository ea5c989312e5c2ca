#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_STORE_CALLS_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_STORE_CALLS_H_

#include <functional>

#include "absl/status/status.h"
#include "common/sqlite/database.h"
#include "common/store/store.h"

namespace jumelage {

// Runs `body` in a derivation and waits for its outcome. Returns OK once readers see what `body`
// wrote, or the error that caused the derivation to be undone.
absl::Status DeriveAndWait(Store* store, std::function<absl::Status(sqlite::Database&)> body);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_STORE_CALLS_H_
