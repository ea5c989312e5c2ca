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

// What stands in log.db for commits that were compacted. Two tables, made with the first
// compaction: `base`, a row for each resource that was there after them, and `anchor`, one row with
// the last of them, from which the chain of the others goes on, and with the number of rows of
// `base` and the sum of their checksums: a row that is changed or lost shows. Connections are the
// caller's.
namespace jumelage {

struct Anchor {
  // All empty when nothing was compacted.
  ChainHead head;
  int64_t rows = 0;
  int64_t crc_sum = 0;
};

// The anchor as it is stored.
absl::StatusOr<Anchor> ReadAnchor(sqlite::Database& db);

// DATA_LOSS unless the base is what `anchor` says. Reads one row at a time.
absl::Status VerifyBase(sqlite::Database& db, const Anchor& anchor);

// Inside a transaction: moves the oldest commits, of those before `before` at most `max_commits`,
// to the base, and `anchor` with them.
absl::Status MoveToBase(sqlite::Database& db, Revision before, int64_t max_commits, Anchor* anchor);

// Log::ReadBase and Log::FindBase.
absl::StatusOr<std::vector<store::v1::Commit>> ReadBaseRows(sqlite::Database& db,
                                                            absl::string_view after,
                                                            const ReadLimits& limits);
absl::StatusOr<std::optional<store::v1::Commit>> FindBaseRow(sqlite::Database& db,
                                                             absl::string_view name);

// Inside a transaction: takes out of commits and base what `redaction` says.
absl::Status Rewrite(sqlite::Database& db, const Redaction& redaction);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_BASE_H_
