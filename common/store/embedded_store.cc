#include "common/store/embedded_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/log/sqlite_log.h"
#include "common/store/open_store.h"

namespace jumelage {

absl::StatusOr<std::unique_ptr<Store>> OpenEmbeddedStore(const DataOptions& data,
                                                         const ViewSchema* schema,
                                                         StoreOptions options) {
  SqliteLogOptions log_options;
  log_options.data_dir = data.data_dir;
  log_options.service = data.service;
  log_options.vfs = data.vfs;
  log_options.synchronous = data.log_synchronous;
  log_options.ids = options.ids;
  JUMELAGE_ASSIGN_OR_RETURN(std::unique_ptr<Log> log, OpenSqliteLog(log_options));

  ViewOptions view_options;
  view_options.data_dir = data.data_dir;
  view_options.schema = schema;
  view_options.vfs = data.vfs;
  view_options.boot_id = data.boot_id;
  view_options.showing = data.showing;
  return OpenStore(std::move(log), view_options, std::move(options));
}

}  // namespace jumelage
