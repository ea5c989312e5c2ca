#include "common/base/ids.h"

#include <sys/random.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace jumelage {
namespace {

constexpr size_t kUuidBytes = 16;

// getrandom() always fills a buffer of up to 256 bytes completely.
constexpr size_t kFetchedBytes = 256;

// Random bytes left over from the last system call. One system call per id would take longer than
// the rest of the work.
struct Fetched {
  char bytes[kFetchedBytes];
  size_t left = 0;
};

class RandomIds : public IdSource {
 public:
  std::string UuidBytes() override {
    thread_local Fetched fetched;
    if (fetched.left == 0) {
      // getrandom() fails only if the kernel does not have this system call.
      if (getrandom(fetched.bytes, kFetchedBytes, 0) != kFetchedBytes) std::abort();
      fetched.left = kFetchedBytes;
    }
    fetched.left -= kUuidBytes;
    std::string bytes(fetched.bytes + fetched.left, kUuidBytes);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);  // version 4
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);  // RFC 4122 variant
    return bytes;
  }
};

}  // namespace

IdSource* IdSource::Real() {
  static RandomIds* const source = new RandomIds;
  return source;
}

std::string FormatUuid(absl::string_view bytes) {
  std::string hex = absl::BytesToHexString(bytes);
  if (hex.size() != 2 * kUuidBytes) return hex;
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

bool IsUuid4(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return false;
    } else if (!absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) {
      return false;
    }
  }
  return text[14] == '4' && absl::StrContains("89abAB", text.substr(19, 1));
}

}  // namespace jumelage
