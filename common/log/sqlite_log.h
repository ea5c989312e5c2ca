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
  // "registry" or "projects". A directory of a different service is refused.
  std::string service;
  // For tests: a different VFS, and commits without a sync, which the durability tests must detect.
  std::string vfs;
  sqlite::Synchronous synchronous = sqlite::Synchronous::kFull;
  IdSource* ids = IdSource::Real();
};

// Opens the embedded log: log.db, a SQLite database with the commits and the base. Each commit has
// a CRC-32 of itself and its predecessor's CRC, so the commits form a chain. The text file FORMAT
// in the same directory has the format's number, the service and the log's id. FORMAT is checked
// before any database is opened (G7), and the whole chain is checked before an existing log.db is
// written.
//
// If opening fails, the error's message is one line for the operator:
//  - FAILED_PRECONDITION: another process, or this one, already holds the directory (the message
//    has its pid), the directory belongs to a different service, its format is newer than this
//    program's, FORMAT is damaged, log.db has content but FORMAT is missing, or FORMAT exists but
//    log.db is missing or empty.
//  - PERMISSION_DENIED: the directory or log.db can't be created, read or written.
//  - DATA_LOSS: the table is missing, the base is damaged, or the chain is broken. For the chain,
//    the message has the first bad revision.
//  - RESOURCE_EXHAUSTED: the disk is full.
//  - UNAVAILABLE or INTERNAL: SQLite failed for a different reason.
absl::StatusOr<std::unique_ptr<Log>> OpenSqliteLog(const SqliteLogOptions& options);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_SQLITE_LOG_H_
