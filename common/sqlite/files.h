#ifndef JUMELAGE_COMMON_SQLITE_FILES_H_
#define JUMELAGE_COMMON_SQLITE_FILES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Database files as SQLite's VFS sees them, for what has to be done while no connection is open.
// `vfs` names a registered sqlite3_vfs; empty for the default. Thread-safe as far as the file is
// not shared.
namespace jumelage::sqlite {

// The size in bytes; -1 when there is no such file. UNAVAILABLE when it can't be told,
// FAILED_PRECONDITION when the file can't be opened.
absl::StatusOr<int64_t> FileSize(const std::string& path, const std::string& vfs);

// Deletes the file, durably; OK when there is none. UNAVAILABLE when it is still there.
absl::Status DeleteFile(const std::string& path, const std::string& vfs);

// Writes the WAL at `path` over itself, byte for byte, and syncs it; OK when there is none.
//
// After a failed fsync the kernel may have marked pages as clean that never reached the disk:
// another fsync then succeeds and proves nothing. Pages that are written again are dirty again, so
// that the sync which follows covers them. A crash in between leaves, at every place, either what
// the disk had or what the file says: never anything else.
absl::Status RewriteWal(const std::string& path, const std::string& vfs);

}  // namespace jumelage::sqlite

#endif  // JUMELAGE_COMMON_SQLITE_FILES_H_
