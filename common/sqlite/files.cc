#include "common/sqlite/files.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/sqlite/database.h"
#include "common/sqlite/process_settings.h"
#include "sqlite3.h"

namespace jumelage::sqlite {
namespace {

// SQLite's default VFS writes less than 128 KiB per call.
constexpr int64_t kChunkBytes = 1 << 16;
// Files are opened as super-journals, since no VFS looks for files related to these.
constexpr int kKind = SQLITE_OPEN_SUPER_JOURNAL;

absl::StatusOr<sqlite3_vfs*> FindVfs(const std::string& name) {
  MakeProcessSettings();
  sqlite3_vfs* const vfs = sqlite3_vfs_find(name.empty() ? nullptr : name.c_str());
  if (vfs == nullptr) return absl::FailedPreconditionError(absl::StrCat("no VFS named ", name));
  return vfs;
}

// A file opened directly in the VFS. Not thread-safe.
class VfsFile {
 public:
  static absl::StatusOr<std::unique_ptr<VfsFile>> Open(sqlite3_vfs* vfs, const std::string& path,
                                                       int flags) {
    std::unique_ptr<VfsFile> file(new VfsFile(vfs, path));
    const int code = vfs->xOpen(vfs, file->path_.c_str(), file->get(), flags, nullptr);
    if (code != SQLITE_OK) {
      // xOpen may set pMethods even on failure. The destructor then closes the file.
      return StatusFromSqlite(code, "opening a database file");
    }
    return file;
  }
  ~VfsFile() {
    if (get()->pMethods != nullptr) get()->pMethods->xClose(get());
  }
  VfsFile(const VfsFile&) = delete;
  VfsFile& operator=(const VfsFile&) = delete;

  absl::StatusOr<int64_t> Size() {
    sqlite3_int64 size = 0;
    JUMELAGE_RETURN_IF_ERROR(
        StatusFromSqlite(get()->pMethods->xFileSize(get(), &size), "sizing a database file"));
    return size;
  }
  absl::Status Rewrite(int64_t offset, int64_t length) {
    std::vector<char> bytes(static_cast<size_t>(length));
    const int amount = static_cast<int>(length);
    JUMELAGE_RETURN_IF_ERROR(StatusFromSqlite(
        get()->pMethods->xRead(get(), bytes.data(), amount, offset), "reading the WAL"));
    return StatusFromSqlite(get()->pMethods->xWrite(get(), bytes.data(), amount, offset),
                            "rewriting the WAL");
  }
  absl::Status Sync() {
    return StatusFromSqlite(get()->pMethods->xSync(get(), SQLITE_SYNC_NORMAL), "syncing the WAL");
  }

 private:
  VfsFile(sqlite3_vfs* vfs, const std::string& path)
      : path_(path), storage_(static_cast<size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1) {
    // A VFS may look for URI parameters after the end of the name (sqlite3_uri_parameter). The
    // added zero bytes mean that there are none.
    path_.append(4, '\0');
    get()->pMethods = nullptr;
  }
  sqlite3_file* get() { return reinterpret_cast<sqlite3_file*>(storage_.data()); }

  std::string path_;
  std::vector<std::max_align_t> storage_;
};

}  // namespace

absl::StatusOr<int64_t> FileSize(const std::string& path, const std::string& vfs_name) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite3_vfs* const vfs, FindVfs(vfs_name));
  // SQLITE_ACCESS_EXISTS is not enough: the default VFS returns false for an empty file.
  int exists = 0;
  JUMELAGE_RETURN_IF_ERROR(
      StatusFromSqlite(vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_READWRITE, &exists),
                       "looking for a database file"));
  if (exists == 0) {
    JUMELAGE_RETURN_IF_ERROR(
        StatusFromSqlite(vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &exists),
                         "looking for a database file"));
    if (exists == 0) return -1;
  }
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<VfsFile> file,
                            VfsFile::Open(vfs, path, SQLITE_OPEN_READONLY | kKind));
  return file->Size();
}

absl::Status DeleteFile(const std::string& path, const std::string& vfs_name) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite3_vfs* const vfs, FindVfs(vfs_name));
  const int code = vfs->xDelete(vfs, path.c_str(), /*syncDir=*/1);
  if (code == SQLITE_IOERR_DELETE_NOENT) return absl::OkStatus();
  return StatusFromSqlite(code, "deleting a database file");
}

absl::Status RewriteWal(const std::string& path, const std::string& vfs_name) {
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t size, FileSize(path, vfs_name));
  if (size <= 0) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(sqlite3_vfs* const vfs, FindVfs(vfs_name));
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<VfsFile> file,
                            VfsFile::Open(vfs, path, SQLITE_OPEN_READWRITE | kKind));
  for (int64_t offset = 0; offset < size; offset += kChunkBytes) {
    JUMELAGE_RETURN_IF_ERROR(file->Rewrite(offset, std::min(kChunkBytes, size - offset)));
  }
  return file->Sync();
}

}  // namespace jumelage::sqlite
