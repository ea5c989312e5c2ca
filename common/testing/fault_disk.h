#ifndef JUMELAGE_COMMON_TESTING_FAULT_DISK_H_
#define JUMELAGE_COMMON_TESTING_FAULT_DISK_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace jumelage {

// Which unsynced writes survive a power failure.
enum class PowerLoss {
  kForgetAll,  // none
  // Some: the seed decides for each sector of 512 bytes, each file's size, and each file's creation
  // or deletion. Sectors are never torn, and a write does not damage synced bytes beside it. SQLite
  // calls this property of a disk "powersafe overwrite".
  kKeepSome,
};

// A model of a disk behind the system's cache: every file has an image that programs see and one
// that is durable. Not thread-safe; guarded by the FaultVfs that owns it.
class FaultDisk {
 public:
  // One file. A program that has it open can still read it after it was deleted, as on Unix.
  struct File {
    std::string current;
    std::string durable;
    // The sectors of `current` written since they were last made durable.
    std::set<size_t> dirty;
    bool size_dirty = false;
    // Whether the file's directory entry would survive a power failure.
    bool entry_durable = false;
  };
  using FileRef = std::shared_ptr<File>;

  explicit FaultDisk(uint64_t seed) : random_(seed) {}

  // Returns null if there is no such file.
  FileRef Find(const std::string& name) const;
  FileRef Create(const std::string& name);
  // Returns false if there is no such file. If `durable`, the deletion is durable immediately;
  // otherwise a power failure may undo it.
  bool Delete(const std::string& name, bool durable);

  // Writes as many bytes as there is space for, and returns how many.
  size_t Write(File& file, size_t offset, absl::string_view bytes);
  // Returns false if there is not enough space to grow.
  bool Truncate(File& file, size_t size);
  // Makes the file's writes and its directory entry durable.
  void Sync(const std::string& name, File& file);
  // Makes all directory entries durable.
  void SyncDirectory();
  // Simulates a failed sync after which the kernel treats the writes as written: programs see them,
  // but they never reach the disk.
  static void MarkClean(File& file);
  // Simulates a failed sync after which programs see the durable image again.
  void Revert(File& file);

  void LosePower(PowerLoss loss);

  // Sets by how many bytes files may still grow. No value means no limit.
  void SetFreeBytes(std::optional<int64_t> bytes) { free_bytes_ = bytes; }

  // Returns a random number below `bound`, which must be positive.
  uint64_t Random(uint64_t bound) { return random_() % bound; }

 private:
  void Resize(File& file, size_t size);
  void Settle(File& file, PowerLoss loss);

  std::mt19937_64 random_;
  std::optional<int64_t> free_bytes_;
  std::map<std::string, FileRef> files_;
  // Files that are deleted, but not durably yet.
  std::map<std::string, FileRef> deleted_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_FAULT_DISK_H_
