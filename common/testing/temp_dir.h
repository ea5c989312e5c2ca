#ifndef JUMELAGE_COMMON_TESTING_TEMP_DIR_H_
#define JUMELAGE_COMMON_TESTING_TEMP_DIR_H_

#include <string>

namespace jumelage {

// A new directory under TEST_TMPDIR (default: /tmp). The destructor removes it with its contents.
// Aborts if it can't be created, since a test could not continue. Thread-compatible.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  // Returns the path of a file in the directory.
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Returns the bytes of a file, or "" if it can't be read.
std::string ReadFileBytes(const std::string& path);
// Replaces a file's bytes. Aborts on failure.
void WriteFileBytes(const std::string& path, const std::string& bytes);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_TEMP_DIR_H_
