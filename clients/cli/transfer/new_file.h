#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_NEW_FILE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_NEW_FILE_H_

#include <fstream>
#include <ostream>
#include <string>

namespace jumelage::cli {

// Writes a new file next to its target and moves it to the target when it is complete. An existing
// file remains until then, and is kept if writing fails. Devices and pipes are written directly.
// Not thread-safe.
class NewFile {
 public:
  explicit NewFile(const std::string& path);
  // Removes the new file unless Commit moved it or the target was written directly.
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  // Opens the file. Returns false if that fails.
  bool Open();
  std::ostream& stream() { return stream_; }
  // Closes the file and moves it to its target. Returns false if writing or moving failed.
  bool Commit();

 private:
  // The target of the new file. If the path is a symbolic link to an existing file, this is that
  // file, so that the link remains.
  const std::string place_;
  // The path of the new file until Commit moves it. If the target is written directly, this is the
  // target.
  const std::string path_;
  std::ofstream stream_;
  bool pending_ = false;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_NEW_FILE_H_
