#ifndef JUMELAGE_COMMON_BASE_IDS_H_
#define JUMELAGE_COMMON_BASE_IDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace jumelage {

// A source of unique identifiers, injected so that tests can repeat a run. Implementations are
// thread-safe.
class IdSource {
 public:
  virtual ~IdSource() = default;
  // Returns the 16 bytes of a random (version 4) UUID.
  virtual std::string UuidBytes() = 0;

  // Returns the source that uses the kernel's random numbers. It is never destroyed.
  static IdSource* Real();
};

// Returns the 36-character text of 16 UUID bytes, in lower case. For any other number of bytes,
// returns plain hexadecimal digits.
std::string FormatUuid(absl::string_view bytes);

// Whether `text` is a version 4 UUID in its 36-character form (RFC 4122), in upper or lower case.
bool IsUuid4(absl::string_view text);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_IDS_H_
