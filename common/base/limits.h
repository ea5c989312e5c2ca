#ifndef JUMELAGE_COMMON_BASE_LIMITS_H_
#define JUMELAGE_COMMON_BASE_LIMITS_H_

#include <cstdint>

#include "absl/time/time.h"

namespace jumelage {

// All limits of the services, so that code, tests and documents use the same figures.

// --- Requests ---

// The resources on a page if the request gives no size, and the maximum. Larger sizes are reduced
// to the maximum.
inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
// The names in one BatchGet.
inline constexpr int kMaxBatchGet = 1000;
// The records in one ImportRecords.
inline constexpr int kMaxImportRecords = 1000;
// Exports that one service streams at a time. Each continues to read for as long as its client
// does.
inline constexpr int kMaxExports = 16;
// The characters of a page token: keyset values are names and dates, never long texts.
inline constexpr int kMaxPageTokenLength = 8192;
// A filter's characters, its comparisons, calls and single values together, and the depth of its
// parentheses. They bound the work of parsing and of the resulting query.
inline constexpr int kMaxFilterLength = 2000;
inline constexpr int kMaxFilterNodes = 100;
inline constexpr int kMaxFilterDepth = 20;
// The characters and fields of an order_by.
inline constexpr int kMaxOrderByLength = 500;
inline constexpr int kMaxOrderByFields = 5;

// --- Resources ---

// Texts such as descriptions and notes, in characters (Unicode code points).
inline constexpr int kMaxTextLength = 100000;
// Names that people give (display names, names of persons and places), in characters.
inline constexpr int kMaxNameLength = 200;
// Entries of one repeated field.
inline constexpr int kMaxEntries = 500;
// A serialized resource. With its old state, its index entries and a watch message around it, it
// stays far below the limit of one message.
inline constexpr int64_t kMaxResourceBytes = int64_t{1} << 20;
// The last part of a resource name (AIP-122), a DNS label.
inline constexpr int kMaxResourceIdLength = 63;
// The characters of an etag in a request.
inline constexpr int kMaxEtagLength = 100;
// How deep messages in a resource may nest. The contract nests seven deep; recursive messages that
// nest deeper are refused.
inline constexpr int kMaxMessageDepth = 32;

// --- Errors ---

// Violations of one request that are collected. More would only fill memory: an error reports only
// those that fit into its metadata.
inline constexpr int kMaxViolations = 1000;

// --- Transport ---

// The largest message that a server accepts. The transport refuses larger ones.
inline constexpr int kMaxMessageBytes = 4 << 20;
// How long a stopping server waits for calls in progress.
inline constexpr absl::Duration kDrainTimeout = absl::Seconds(10);

// --- Writing ---

// Mutations that may wait for the writer. More are refused immediately with RESOURCE_EXHAUSTED.
inline constexpr int kMaxWaitingWrites = 4096;
// The mutations and bytes of one group commit. They bound the time until its first mutation is
// answered.
inline constexpr int kMaxBatchMutations = 512;
inline constexpr int64_t kMaxBatchBytes = int64_t{4} << 20;
// How long a request_id is kept with its answer (G4), by commit time.
inline constexpr absl::Duration kRequestIdLifetime = absl::Hours(7 * 24);

// Reads that may wait for a thread of the pool. More are refused immediately with
// RESOURCE_EXHAUSTED.
inline constexpr int kMaxWaitingReads = 4096;
// The largest size of the cache of current resources, names and bookkeeping included.
inline constexpr int64_t kCacheBytes = int64_t{1} << 30;
// The size at which the view's WAL starts over. In a larger WAL, pages that are written often are
// copied to the database less often, but reads search more of it.
inline constexpr int64_t kMaxViewWalBytes = int64_t{256} << 20;
// The writer's cache of the view's pages. A batch of an import touches thousands of them.
inline constexpr int64_t kViewWriterCacheBytes = int64_t{128} << 20;
// The most changes that wait to be shown together while changes keep coming and there are no
// readers.
inline constexpr int kMaxUnshownChanges = 65536;

// --- Reading at a position (G3) ---

// The longest wait for a requested position, and the part of the deadline that is left for the
// answer.
inline constexpr absl::Duration kMaxPositionWait = absl::Seconds(5);
inline constexpr absl::Duration kPositionMargin = absl::Milliseconds(50);

// --- Watching ---

// Streams that one service serves at a time.
inline constexpr int kMaxWatchers = 1000;
// The names that one watch may ask for.
inline constexpr int kMaxWatchNames = 1000;
// A larger commit is delivered in parts (W4). Each part stays below the default limit of clients.
inline constexpr int64_t kMaxWatchMessageBytes = int64_t{3} << 20;
// Memory for the newest commits, for watchers that keep up.
inline constexpr int64_t kWatchMemoryBytes = int64_t{32} << 20;
// How often a stream without other events sends its position (W6).
inline constexpr absl::Duration kWatchProgressInterval = absl::Seconds(1);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_LIMITS_H_
