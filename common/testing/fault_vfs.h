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
  // Fails, and nothing happens.
  kFail,
  // A write fails after a prefix of random length. Other operations: as kFail.
  kTear,
  // Reports success, but nothing happens: a disk that lies.
  kDrop,
  // A sync reports failure, but everything is durable. Other operations: as kFail.
  kFailKeep,
  // A sync fails, and the kernel takes the pages for written, as Linux does. They can be read and a
  // later sync succeeds, but they never reach the disk unless they are written again. Other
  // operations: as kFail.
  kFailLose,
  // A sync fails, and everything that was not durable is lost immediately. Other operations: as
  // kFail.
  kFailRevert,
  // SQLITE_FULL: a write leaves a prefix, other operations do nothing.
  kFull,
  // The power fails during the operation: a write leaves a prefix in the cache, a sync has made
  // nothing or everything durable.
  kKill,
};

// Which operation fails, and how.
struct FaultPlan {
  // No value: all that change files (write, truncate, sync, delete).
  std::optional<FileOperation> operation;
  // Which matching operation after the injection is affected first; 1 is the next.
  int64_t countdown = 1;
  Fault fault = Fault::kFail;
  // How many matching operations are affected, from that one on.
  int64_t times = 1;
  // Only files whose names end with this, such as "log.db-wal". Empty: all.
  std::string suffix;
  PowerLoss loss = PowerLoss::kForgetAll;
};

// An in-memory VFS for SQLite that behaves like a bad disk: it fails, tears or drops operations,
// fails syncs, is full, and at a loss of power loses everything that was not synced. It is needed
// to prove durability. Killing a process proves nothing, since the kernel still has the writes.
//
// Registered under its own name as long as it lives. Outlives all connections. Thread-safe. Has no
// directories: names are just paths. As in Linux, a failed sync is reported once to each open file
// of that name.
class FaultVfs {
 public:
  // The seed determines the lengths of torn writes and what survives. With one thread, runs are
  // repeatable.
  explicit FaultVfs(uint64_t seed = 1);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  // For sqlite::OpenOptions::vfs.
  const std::string& name() const { return name_; }

  // Replaces the previous plan.
  void Inject(const FaultPlan& plan);
  void ClearFaults();
  // How many operations the plan affected since the last Inject.
  int64_t struck() const;
  // The number of operations so far, of one kind and of all that change files. A seeded test counts
  // them in one run to choose a target in the next.
  int64_t count(FileOperation operation) const;
  int64_t changes() const;

  // By how many bytes files may still grow. No value means without limit.
  void SetFreeBytes(std::optional<int64_t> bytes);

  // Simulates a loss of power: every open file fails from now on, no file can be opened, and
  // unsynced writes are lost.
  void Kill(PowerLoss loss);
  bool killed() const;
  // Restores the power: files can be opened again. Those that were open stay unusable.
  void Restart();

  // Returns the file as programs see it, or nullopt if there is none.
  std::optional<std::string> Contents(const std::string& name) const;
  // Replaces or creates the file durably, as a corrupting disk does. No connection may have it
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
  // Never shortens the file; otherwise like Truncate, including its faults.
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
  // Counts losses of power. A file opened before the last one is unusable.
  int64_t life_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<Handle*, std::string> handles_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::shared_ptr<FileLocks>> locks_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::weak_ptr<SharedMemory>> shared_memory_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_FAULT_VFS_H_
