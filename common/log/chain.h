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

// The end of a log: what the next commit continues. All empty before the first.
struct ChainHead {
  Revision revision = 0;
  std::string commit_id;
  uint32_t crc = 0;
};

// The commits of log.db. The lower half of `crc` is the CRC-32 (that of zlib) of the predecessor's,
// as four bytes, least significant first, and `data`, the serialized commit: a commit that is
// changed, lost or moved breaks the chain from there on.
//
// A redaction rewrites a commit without breaking the chain: the lower half stays, so that the
// successors still fit, and the upper half, which is 0 otherwise, becomes the RewrittenCrc of the
// new data.
inline constexpr absl::string_view kLogSchema =
    "CREATE TABLE commits(revision INTEGER PRIMARY KEY, crc INTEGER NOT NULL, data BLOB NOT NULL) "
    "STRICT";

uint32_t ChainCrc(uint32_t previous, absl::string_view data);
// Of a commit that once had `chain` as its own crc; never 0.
uint32_t RewrittenCrc(uint32_t chain, absl::string_view data);
// What the column `crc` holds of a commit that was rewritten, and its lower half.
int64_t StoredCrc(uint32_t chain, uint32_t rewritten);
uint32_t ChainPart(int64_t stored);

// Moves `head` over every commit that `db` has after it. DATA_LOSS, naming the first bad revision,
// where one is missing, damaged or names another predecessor; `head` is then the last good one.
// Reads one commit at a time.
absl::Status VerifyChain(sqlite::Database& db, ChainHead* head);

// VerifyChain where `head` is the position before the first commit; DATA_LOSS too when there is one
// before that.
absl::Status VerifyWholeChain(sqlite::Database& db, ChainHead* head);

// DATA_LOSS unless `db` still has the commit that `head` stands on.
absl::Status VerifyHead(sqlite::Database& db, const ChainHead& head);

// INVALID_ARGUMENT unless `batch` continues `head`: consecutive revisions, each with an id of 16
// bytes and its predecessor's.
absl::Status CheckContinues(absl::Span<const store::v1::Commit> batch, const ChainHead& head);

// Inside a transaction: inserts `batch`, which continues `head`, and moves `head` to its end.
absl::Status InsertCommits(sqlite::Database& db, absl::Span<const store::v1::Commit> batch,
                           ChainHead* head);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_CHAIN_H_
