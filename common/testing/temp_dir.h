#ifndef JUMELAGE_COMMON_TESTING_TEMP_DIR_H_
#define JUMELAGE_COMMON_TESTING_TEMP_DIR_H_

#include <string>

namespace jumelage {

// A new directory under TEST_TMPDIR, removed with all that is in it when the object goes. Aborts
// when it can't be made: a test has no use for going on. Thread-compatible.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  // The path of a file in it.
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// The bytes of a file; "" when it can't be read.
std::string ReadFileBytes(const std::string& path);
// Replaces a file's bytes. Aborts on failure.
void WriteFileBytes(const std::string& path, const std::string& bytes);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_TEMP_DIR_H_
