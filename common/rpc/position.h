#ifndef JUMELAGE_COMMON_RPC_POSITION_H_
#define JUMELAGE_COMMON_RPC_POSITION_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// Metadata keys of G3. Answers have the first one in their initial metadata, and answers of the
// projects service may also have the second. Requests may have the third.
inline constexpr char kPositionMetadata[] = "jumelage-position";
inline constexpr char kRegistryPositionMetadata[] = "jumelage-registry-position";
inline constexpr char kMinPositionMetadata[] = "jumelage-min-position";

// A position in a service's log.
struct Position {
  // The log's UUID in its 36-character form.
  std::string log_id;
  // The revision of the last commit that the position includes; 0 before the first commit.
  int64_t revision = 0;

  friend bool operator==(const Position& a, const Position& b) {
    return a.log_id == b.log_id && a.revision == b.revision;
  }
};

// Returns "LOG_ID/REVISION".
std::string FormatPosition(const Position& position);

// The inverse of FormatPosition; also accepts upper-case letters in LOG_ID. Returns FIELD_INVALID
// (INVALID_ARGUMENT), with a violation on `field`, for any other text.
absl::StatusOr<Position> ParsePosition(absl::string_view text, absl::string_view field);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_POSITION_H_
