#ifndef JUMELAGE_COMMON_SQLITE_FILES_H_
#define JUMELAGE_COMMON_SQLITE_FILES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Operations on database files through SQLite's VFS, for use while no connection is open. `vfs` is
// the name of a registered sqlite3_vfs; empty means the default. Thread-safe for different files.
namespace jumelage::sqlite {

// Returns the size in bytes, or -1 if there is no such file. UNAVAILABLE if it can't be determined,
// FAILED_PRECONDITION if the file can't be opened.
absl::StatusOr<int64_t> FileSize(const std::string& path, const std::string& vfs);

// Deletes the file durably. OK if there is none, UNAVAILABLE if it is still there.
absl::Status DeleteFile(const std::string& path, const std::string& vfs);

// Rewrites the WAL at `path` with its own bytes, and syncs it. OK if there is none.
//
// After a failed fsync the kernel may have marked pages as clean that never reached the disk.
// Another fsync then succeeds and proves nothing. Pages that are written again are dirty again, so
// the next sync covers them. After a crash in between, each place has either the bytes of the disk
// or those of the file.
absl::Status RewriteWal(const std::string& path, const std::string& vfs);

}  // namespace jumelage::sqlite

#endif  // JUMELAGE_COMMON_SQLITE_FILES_H_
