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

// Which unsynced writes survive a loss of power.
enum class PowerLoss {
  kForgetAll,  // nothing
  // Any of them: the seed decides for each sector of 512 bytes, each file's size, and each file's
  // creation or deletion. Sectors are never torn, and a write does not damage synced bytes beside
  // it. SQLite calls such a disk safe for overwriting (powersafe overwrite).
  kKeepSome,
};

// A model of a disk behind the system's cache: every file has an image that programs see and one
// that is durable. Not thread-safe; guarded by the FaultVfs that owns it.
class FaultDisk {
 public:
  // One file. Its holders can still read it after it was deleted, as usual.
  struct File {
    std::string current;
    std::string durable;
    // The sectors of `current` written since they were last made durable.
    std::set<size_t> dirty;
    bool size_dirty = false;
    // Whether the file's directory entry would survive a loss of power.
    bool entry_durable = false;
  };
  using FileRef = std::shared_ptr<File>;

  explicit FaultDisk(uint64_t seed) : random_(seed) {}

  // Returns null if there is none.
  FileRef Find(const std::string& name) const;
  FileRef Create(const std::string& name);
  // Returns false if there is none. The deletion is durable immediately, or undone by a loss of
  // power if `durable` is false.
  bool Delete(const std::string& name, bool durable);

  // Writes as many bytes as there is space for, and returns how many.
  size_t Write(File& file, size_t offset, absl::string_view bytes);
  // Returns false if there is not enough space to grow.
  bool Truncate(File& file, size_t size);
  // Makes the file's writes and its directory entry durable.
  void Sync(const std::string& name, File& file);
  // Makes all directory entries durable.
  void SyncDirectory();
  // After a failed sync: treats the writes as written. Programs see them, but they never reach the
  // disk.
  static void MarkClean(File& file);
  // After a failed sync: programs see the durable image again.
  void Revert(File& file);

  void LosePower(PowerLoss loss);

  // By how many bytes files may still grow. No value means without limit.
  void SetFreeBytes(std::optional<int64_t> bytes) { free_bytes_ = bytes; }

  // Returns a number below `bound`, which is positive.
  uint64_t Random(uint64_t bound) { return random_() % bound; }

 private:
  void Resize(File& file, size_t size);
  void Settle(File& file, PowerLoss loss);

  std::mt19937_64 random_;
  std::optional<int64_t> free_bytes_;
  std::map<std::string, FileRef> files_;
  // Deleted, but not durably so.
  std::map<std::string, FileRef> deleted_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_FAULT_DISK_H_
