#ifndef JUMELAGE_COMMON_BASE_LIMITS_H_
#define JUMELAGE_COMMON_BASE_LIMITS_H_

#include <cstdint>

#include "absl/time/time.h"

namespace jumelage {

// Limits of the services. Code, tests and documents all use these figures.

// --- Requests ---

// The default number of resources on a page, for requests that set no size, and the maximum. Larger
// sizes are reduced to the maximum.
inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
// The most names in one BatchGet.
inline constexpr int kMaxBatchGet = 1000;
// The most records in one ImportRecords.
inline constexpr int kMaxImportRecords = 1000;
// The most exports that one service streams at the same time. An export runs for as long as its
// client reads from it.
inline constexpr int kMaxExports = 16;
// The most characters in a page token. Its keyset values are names and dates, never long texts.
inline constexpr int kMaxPageTokenLength = 8192;
// The limits of a filter: its number of characters, its total number of comparisons, calls and
// values (a single value after a comparator does not count), and the depth of its parentheses. They
// bound the work of parsing the filter and of running the resulting query.
inline constexpr int kMaxFilterLength = 2000;
inline constexpr int kMaxFilterNodes = 100;
inline constexpr int kMaxFilterDepth = 20;
// The most bytes and fields in an order_by.
inline constexpr int kMaxOrderByLength = 500;
inline constexpr int kMaxOrderByFields = 5;

// --- Resources ---

// The maximum length of texts such as descriptions and notes, in characters (Unicode code points).
inline constexpr int kMaxTextLength = 100000;
// The maximum length of display names and of names of people and places, in characters.
inline constexpr int kMaxNameLength = 200;
// The most entries in one repeated field.
inline constexpr int kMaxEntries = 500;
// The maximum size of a serialized resource, without the fields that the service maintains
// (CheckSize). Together with its old state, its index entries and the watch message around it, a
// resource stays far below the size limit of one message.
inline constexpr int64_t kMaxResourceBytes = int64_t{1} << 20;
// The maximum length of the last part of a resource name (AIP-122), which is a DNS label.
inline constexpr int kMaxResourceIdLength = 63;
// The most characters in an etag in a request.
inline constexpr int kMaxEtagLength = 100;
// How deep messages in a resource may nest. The types of the contract nest seven deep. Recursive
// messages that nest deeper than this limit are refused.
inline constexpr int kMaxMessageDepth = 32;

// --- Errors ---

// The most violations that are collected for one request. More would only use memory, because an
// error reports only the violations that fit into its metadata.
inline constexpr int kMaxViolations = 1000;

// --- Transport ---

// The largest message that a server accepts. The transport refuses larger ones.
inline constexpr int kMaxMessageBytes = 4 << 20;
// How long a stopping server waits for calls in progress.
inline constexpr absl::Duration kDrainTimeout = absl::Seconds(10);

// --- Writing ---

// The most mutations that may wait for the writer. Further ones are refused immediately with
// RESOURCE_EXHAUSTED.
inline constexpr int kMaxWaitingWrites = 4096;
// A batch is full once it has this many mutations or bytes, so its last mutation may take it over
// the limit in bytes. The limits bound how long the first mutation of a batch waits for its answer.
inline constexpr int kMaxBatchMutations = 512;
inline constexpr int64_t kMaxBatchBytes = int64_t{4} << 20;
// How long a request_id and its answer are kept after their commit (G4).
inline constexpr absl::Duration kRequestIdLifetime = absl::Hours(7 * 24);

// The most reads that may wait for a reader thread. Further ones are refused immediately with
// RESOURCE_EXHAUSTED.
inline constexpr int kMaxWaitingReads = 4096;
// The maximum size of the cache of current resources, including names and bookkeeping.
inline constexpr int64_t kCacheBytes = int64_t{1} << 30;
// The size at which the view's WAL is restarted from its beginning. With a larger WAL, pages that
// change often are copied to the database less often, but reads have to search more of the WAL.
inline constexpr int64_t kMaxViewWalBytes = int64_t{256} << 20;
// The size of the writer's cache of the view's pages. One batch of an import touches thousands of
// pages.
inline constexpr int64_t kViewWriterCacheBytes = int64_t{128} << 20;
// The most changes that wait to be shown together while more changes keep arriving and no reader is
// waiting for them.
inline constexpr int kMaxUnshownChanges = 65536;

// --- Reading at a position (G3) ---

// The longest wait for a requested position, and how long before the call's deadline the wait ends,
// to leave time for the answer.
inline constexpr absl::Duration kMaxPositionWait = absl::Seconds(5);
inline constexpr absl::Duration kPositionMargin = absl::Milliseconds(50);

// --- Watching ---

// The most watch streams that one service serves at the same time.
inline constexpr int kMaxWatchers = 1000;
// The most names that one watch may ask for.
inline constexpr int kMaxWatchNames = 1000;
// A commit larger than this is delivered in parts (W4). Each part stays below the default message
// limit of gRPC clients.
inline constexpr int64_t kMaxWatchMessageBytes = int64_t{3} << 20;
// How much memory the feed uses for the newest commits, for watchers that keep up.
inline constexpr int64_t kWatchMemoryBytes = int64_t{32} << 20;
// How often a stream without other events sends its position (W6).
inline constexpr absl::Duration kWatchProgressInterval = absl::Seconds(1);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_LIMITS_H_
