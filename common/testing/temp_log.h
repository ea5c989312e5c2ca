#ifndef JUMELAGE_COMMON_TESTING_TEMP_LOG_H_
#define JUMELAGE_COMMON_TESTING_TEMP_LOG_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/log/log.h"
#include "common/log/sqlite_log.h"
#include "common/testing/temp_dir.h"

namespace jumelage {

// Opens the log of a registry in `dir`, and creates it if it is missing.
inline absl::StatusOr<std::unique_ptr<Log>> OpenLog(const TempDir& dir) {
  SqliteLogOptions options;
  options.data_dir = dir.path();
  options.service = "registry";
  return OpenSqliteLog(options);
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_TEMP_LOG_H_
