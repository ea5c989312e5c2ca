#ifndef JUMELAGE_COMMON_LOG_LOG_H_
#define JUMELAGE_COMMON_LOG_LOG_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// Positions in a log are revisions: 1, 2, 3 ... without gaps; 0 is the position before the first
// commit.
using Revision = int64_t;

// A transaction of the view that applies a batch; Log::Commit ends it, in the order that G1 asks
// for.
class ViewTransaction {
 public:
  virtual ~ViewTransaction() = default;
  // Makes what was applied visible to readers of the view.
  virtual absl::Status Commit() = 0;
  // Forgets it. Never fails: a view that can't roll back marks itself for rebuilding.
  virtual void Rollback() = 0;
};

inline absl::Time CommitTime(const store::v1::Commit& commit) {
  return absl::FromUnixSeconds(commit.time().seconds()) + absl::Nanoseconds(commit.time().nanos());
}

struct ReadLimits {
  int64_t max_commits = 1000;
  // A read ends with the commit that reaches it: at least one is returned when there is one.
  int64_t max_bytes = 4 << 20;
};

// What is to be taken out of the commits before the one with `revision`.
struct Redaction {
  Revision revision = 0;
  // A commit without any of these bytes is left as it is.
  std::vector<std::string> texts;
  // Takes them out of a commit; false when there was nothing to take out. Revision, ids and time
  // stay. Pure.
  std::function<absl::StatusOr<bool>(store::v1::Commit*)> redact;
};

// The ordered log of accepted changes: what is durable, and in which order. Every implementation
// passes the suite of tests/conformance/log (one factory and one instantiation add another).
//
// History may be compacted: then the oldest commits are gone, and in their place is a base, which
// has the last change of each resource that was there after them. Base and commits together always
// hold the current state.
//
// One thread at a time calls Commit, CommitRedacting, Recover, Scrub, Compact and ReadBase; the
// others are safe from any thread at any time.
class Log {
 public:
  virtual ~Log() = default;

  // Identifies the log across restarts; a restored backup has another. UUID text.
  virtual const std::string& log_id() const = 0;
  // The last durable revision; 0 when empty. Never goes back.
  virtual Revision head() const = 0;
  // The commit_id of head(); empty when empty.
  virtual std::string head_commit_id() const = 0;
  // The oldest revision that Read can give: 1 unless history was compacted.
  virtual Revision oldest() const = 0;

  // Appends `batch` (consecutive revisions from head() + 1, each naming its predecessor's
  // commit_id), makes it durable, then commits `view`. An empty batch only rolls `view` back.
  //  - OK: durable and visible in the view.
  //  - RESOURCE_EXHAUSTED: no room; certainly nothing of it is in the log, `view` was rolled back.
  //  - INVALID_ARGUMENT: the batch does not continue the log; nothing was done, `view` was rolled
  //  back.
  //  - any other: the outcome is unknown (or the log has it and the view has not). `view` was
  //  rolled back; every Commit is
  //    refused (FAILED_PRECONDITION) until Recover has succeeded.
  virtual absl::Status Commit(absl::Span<const store::v1::Commit> batch, ViewTransaction& view) = 0;

  // Commit, where `batch` has a commit with the revision of `redaction`: in the same step, and as
  // durably, what the redaction says is taken out of the commits before that one and of the base.
  // Until Scrub has succeeded its bytes may still stand in files.
  virtual absl::Status CommitRedacting(absl::Span<const store::v1::Commit> batch,
                                       const Redaction& redaction, ViewTransaction& view) = 0;
  // Whether bytes that were taken out may still stand in files; kept over restarts.
  virtual bool scrub_due() const = 0;
  // Makes what the log stores anew, so that it holds what can be read and nothing else, at no
  // larger size than that needs. When scrub_due(), then calls `others` to do the same elsewhere: it
  // is due until both have succeeded. Commits wait, reads go on. RESOURCE_EXHAUSTED: no room for
  // it; else as Commit.
  virtual absl::Status Scrub(const std::function<absl::Status()>& others) = 0;

  // Forgets the oldest commits, of those before `before` at most `max_commits`: what is current of
  // them goes to the base, durably and in one step. The last commit stays. Raises oldest(). Errors
  // as of Commit.
  virtual absl::Status Compact(Revision before, int64_t max_commits) = 0;
  // The base by resource name, from the first after `after`: a commit a resource, with the
  // revision, time, principal and method of the one that last changed it up to oldest() - 1, and
  // that change alone.
  virtual absl::StatusOr<std::vector<store::v1::Commit>> ReadBase(
      absl::string_view after, const ReadLimits& limits) const = 0;
  // What the base has of a resource; nullopt when it has nothing.
  virtual absl::StatusOr<std::optional<store::v1::Commit>> FindBase(
      absl::string_view name) const = 0;

  // Reopens and reads the log after an unknown outcome, and makes durable whatever of it is there,
  // so that head() is again the truth. To be called until it is OK; harmless when there is nothing
  // to recover.
  virtual absl::Status Recover() = 0;

  // The commits after `after`, in order. OUT_OF_RANGE when some of them are no longer kept; none
  // when `after` is head() or beyond.
  virtual absl::StatusOr<std::vector<store::v1::Commit>> Read(Revision after,
                                                              const ReadLimits& limits) const = 0;

  // Work that is best done while nothing waits (SQLite: moving the WAL into the database).
  // Thread-safe.
  virtual absl::Status Maintain() = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_LOG_H_
