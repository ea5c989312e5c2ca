#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_STORE_CALLS_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_STORE_CALLS_H_

#include <functional>

#include "absl/status/status.h"
#include "common/sqlite/database.h"
#include "common/store/store.h"

namespace jumelage {

// The store's queued calls for a thread that has to wait for them. Never to be called from a thread
// of the store itself.

// Runs `body` in a derivation and returns when readers see what it wrote, or why it came to
// nothing.
absl::Status DeriveAndWait(Store* store, std::function<absl::Status(sqlite::Database&)> body);

// Runs `body` on a snapshot of the view.
absl::Status ReadAndWait(Store* store, std::function<absl::Status(sqlite::Database&)> body);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_STORE_CALLS_H_
