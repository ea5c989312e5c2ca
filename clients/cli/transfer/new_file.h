#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_NEW_FILE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_NEW_FILE_H_

#include <ext/stdio_filebuf.h>
#include <optional>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jumelage::cli {

// Writes a new file that replaces its target when it is complete. Until then an existing target
// stays, and if writing fails or the process is interrupted, it stays for good. Not thread-safe.
//
// A regular file is replaced, and a missing one is made. A symbolic link stays: what it leads to is
// written. The new file has the owner and permissions of the old one, or those that the umask gives
// to a missing one. Other hard links to the old file keep the old content. A file that the user may
// not write is not replaced. Everything else that can be written (devices, pipes, /dev/stdout and
// the other descriptors of the process) is written directly, and a directory is refused.
//
// The unfinished file has no name where the file system allows that, so nothing can remain of it.
// Elsewhere it has a new, random name in the target's directory, which is removed when writing
// fails or a signal ends the process. Only SIGKILL and a power failure leave it there.
class NewFile {
 public:
  // How the unfinished file is kept. Tests choose kNamed to cover file systems without the other.
  enum class Unfinished { kNamelessIfPossible, kNamed };

  explicit NewFile(std::string path, Unfinished unfinished = Unfinished::kNamelessIfPossible);
  // Removes the unfinished file, unless Commit moved it.
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  // Opens the file. Returns INVALID_ARGUMENT with the path and the reason if that fails.
  absl::Status Open();
  std::ostream& stream() { return stream_; }
  // Closes the file, syncs it to the disk, and moves it to its target. Returns UNKNOWN with the
  // path and the reason if that fails.
  absl::Status Commit();

 private:
  // Opens the file that will replace the target. Returns its descriptor.
  absl::StatusOr<int> OpenReplacement();
  // Gives the unfinished file a random name, if it has none.
  absl::Status Name();
  // Writes what is buffered, syncs and names a file that replaces another, and closes the file.
  absl::Status Finish();
  absl::Status Failed(absl::StatusCode code, int error) const;

  const std::string path_;
  const Unfinished unfinished_;
  // The file that is replaced: `path_`, or what it leads to if it is a symbolic link.
  std::string target_;
  // Whether the file moves to `target_` in the end; otherwise it is written directly.
  bool replaces_ = false;
  // The name of the unfinished file, if it has one.
  std::string name_;
  // The place of `name_` among the files that a signal removes, if it has one.
  std::optional<int> removal_;
  std::optional<__gnu_cxx::stdio_filebuf<char>> buffer_;
  std::ostream stream_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_NEW_FILE_H_
