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

// The end of a log, which the next commit continues. All empty before the first.
struct ChainHead {
  Revision revision = 0;
  std::string commit_id;
  uint32_t crc = 0;
};

// The commits of log.db. The lower half of `crc` is a CRC-32 (as in zlib) of the predecessor's
// lower half, as four bytes, least significant first, and `data`, the serialized commit. If a
// commit is changed, lost or moved, the chain is broken from there on.
//
// A redaction rewrites a commit without breaking the chain. The lower half stays, so that the
// successors still fit. The upper half, otherwise 0, becomes the RewrittenCrc of the new data.
inline constexpr absl::string_view kLogSchema =
    "CREATE TABLE commits(revision INTEGER PRIMARY KEY, crc INTEGER NOT NULL, data BLOB NOT NULL) "
    "STRICT";

uint32_t ChainCrc(uint32_t previous, absl::string_view data);
// The checksum of a rewritten commit whose original crc was `chain`. Never 0.
uint32_t RewrittenCrc(uint32_t chain, absl::string_view data);
// The value of the column `crc` for a rewritten commit, and the lower half of such a value.
int64_t StoredCrc(uint32_t chain, uint32_t rewritten);
uint32_t ChainPart(int64_t stored);

// Moves `head` over every commit that `db` has after it. Returns DATA_LOSS, with the first bad
// revision, if a commit is missing, damaged or has another predecessor; `head` is then the last
// good one. Reads one commit at a time.
absl::Status VerifyChain(sqlite::Database& db, ChainHead* head);

// Like VerifyChain, where `head` is the position before the first commit. Also returns DATA_LOSS if
// there is a commit before that.
absl::Status VerifyWholeChain(sqlite::Database& db, ChainHead* head);

// Returns DATA_LOSS unless `db` still has the commit at `head`.
absl::Status VerifyHead(sqlite::Database& db, const ChainHead& head);

// Returns INVALID_ARGUMENT unless `batch` continues `head`: consecutive revisions, each with an id
// of 16 bytes and its predecessor's id.
absl::Status CheckContinues(absl::Span<const store::v1::Commit> batch, const ChainHead& head);

// Inserts `batch`, which continues `head`, and moves `head` to its end. Call it inside a
// transaction.
absl::Status InsertCommits(sqlite::Database& db, absl::Span<const store::v1::Commit> batch,
                           ChainHead* head);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_CHAIN_H_
