#ifndef JUMELAGE_COMMON_LOG_CHAIN_H_
#define JUMELAGE_COMMON_LOG_CHAIN_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// The last commit of a log, which the next commit continues. Empty if the log has no commit.
struct ChainHead {
  Revision revision = 0;
  std::string commit_id;
  uint32_t crc = 0;
};

// The table of commits in log.db. `data` is the serialized commit. The lower half of `crc` is a
// CRC-32 (as in zlib) of the predecessor's lower half (four bytes, least significant first)
// followed by `data`. If a commit is changed, lost or moved, the chain is broken at that commit.
//
// A redaction rewrites a commit without breaking the chain. The lower half of `crc` stays the same,
// so that the next commit still continues it. The upper half, which is otherwise 0, becomes the
// RewrittenCrc of the new data.
inline constexpr absl::string_view kLogSchema =
    "CREATE TABLE commits(revision INTEGER PRIMARY KEY, crc INTEGER NOT NULL, data BLOB NOT NULL) "
    "STRICT";

// Returns the lower half of `crc` for a commit with `data` whose predecessor's lower half is
// `previous`.
uint32_t ChainCrc(uint32_t previous, absl::string_view data);
// Returns the upper half of `crc` for a rewritten commit with the new `data`. `chain` is the lower
// half. Never returns 0.
uint32_t RewrittenCrc(uint32_t chain, absl::string_view data);
// StoredCrc returns the value of the column `crc` with the lower half `chain` and the upper half
// `rewritten`. ChainPart returns the lower half of such a value.
int64_t StoredCrc(uint32_t chain, uint32_t rewritten);
uint32_t ChainPart(int64_t stored);

// Verifies every commit in `db` after `head`, and moves `head` to the last one. If a commit is
// missing, damaged or has a different predecessor, returns DATA_LOSS with the first bad revision;
// `head` is then the last good commit. Reads one commit at a time.
absl::Status VerifyChain(sqlite::Database& db, ChainHead* head);

// Like VerifyChain, but `head` must be the position before the oldest kept commit: also returns
// DATA_LOSS if `db` has a commit at or before `head`.
absl::Status VerifyWholeChain(sqlite::Database& db, ChainHead* head);

// Returns DATA_LOSS unless `head` is empty or `db` still has its commit, with the same checksum.
absl::Status VerifyHead(sqlite::Database& db, const ChainHead& head);

// Returns INVALID_ARGUMENT unless `batch` continues `head`: its revisions must be consecutive, and
// each commit must have an id of 16 bytes and its predecessor's id.
absl::Status CheckContinues(absl::Span<const store::v1::Commit> batch, const ChainHead& head);

// Inserts `batch`, which must continue `head`, and moves `head` to the batch's last commit. Call it
// inside a transaction. If it fails, `head` must not be used again.
absl::Status InsertCommits(sqlite::Database& db, absl::Span<const store::v1::Commit> batch,
                           ChainHead* head);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_CHAIN_H_
