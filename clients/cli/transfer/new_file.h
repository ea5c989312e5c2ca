#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_NEW_FILE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_NEW_FILE_H_

#include <fstream>
#include <ostream>
#include <string>

namespace jumelage::cli {

// A file that is written beside its place and put there whole: what stood there stays until then,
// and for good where the writing fails. What is no regular file (a device, a pipe) is written as it
// goes. Used by one thread.
class NewFile {
 public:
  explicit NewFile(const std::string& path);
  // Removes what was not put in its place.
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  // Begins to write. False: that can't be done.
  bool Open();
  std::ostream& stream() { return stream_; }
  // Puts the file in its place. False: not all of it could be written, or not there.
  bool Commit();

 private:
  // The file that a link leads to, so that the link stays.
  const std::string place_;
  // Where it is written.
  const std::string path_;
  std::ofstream stream_;
  bool pending_ = false;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_NEW_FILE_H_
