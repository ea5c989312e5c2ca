#ifndef JUMELAGE_COMMON_TESTING_FAULT_VFS_H_
#define JUMELAGE_COMMON_TESTING_FAULT_VFS_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/testing/fault_disk.h"
#include "common/testing/fault_locks.h"

struct sqlite3_vfs;

namespace jumelage {

// The file operations of SQLite that can be made to fail.
enum class FileOperation { kOpen, kRead, kWrite, kTruncate, kSync, kDelete };
inline constexpr int kFileOperations = 6;

enum class Fault {
  // The operation fails and has no effect.
  kFail,
  // A write fails after it has written a prefix of random length. Other operations: as kFail.
  kTear,
  // The operation reports success but has no effect, as on a disk that lies. Opens and reads: as
  // kFail.
  kDrop,
  // A sync reports failure although everything is durable. Other operations: as kFail.
  kFailKeep,
  // A sync fails, and the kernel marks the pages as written, as Linux does. They can be read and a
  // later sync succeeds, but they never reach the disk unless they are written again. Other
  // operations: as kFail.
  kFailLose,
  // A sync fails, and everything that was not durable is lost immediately. Other operations: as
  // kFail.
  kFailRevert,
  // The operation fails with SQLITE_FULL. A write leaves a prefix; other operations have no effect.
  // Reads: as kFail.
  kFull,
  // The power fails during the operation: a write leaves a prefix in the system's cache, a truncate
  // or delete takes effect there, and a sync makes either everything or nothing durable.
  // FaultPlan::loss decides which of the unsynced changes survive.
  kKill,
};

// Which operation fails, and how.
struct FaultPlan {
  // No value means all operations that change files (write, truncate, sync, delete).
  std::optional<FileOperation> operation;
  // Which matching operation after the injection is affected first; 1 means the next one.
  int64_t countdown = 1;
  Fault fault = Fault::kFail;
  // How many matching operations are affected, from that one on.
  int64_t times = 1;
  // Only files whose names end with this are affected, such as "log.db-wal". Empty means all files.
  std::string suffix;
  PowerLoss loss = PowerLoss::kForgetAll;
};

// An in-memory VFS for SQLite that behaves like a bad disk: it fails, tears or drops operations,
// fails syncs, is full, and loses unsynced writes in a power failure. Tests need it to prove
// durability: killing a process proves nothing, since the kernel still has the writes.
//
// Registered under its own name while it exists. Must outlive all connections. Thread-safe. It has
// files but not directories: a file's name is its full path. As on Linux, a failed sync is reported
// once to each open handle of the file.
class FaultVfs {
 public:
  // The seed determines the lengths of torn writes and what survives a power failure. With a single
  // thread, runs are repeatable.
  explicit FaultVfs(uint64_t seed = 1);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  // For sqlite::OpenOptions::vfs.
  const std::string& name() const { return name_; }

  // Replaces the previous plan.
  void Inject(const FaultPlan& plan);
  void ClearFaults();
  // How many operations the plan has affected since the last Inject.
  int64_t struck() const;
  // The number of operations so far, of one kind and of all that change files. A seeded test counts
  // them in one run to choose a target in the next.
  int64_t count(FileOperation operation) const;
  int64_t changes() const;

  // Sets by how many bytes files may still grow. No value means no limit.
  void SetFreeBytes(std::optional<int64_t> bytes);

  // Simulates a power failure: from now on, operations on open files fail and no file can be
  // opened, and `loss` decides which unsynced writes are lost.
  void Kill(PowerLoss loss);
  bool killed() const;
  // Restores the power and clears the faults. Files can be opened again, but handles from before
  // the power failure stay unusable.
  void Restart();

  // Returns the file as programs see it, or nullopt if there is none.
  std::optional<std::string> Contents(const std::string& name) const;
  // Replaces or creates the file durably, as a corrupting disk would. No connection may have it
  // open.
  void SetContents(const std::string& name, const std::string& bytes);

 private:
  friend struct FaultVfsCalls;
  struct Handle;

  // Whether an operation is affected, and how.
  struct Verdict {
    bool struck = false;
    Fault fault = Fault::kFail;
  };
  Verdict Judge(FileOperation operation, const std::string& name)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void KillLocked(PowerLoss loss) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  int Open(const char* path, Handle* handle, int flags) ABSL_LOCKS_EXCLUDED(mu_);
  void Close(Handle* handle) ABSL_LOCKS_EXCLUDED(mu_);
  int Read(Handle* handle, char* out, size_t amount, size_t offset) ABSL_LOCKS_EXCLUDED(mu_);
  int Write(Handle* handle, absl::string_view bytes, size_t offset) ABSL_LOCKS_EXCLUDED(mu_);
  int Truncate(Handle* handle, size_t size) ABSL_LOCKS_EXCLUDED(mu_);
  // Like Truncate, including its faults, but never shortens the file.
  int Lengthen(Handle* handle, size_t size) ABSL_LOCKS_EXCLUDED(mu_);
  int Sync(Handle* handle) ABSL_LOCKS_EXCLUDED(mu_);
  int Delete(const std::string& name, bool durable) ABSL_LOCKS_EXCLUDED(mu_);
  int FailSync(Handle* handle, Fault fault) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool Alive(const Handle* handle) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::string name_;
  const std::unique_ptr<sqlite3_vfs> vfs_;
  mutable Mutex mu_;
  FaultDisk disk_ ABSL_GUARDED_BY(mu_);
  FaultPlan plan_ ABSL_GUARDED_BY(mu_);
  int64_t remaining_ ABSL_GUARDED_BY(mu_) = 0;  // how many operations plan_ still affects
  int64_t struck_ ABSL_GUARDED_BY(mu_) = 0;
  std::array<int64_t, kFileOperations> counts_ ABSL_GUARDED_BY(mu_) = {};
  bool killed_ ABSL_GUARDED_BY(mu_) = false;
  // How many power failures there have been. Files that were opened before the last one are
  // unusable.
  int64_t life_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<Handle*, std::string> handles_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::shared_ptr<FileLocks>> locks_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::weak_ptr<SharedMemory>> shared_memory_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_FAULT_VFS_H_
