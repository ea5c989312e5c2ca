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

// The base: what log.db keeps of compacted commits. The first compaction creates two tables. `base`
// has a row for each resource that existed after the compacted commits. `anchor` has one row: the
// last compacted commit, which the chain of the others continues, and the number of rows of `base`
// and the sum of their checksums, so that a changed or lost row is detected. Connections belong to
// the caller.
namespace jumelage {

struct Anchor {
  // All empty if nothing was compacted.
  ChainHead head;
  int64_t rows = 0;
  int64_t crc_sum = 0;
};

// Reads the stored anchor.
absl::StatusOr<Anchor> ReadAnchor(sqlite::Database& db);

// Returns DATA_LOSS unless the base matches `anchor`. Reads one row at a time.
absl::Status VerifyBase(sqlite::Database& db, const Anchor& anchor);

// Moves the oldest commits to the base: at most `max_commits`, and only those before `before`.
// Updates `anchor`. Call it inside a transaction.
absl::Status MoveToBase(sqlite::Database& db, Revision before, int64_t max_commits, Anchor* anchor);

// Implement Log::ReadBase and Log::FindBase.
absl::StatusOr<std::vector<store::v1::Commit>> ReadBaseRows(sqlite::Database& db,
                                                            absl::string_view after,
                                                            const ReadLimits& limits);
absl::StatusOr<std::optional<store::v1::Commit>> FindBaseRow(sqlite::Database& db,
                                                             absl::string_view name);

// Applies `redaction` to commits and base. Call it inside a transaction.
absl::Status Rewrite(sqlite::Database& db, const Redaction& redaction);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_BASE_H_
