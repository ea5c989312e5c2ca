#ifndef JUMELAGE_COMMON_LOG_DATA_DIRECTORY_H_
#define JUMELAGE_COMMON_LOG_DATA_DIRECTORY_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jumelage {

// Reserves a data directory for this process (G7) with an flock on its file LOCK, which also
// contains the process's pid. The kernel releases the lock when the process ends, no matter how.
// Immutable and thread-safe.
class DirectoryLock {
 public:
  // The directory must exist. Returns FAILED_PRECONDITION if another process, or this one, already
  // holds it. Also returns PERMISSION_DENIED and RESOURCE_EXHAUSTED, like the functions below.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Acquire(const std::string& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int fd) : fd_(fd) {}
  const int fd_;
};

// The content of FORMAT, a text file with lines of the form "key: value":
//
//   format: 1
//   service: registry
//   log_id: 5f0c…
struct Format {
  std::string service;
  std::string log_id;
};

// The format number that this program writes, and the highest one that it can read.
inline constexpr int kFormatNumber = 1;

// The functions below return PERMISSION_DENIED with the system's reason if the directory or file
// can't be created, read or written, and RESOURCE_EXHAUSTED if the disk is full.

// Creates the directory and its parents if they are missing, accessible only to their owner and
// group.
absl::Status MakeDirectory(const std::string& directory);

// Returns nullopt if FORMAT is missing, and FAILED_PRECONDITION if it is newer than kFormatNumber
// or damaged.
absl::StatusOr<std::optional<Format>> ReadFormat(const std::string& directory);

// Writes FORMAT durably. After a crash, the file is either complete or as it was before.
absl::Status WriteFormat(const std::string& directory, const Format& format);

// Makes the creation, renaming and deletion of files in the directory durable.
absl::Status SyncDirectory(const std::string& directory);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_DATA_DIRECTORY_H_
