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

// A data directory with log and view in it, and what tests change about it.
struct DataOptions {
  std::string data_dir;
  // "registry", "projects": a directory of another service is refused.
  std::string service;
  // Tests: a faulty VFS under both databases, a log that does not sync, another run of the machine,
  // a view that is shown at other times.
  std::string vfs;
  sqlite::Synchronous log_synchronous = sqlite::Synchronous::kFull;
  std::string boot_id;
  ShowingOptions showing;
};

// OpenStore with the embedded log of a data directory (see OpenSqliteLog for the errors), beside
// which the view lies. `schema` outlives the store.
absl::StatusOr<std::unique_ptr<Store>> OpenEmbeddedStore(const DataOptions& data,
                                                         const ViewSchema* schema,
                                                         StoreOptions options);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_EMBEDDED_STORE_H_
