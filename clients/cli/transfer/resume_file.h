#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_RESUME_FILE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_RESUME_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jumelage::cli {

// Where an import that was cut off goes on: a small file that says of which input how many records
// need not be sent again. Importing is idempotent, so a file that is behind costs time, nothing
// else. Used by one thread.
class ResumeFile {
 public:
  // `path` empty: nothing is kept. `input` tells this import from others, on one line.
  ResumeFile(std::string path, std::string input);

  // How many records are done; 0 where there is no file. Usage errors: the file is of another
  // import, or none of ours.
  absl::StatusOr<int64_t> Read() const;
  // Writes the number, replacing the file as a whole.
  absl::Status Write(int64_t records) const;
  // The import is complete.
  void Remove() const;

 private:
  const std::string path_;
  const std::string input_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_RESUME_FILE_H_
