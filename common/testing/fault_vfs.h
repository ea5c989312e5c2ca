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

// What SQLite does to files, as far as it can be made to fail.
enum class FileOperation { kOpen, kRead, kWrite, kTruncate, kSync, kDelete };
inline constexpr int kFileOperations = 6;

enum class Fault {
  // Fails, and nothing happens.
  kFail,
  // A write fails after a prefix of random length. Another operation: as kFail.
  kTear,
  // Reports success, and nothing happens: a disk that lies.
  kDrop,
  // A sync reports failure, though all is durable. Another operation: as kFail.
  kFailKeep,
  // A sync fails, and the kernel takes the pages for written: they can be read, a later sync
  // succeeds, and yet they never
  // reach the disk unless they are written again. What Linux does. Another operation: as kFail.
  kFailLose,
  // A sync fails, and what was not durable is gone at once. Another operation: as kFail.
  kFailRevert,
  // SQLITE_FULL: a write leaves a prefix; of others nothing happens.
  kFull,
  // The power goes in the middle: a write leaves a prefix in the cache, a sync has made nothing or
  // all durable.
  kKill,
};

// Which operation fails, and how.
struct FaultPlan {
  // No value: whatever changes files (write, truncate, sync, delete).
  std::optional<FileOperation> operation;
  // Counts operations that match, from the injection on; 1 is the next.
  int64_t countdown = 1;
  Fault fault = Fault::kFail;
  // How many operations that match are struck, from that one on.
  int64_t times = 1;
  // Only files whose names end so: "log.db-wal". Empty: all.
  std::string suffix;
  PowerLoss loss = PowerLoss::kForgetAll;
};

// A VFS for SQLite, entirely in memory, that does what disks do to those who trust them: it fails,
// tears or drops operations, fails syncs, is full, and forgets at a loss of power whatever was not
// synced. It is the means to prove durability: killing a process proves nothing, since the kernel
// still has what was written.
//
// Registered under a name of its own as long as it lives; outlives all connections. Thread-safe.
// Directories do not exist: names are paths only. As Linux does, a failed sync is reported once to
// each open file of that name.
class FaultVfs {
 public:
  // The seed decides lengths of torn writes and what survives; with one thread, runs repeat.
  explicit FaultVfs(uint64_t seed = 1);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  // For sqlite::OpenOptions::vfs.
  const std::string& name() const { return name_; }

  // Replaces the plan before.
  void Inject(const FaultPlan& plan);
  void ClearFaults();
  // How many operations were struck since the last Inject.
  int64_t struck() const;
  // Operations so far, of one kind and of all that change files: what a seeded test counts in one
  // run to aim in the next.
  int64_t count(FileOperation operation) const;
  int64_t changes() const;

  // How many bytes files may still grow by; no value: without end.
  void SetFreeBytes(std::optional<int64_t> bytes);

  // The power goes: every open file fails from now on, nothing can be opened, and what was not
  // synced is lost.
  void Kill(PowerLoss loss);
  bool killed() const;
  // The power is back: files can be opened again. Those that were open stay useless.
  void Restart();

  // The file as programs see it; nothing when there is none.
  std::optional<std::string> Contents(const std::string& name) const;
  // Replaces (or makes) the file, durably: what a disk does that rots. No connection may have it
  // open.
  void SetContents(const std::string& name, const std::string& bytes);

 private:
  friend struct FaultVfsCalls;
  struct Handle;

  // What is to be done about an operation.
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
  // Never shortens; else as Truncate, also for faults.
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
  int64_t remaining_ ABSL_GUARDED_BY(mu_) = 0;  // how often plan_ still strikes
  int64_t struck_ ABSL_GUARDED_BY(mu_) = 0;
  std::array<int64_t, kFileOperations> counts_ ABSL_GUARDED_BY(mu_) = {};
  bool killed_ ABSL_GUARDED_BY(mu_) = false;
  // Counts losses of power; a file that was opened in another life is useless.
  int64_t life_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<Handle*, std::string> handles_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::shared_ptr<FileLocks>> locks_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::weak_ptr<SharedMemory>> shared_memory_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_FAULT_VFS_H_
