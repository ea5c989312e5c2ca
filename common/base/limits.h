#ifndef JUMELAGE_COMMON_BASE_LIMITS_H_
#define JUMELAGE_COMMON_BASE_LIMITS_H_

#include <cstdint>

#include "absl/time/time.h"

namespace jumelage {

// Every limit of the services has its name here, so that documents, tests and code speak of the
// same figure.

// --- Requests ---

// The resources of a page when the request names no size, and the most that one holds: larger sizes
// are reduced to it.
inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
// The names of one BatchGet.
inline constexpr int kMaxBatchGet = 1000;
// The records of one ImportRecords.
inline constexpr int kMaxImportRecords = 1000;
// Exports that one service streams at a time: each reads on while its client does.
inline constexpr int kMaxExports = 16;
// The characters of a page token: keyset values are names and dates, never long texts.
inline constexpr int kMaxPageTokenLength = 8192;
// A filter's characters, its comparisons, calls and single values, and how deep its parentheses
// nest. They bound the work of parsing and of the query made from it.
inline constexpr int kMaxFilterLength = 2000;
inline constexpr int kMaxFilterNodes = 100;
inline constexpr int kMaxFilterDepth = 20;
// An order's characters and fields.
inline constexpr int kMaxOrderByLength = 500;
inline constexpr int kMaxOrderByFields = 5;

// --- Resources ---

// Texts such as descriptions and notes, in characters (Unicode code points).
inline constexpr int kMaxTextLength = 100000;
// Names that people give (display names, names of persons and places), in characters.
inline constexpr int kMaxNameLength = 200;
// Entries of one repeated field.
inline constexpr int kMaxEntries = 500;
// A serialized resource: with its old state, the index entries and a watch message around it, it
// stays far below what one message may hold.
inline constexpr int64_t kMaxResourceBytes = int64_t{1} << 20;
// The last part of a resource name, as AIP-122 has it: a DNS label.
inline constexpr int kMaxResourceIdLength = 63;
// The characters of an etag that a request gives back.
inline constexpr int kMaxEtagLength = 100;
// How deep messages inside a resource are checked. The contract nests seven deep; recursive
// messages are refused beyond.
inline constexpr int kMaxMessageDepth = 32;

// --- Errors ---

// Violations of one request that are collected; more would only fill memory. An error tells fewer
// still: what fits into the metadata that carries it.
inline constexpr int kMaxViolations = 1000;

// --- Transport ---

// The largest message that a server takes; the transport refuses larger ones.
inline constexpr int kMaxMessageBytes = 4 << 20;
// How long a server that stops waits for calls in progress.
inline constexpr absl::Duration kDrainTimeout = absl::Seconds(10);

// --- Writing ---

// Mutations that wait for the writer; more are refused with RESOURCE_EXHAUSTED at once.
inline constexpr int kMaxWaitingWrites = 4096;
// What one group commit takes: it bounds the time until the first of them is answered.
inline constexpr int kMaxBatchMutations = 512;
inline constexpr int64_t kMaxBatchBytes = int64_t{4} << 20;
// How long a request_id is kept with its answer (G4), by commit time.
inline constexpr absl::Duration kRequestIdLifetime = absl::Hours(7 * 24);

// Reads that wait for a thread of the pool; more are refused with RESOURCE_EXHAUSTED at once.
inline constexpr int kMaxWaitingReads = 4096;
// What the cache of current resources may hold, names and bookkeeping included.
inline constexpr int64_t kCacheBytes = int64_t{1} << 30;
// How long the view's WAL becomes before it begins anew. What is written often is copied from it
// seldom; what is read is looked for in all of it.
inline constexpr int64_t kMaxViewWalBytes = int64_t{256} << 20;
// What the writer keeps in memory of the view's pages: a batch of an import touches thousands.
inline constexpr int64_t kViewWriterCacheBytes = int64_t{128} << 20;
// The changes that the view shows readers together, while changes keep coming and nobody reads.
inline constexpr int kMaxUnshownChanges = 65536;

// --- Reading at a position (G3) ---

// The longest wait for the position that a request asks for, and what of its deadline is left for
// the answer.
inline constexpr absl::Duration kMaxPositionWait = absl::Seconds(5);
inline constexpr absl::Duration kPositionMargin = absl::Milliseconds(50);

// --- Watching ---

// Streams that one service serves at a time.
inline constexpr int kMaxWatchers = 1000;
// The names that one watch may ask for.
inline constexpr int kMaxWatchNames = 1000;
// A larger commit is delivered in parts (W4), so that each stays below what clients take by
// default.
inline constexpr int64_t kMaxWatchMessageBytes = int64_t{3} << 20;
// The newest commits that are kept in memory for watchers that keep up.
inline constexpr int64_t kWatchMemoryBytes = int64_t{32} << 20;
// A stream with nothing else to say sends its position this often (W6).
inline constexpr absl::Duration kWatchProgressInterval = absl::Seconds(1);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_LIMITS_H_
