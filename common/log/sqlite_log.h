#ifndef JUMELAGE_COMMON_LOG_SQLITE_LOG_H_
#define JUMELAGE_COMMON_LOG_SQLITE_LOG_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/ids.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"

namespace jumelage {

struct SqliteLogOptions {
  // The data directory, with LOCK, FORMAT and log.db. Created, with its parents, if it is missing.
  std::string data_dir;
  // "registry" or "projects". A directory of another service is refused.
  std::string service;
  // For tests: another VFS, or commits without a sync (which the durability test must catch).
  std::string vfs;
  sqlite::Synchronous synchronous = sqlite::Synchronous::kFull;
  IdSource* ids = IdSource::Real();
};

// The embedded log: log.db, a SQLite database that contains only the commits, each with a CRC-32 of
// itself and its predecessor's CRC (a chain). The text file FORMAT beside it has the format's
// number, the service and the log's id. It is checked before any database is opened (G7), and the
// complete chain before anything is written.
//
// Open fails with one clear line for the operator:
//  - FAILED_PRECONDITION: another process holds the directory (the error has its pid), it belongs
//    to another service, its format is newer, or FORMAT and log.db don't belong together.
//  - PERMISSION_DENIED: the directory can't be created, read or written.
//  - DATA_LOSS: the chain is broken. The error has the first bad revision. Nothing was written.
absl::StatusOr<std::unique_ptr<Log>> OpenSqliteLog(const SqliteLogOptions& options);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_SQLITE_LOG_H_
