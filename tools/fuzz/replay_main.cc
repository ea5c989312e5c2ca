// The main program for running a fuzz target without a fuzzer. Runs the target once on the empty
// input and once on each file below the directories in the arguments. Fails if there are no files,
// so that a missing corpus is noticed.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

void RunOn(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

// Returns the content of a file. Exits if it can't be read.
std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content(std::istreambuf_iterator<char>(file), {});
  if (!file.is_open() || file.bad()) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(1);
  }
  return content;
}

}  // namespace

int main(int argc, char** argv) {
  RunOn("");
  int files = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
      if (!entry.is_regular_file()) continue;
      // Print the name first, so that the last line before a crash names the input.
      std::printf("%s\n", entry.path().c_str());
      std::fflush(stdout);
      RunOn(Read(entry.path()));
      ++files;
    }
  }
  std::printf("%d inputs\n", files);
  return files > 0 ? 0 : 1;
}
