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

// A batch that the view has applied, before it is known whether the log takes it. The log's Commit
// ends it, in the order that G1 requires: first durable, then kept.
class AppliedBatch {
 public:
  virtual ~AppliedBatch() = default;
  // Keeps the batch, which is durable. Readers see it once they ask for it (common/view/showing.h).
  virtual absl::Status Keep() = 0;
  // Undoes the batch. Never fails: a view that can't undo marks itself for rebuilding.
  virtual void Undo() = 0;
};

inline absl::Time CommitTime(const store::v1::Commit& commit) {
  return absl::FromUnixSeconds(commit.time().seconds()) + absl::Nanoseconds(commit.time().nanos());
}

struct ReadLimits {
  int64_t max_commits = 1000;
  // A read ends with the commit that reaches this size, so it returns at least one if there is one.
  int64_t max_bytes = 4 << 20;
};

// Texts to remove from the commits before the one with `revision`.
struct Redaction {
  Revision revision = 0;
  // A commit that contains none of these bytes is not changed.
  std::vector<std::string> texts;
  // Removes them from a commit. Returns false if there was nothing to remove. Revision, ids and
  // time stay. Pure.
  std::function<absl::StatusOr<bool>(store::v1::Commit*)> redact;
};

// The ordered log of accepted changes: which are durable, and in which order. Every implementation
// passes the suite of tests/conformance/log, which takes one factory and one instantiation to
// extend.
//
// History may be compacted. The oldest commits are then replaced by a base, which has the last
// change of each resource that existed after them. Base and commits together always contain the
// current state.
//
// A log has one or several appenders, each with its own Log, in this process or elsewhere. With
// several (others_append), head() is the last revision known to this one. It moves with its own
// commits, when Commit reports that others were first, and when Tail reports theirs. All appenders
// see the same commits in the same order.
//
// Commit, CommitRedacting, Recover, Scrub, Compact and ReadBase are called by one thread at a time.
// The other methods are thread-safe.
class Log {
 public:
  virtual ~Log() = default;

  // Identifies the log across restarts. A restored backup has another id. UUID text.
  virtual const std::string& log_id() const = 0;
  // Whether others append too. If they don't, Commit never returns ABORTED and Tail reports
  // nothing.
  virtual bool others_append() const = 0;
  // The last durable revision known here; 0 if the log is empty. Never goes back.
  virtual Revision head() const = 0;
  // The commit_id of head(); empty if the log is empty.
  virtual std::string head_commit_id() const = 0;
  // The oldest revision that Read can return: 1 unless history was compacted.
  virtual Revision oldest() const = 0;

  // Appends `batch` (consecutive revisions from head() + 1, each with its predecessor's commit_id),
  // makes it durable, then has `view` keep it. An empty batch is only undone.
  //  - OK: durable, and kept.
  //  - ABORTED: another appender was first with the batch's first revision. Certainly nothing of
  //    the batch is in the log, and `view` was undone. head() has moved: take over the new commits,
  //    make the changes again and retry.
  //  - RESOURCE_EXHAUSTED: the disk is full. Certainly nothing of the batch is in the log, and
  //    `view` was undone.
  //  - INVALID_ARGUMENT: the batch does not continue the log. Nothing was done, and `view` was
  //    undone.
  //  - any other: the outcome is unknown, or the log has the batch and the view has not. `view` was
  //    undone. Every Commit is refused (FAILED_PRECONDITION) until Recover has succeeded.
  virtual absl::Status Commit(absl::Span<const store::v1::Commit> batch, AppliedBatch& view) = 0;
  // Calls `on_appended` after others have appended and head() has moved, on any thread, without
  // holding locks that the log's other methods take. It must be short, and may be called
  // unnecessarily. Null stops this: after that call returns, `on_appended` is not called again.
  virtual void Tail(std::function<void()> on_appended) = 0;

  // Like Commit, for a `batch` with a commit of the redaction's revision. In the same step, and as
  // durably, `redaction` is applied to the base and to the commits before that one. Files may still
  // contain the removed bytes until Scrub has succeeded.
  virtual absl::Status CommitRedacting(absl::Span<const store::v1::Commit> batch,
                                       const Redaction& redaction, AppliedBatch& view) = 0;
  // Whether this log's files may still contain bytes that a redaction removed, including another
  // appender's. Kept over restarts.
  virtual bool scrub_due() const = 0;
  // Rewrites the log's storage, so that it contains exactly what can be read and is no larger than
  // that needs. If scrub_due(), then calls `others` to do the same elsewhere; it stays due until
  // both have succeeded. Commits wait, reads continue. RESOURCE_EXHAUSTED if there is not enough
  // space for it; otherwise the errors of Commit.
  virtual absl::Status Scrub(const std::function<absl::Status()>& others) = 0;

  // Compacts the oldest commits: at most `max_commits`, and only those before `before`. Their
  // current states go to the base, durably and in one step. The last commit stays. Raises oldest().
  // The errors of Commit.
  virtual absl::Status Compact(Revision before, int64_t max_commits) = 0;
  // Returns the base by resource name, from the first after `after`. It has one commit per
  // resource, with only its last change up to oldest() - 1, and the revision, time, principal and
  // method of that commit.
  virtual absl::StatusOr<std::vector<store::v1::Commit>> ReadBase(
      absl::string_view after, const ReadLimits& limits) const = 0;
  // Returns a resource's row of the base, or nullopt if there is none.
  virtual absl::StatusOr<std::optional<store::v1::Commit>> FindBase(
      absl::string_view name) const = 0;

  // Reopens and reads the log after an unknown outcome, and makes everything in it durable, others'
  // commits included, so that head() is correct again. Call it until it returns OK. Harmless if
  // there is nothing to recover.
  virtual absl::Status Recover() = 0;

  // Returns the commits after `after`, in order, or none if `after` is head() or beyond.
  // OUT_OF_RANGE if some of them are no longer kept.
  virtual absl::StatusOr<std::vector<store::v1::Commit>> Read(Revision after,
                                                              const ReadLimits& limits) const = 0;

  // Does work that is best done while nothing waits, such as a checkpoint of SQLite. Thread-safe.
  virtual absl::Status Maintain() = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_LOG_H_
