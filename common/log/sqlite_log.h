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
  // The data directory: holds LOCK, FORMAT and log.db. Made (with its parents) when missing.
  std::string data_dir;
  // What the directory is for: "registry", "projects". A directory of another service is refused.
  std::string service;
  // Tests: another VFS, or commits without a sync (which the durability test must catch).
  std::string vfs;
  sqlite::Synchronous synchronous = sqlite::Synchronous::kFull;
  IdSource* ids = IdSource::Real();
};

// The embedded log: log.db, a SQLite database that holds the commits and nothing else, each with
// the CRC-32 of itself and its predecessor's CRC (a chain). FORMAT, a text file beside it, holds
// the format's number, the service and the log's id; it is checked before any database is opened
// (G7), and the whole chain before anything is written.
//
// Open fails with one clear line for the operator:
//  - FAILED_PRECONDITION: another process holds the directory (its pid is named); a newer format;
//  another service's
//    directory; FORMAT and log.db do not belong together.
//  - PERMISSION_DENIED: the directory can't be made, read or written.
//  - DATA_LOSS: the chain is broken; the first bad revision is named; nothing was written.
absl::StatusOr<std::unique_ptr<Log>> OpenSqliteLog(const SqliteLogOptions& options);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_SQLITE_LOG_H_
