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

// What of the writes that were not synced is there after the power went.
enum class PowerLoss {
  kForgetAll,  // nothing
  // Any of them: each sector of 512 bytes, each file's size, and each file's making or deletion, by
  // a toss of the seeded coin. Sectors are never torn, and writing beside synced bytes does not
  // harm them: what SQLite expects of a disk that it calls safe for overwriting.
  kKeepSome,
};

// A model of a disk with the system's cache before it: every file has an image that programs see
// and one that is durable. Not thread-safe; the FaultVfs that owns it guards it.
class FaultDisk {
 public:
  // One file. Stays readable to who holds it after it was deleted, as files do.
  struct File {
    std::string current;
    std::string durable;
    // Sectors of `current` that were written since they were last made durable.
    std::set<size_t> dirty;
    bool size_dirty = false;
    // Whether the directory would still know of the file after the power went.
    bool entry_durable = false;
  };
  using FileRef = std::shared_ptr<File>;

  explicit FaultDisk(uint64_t seed) : random_(seed) {}

  // Null when there is none.
  FileRef Find(const std::string& name) const;
  FileRef Create(const std::string& name);
  // False when there is none. Durable at once, or (`durable` false) undone by a loss of power.
  bool Delete(const std::string& name, bool durable);

  // Writes what there is room for; returns how many bytes that was.
  size_t Write(File& file, size_t offset, absl::string_view bytes);
  // False when there is no room to grow.
  bool Truncate(File& file, size_t size);
  // Makes what was written durable, and the file's entry in the directory.
  void Sync(const std::string& name, File& file);
  // Makes durable which files there are.
  void SyncDirectory();
  // After a failed sync: takes what was written for written. Programs see it, the disk never gets
  // it.
  static void MarkClean(File& file);
  // After a failed sync: programs too see again what was durable.
  void Revert(File& file);

  void LosePower(PowerLoss loss);

  // How many bytes files may still grow by; no value: without end.
  void SetFreeBytes(std::optional<int64_t> bytes) { free_bytes_ = bytes; }

  // A number below `bound`, which is positive.
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
