#ifndef JUMELAGE_COMMON_SQLITE_FILES_H_
#define JUMELAGE_COMMON_SQLITE_FILES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Operations on database files through SQLite's VFS, for use while no connection is open. `vfs` is
// the name of a registered sqlite3_vfs; empty means the default. Thread-safe for different files.
namespace jumelage::sqlite {

// Returns the size in bytes, or -1 if there is no such file. Returns UNAVAILABLE if the size can't
// be determined, and FAILED_PRECONDITION if the file can't be opened or there is no such VFS.
absl::StatusOr<int64_t> FileSize(const std::string& path, const std::string& vfs);

// Deletes the file durably. Returns OK if there is no such file, and UNAVAILABLE if it could not be
// deleted.
absl::Status DeleteFile(const std::string& path, const std::string& vfs);

// Rewrites the WAL at `path` with its own bytes, and syncs it. Has no effect if the file is missing
// or empty.
//
// After a failed fsync, the kernel may have marked pages as clean although they never reached the
// disk. A second fsync then succeeds but proves nothing. Rewriting the pages makes them dirty
// again, so that the next sync writes them. If the machine crashes before that, each part of the
// file has either the bytes that were on the disk or the rewritten ones.
absl::Status RewriteWal(const std::string& path, const std::string& vfs);

}  // namespace jumelage::sqlite

#endif  // JUMELAGE_COMMON_SQLITE_FILES_H_
