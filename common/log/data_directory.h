#ifndef JUMELAGE_COMMON_LOG_DATA_DIRECTORY_H_
#define JUMELAGE_COMMON_LOG_DATA_DIRECTORY_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jumelage {

// Holds a data directory for this process (G7): an flock on its file LOCK, which also tells the
// holder's pid. The kernel lets go of it when the process ends, however that happens. Immutable;
// thread-safe.
class DirectoryLock {
 public:
  // FAILED_PRECONDITION when another holds it (or this process already does); PERMISSION_DENIED and
  // RESOURCE_EXHAUSTED as below.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Acquire(const std::string& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int fd) : fd_(fd) {}
  const int fd_;
};

// What FORMAT says, a text file of lines "key: value":
//
//   format: 1
//   service: registry
//   log_id: 5f0c…
struct Format {
  std::string service;
  std::string log_id;
};

// The format that this program writes, and the highest that it reads.
inline constexpr int kFormatNumber = 1;

// All of these: PERMISSION_DENIED with the system's reason when the directory or file can't be
// made, read or written, RESOURCE_EXHAUSTED when there is no room.

// Makes the directory and its parents, readable to the owner and his group alone.
absl::Status MakeDirectory(const std::string& directory);

// Nothing when there is no FORMAT. FAILED_PRECONDITION when it is newer than kFormatNumber or
// damaged.
absl::StatusOr<std::optional<Format>> ReadFormat(const std::string& directory);

// Writes FORMAT so that after a crash it is whole or missing.
absl::Status WriteFormat(const std::string& directory, const Format& format);

// Makes files that were made, renamed or deleted in the directory durable as such.
absl::Status SyncDirectory(const std::string& directory);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_DATA_DIRECTORY_H_
