#ifndef JUMELAGE_COMMON_STORE_EMBEDDED_STORE_H_
#define JUMELAGE_COMMON_STORE_EMBEDDED_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/sqlite/database.h"
#include "common/store/store.h"
#include "common/view/showing.h"
#include "common/view/view.h"

namespace jumelage {

// A data directory with its log and view, and the settings that tests change.
struct DataOptions {
  std::string data_dir;
  // "registry" or "projects". A directory of a different service is refused.
  std::string service;
  // For tests: a VFS that injects faults into both databases, a log that does not sync, a different
  // boot of the machine, and different limits for showing the view.
  std::string vfs;
  sqlite::Synchronous log_synchronous = sqlite::Synchronous::kFull;
  std::string boot_id;
  ShowingOptions showing;
};

// Opens a store with the embedded log of a data directory and the view in the same directory. May
// return errors from OpenSqliteLog and OpenStore. `schema` must outlive the store.
absl::StatusOr<std::unique_ptr<Store>> OpenEmbeddedStore(const DataOptions& data,
                                                         const ViewSchema* schema,
                                                         StoreOptions options);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_EMBEDDED_STORE_H_
