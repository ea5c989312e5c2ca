#ifndef JUMELAGE_COMMON_LOG_POSITION_H_
#define JUMELAGE_COMMON_LOG_POSITION_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// Distinguishes a commit from the commits with the same revision in other histories of the log,
// such as that of a copy of the data directory. 0 means that the commit is not known.
using CommitMark = uint64_t;

// Returns the mark of a commit: the first bytes of its id.
CommitMark MarkOf(absl::string_view commit_id);

// A position in a service's log.
struct Position {
  // The log's UUID in its 36-character form.
  std::string log_id;
  // The revision of the last commit that the position includes; 0 before the first commit.
  int64_t revision = 0;
  // The mark of that commit. 0 if the position does not prove which commit it is: before the first
  // commit, if the log no longer keeps the commit, and in positions of older versions.
  CommitMark mark = 0;

  friend bool operator==(const Position& a, const Position& b) {
    return a.log_id == b.log_id && a.revision == b.revision && a.mark == b.mark;
  }
};

// Returns "LOG_ID/REVISION/MARK" with MARK as 16 hexadecimal digits, or "LOG_ID/REVISION" without a
// mark.
std::string FormatPosition(const Position& position);

// The rule that a text violates if it is not a position.
inline constexpr char kPositionForm[] =
    "must be LOG_ID/REVISION/MARK as the service gave it, such as "
    "\"0b7e1c6e-9f0f-4c39-8f0e-0c8d4a0d5a11/42/8d0c4a0d5a11b7e1\"";

// The inverse of FormatPosition; also accepts upper-case letters. Returns FIELD_INVALID
// (INVALID_ARGUMENT), with a violation on `field`, for any other text.
absl::StatusOr<Position> ParsePosition(absl::string_view text, absl::string_view field);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_POSITION_H_
