#ifndef JUMELAGE_COMMON_LOG_BASE_H_
#define JUMELAGE_COMMON_LOG_BASE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/log/chain.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "jumelage/store/v1/commit.pb.h"

// The base: the part of compacted commits that log.db keeps. The first compaction creates its two
// tables. `base` has a row for each resource that existed after the last compacted commit. `anchor`
// has a single row, with the revision, id and checksum of that commit: the chain of the remaining
// commits continues there. The row also has the number of rows in `base` and the sum of their
// checksums, so that a changed or lost row is detected. Connections must not be shared between
// threads.
namespace jumelage {

struct Anchor {
  // The last compacted commit. Empty if no commit has been compacted.
  ChainHead head;
  int64_t rows = 0;
  int64_t crc_sum = 0;
};

// Returns the stored anchor, or an empty one if no commit has been compacted.
absl::StatusOr<Anchor> ReadAnchor(sqlite::Database& db);

// Returns DATA_LOSS if there is a base that doesn't match `anchor`. Reads one row at a time.
absl::Status VerifyBase(sqlite::Database& db, const Anchor& anchor);

// Moves the oldest commits to the base: at most `max_commits`, fewer if they are large, and only
// those before the revision `before`. `*anchor` must be the stored anchor; it is updated. Call this
// inside a transaction.
absl::Status MoveToBase(sqlite::Database& db, Revision before, int64_t max_commits, Anchor* anchor);

// Implement Log::ReadBase and Log::FindBase.
absl::StatusOr<std::vector<store::v1::Commit>> ReadBaseRows(sqlite::Database& db,
                                                            absl::string_view after,
                                                            const ReadLimits& limits);
absl::StatusOr<std::optional<store::v1::Commit>> FindBaseRow(sqlite::Database& db,
                                                             absl::string_view name);

// Applies `redaction` to the stored commits before its revision and to the base. Call it inside a
// transaction.
absl::Status Rewrite(sqlite::Database& db, const Redaction& redaction);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_BASE_H_
