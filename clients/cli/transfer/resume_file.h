#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_RESUME_FILE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_RESUME_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jumelage::cli {

// A small file from which an interrupted import resumes. It contains the line that identifies the
// import, and the number of records that don't have to be sent again. Importing is idempotent, so a
// number that is too small only costs time. Not thread-safe.
class ResumeFile {
 public:
  // If `path` is empty, nothing is stored. `input` is one line that identifies this import.
  ResumeFile(std::string path, std::string input);

  // Returns how many records are done, or 0 if there is no file that can be opened. Returns a usage
  // error if the file belongs to a different import or is not a resume file.
  absl::StatusOr<int64_t> Read() const;
  // Writes how many records are done. Replaces the file atomically. Returns UNKNOWN if that fails.
  absl::Status Write(int64_t records) const;
  // Removes the file. Called when the import is complete.
  void Remove() const;

 private:
  const std::string path_;
  const std::string input_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_RESUME_FILE_H_
