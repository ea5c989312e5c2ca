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

// The number of a commit in its log: 1, 2, 3 ... without gaps. 0 is the position before the first
// commit.
using Revision = int64_t;

// A batch that the view has applied, but that may not be in the log yet. Log::Commit ends it: it
// calls Keep only once the log has made the batch durable (G1), and calls Undo otherwise, or if
// Keep fails.
class AppliedBatch {
 public:
  virtual ~AppliedBatch() = default;
  // Keeps the batch, after the log has made it durable. Readers see it once the view shows it
  // (common/view/showing.h).
  virtual absl::Status Keep() = 0;
  // Undoes the batch. Never fails: a view that can't undo marks itself for rebuilding.
  virtual void Undo() = 0;
};

inline absl::Time CommitTime(const store::v1::Commit& commit) {
  return absl::FromUnixSeconds(commit.time().seconds()) + absl::Nanoseconds(commit.time().nanos());
}

struct ReadLimits {
  int64_t max_commits = 1000;
  // A read ends with the commit at which its commits reach this size, so it returns at least one
  // commit if there are any.
  int64_t max_bytes = 4 << 20;
};

// Texts to remove from the commits before the one with `revision`.
struct Redaction {
  Revision revision = 0;
  // A commit whose bytes contain none of these texts is not changed.
  std::vector<std::string> texts;
  // Removes the texts from a commit. Returns false if there was nothing to remove. Must not change
  // the commit's revision, ids or time, and its result must depend only on the commit.
  std::function<absl::StatusOr<bool>(store::v1::Commit*)> redact;
};

// The ordered log of accepted changes. It defines which changes are durable, and their order. Every
// implementation must pass the conformance suite in tests/conformance/log. A new implementation
// needs a factory and an instantiation there.
//
// History may be compacted. The oldest commits are then replaced by a base, which has the last
// change of each resource that existed after them, except of those that the oldest kept commit
// changes. The base and the remaining commits together always contain the current state.
//
// A log has one or several appenders, each with its own Log object, in this process or elsewhere.
// If there are several (others_append), head() is the last revision that this Log knows of. It
// moves when this appender commits, when Commit reports that another appender was first, and when
// Tail reports other appenders' commits. All appenders see the same commits in the same order.
//
// Commit, CommitRedacting, Recover, Scrub, Compact and ReadBase must be called by one thread at a
// time. The other methods are thread-safe.
class Log {
 public:
  virtual ~Log() = default;

  // The log's id, a UUID in text form. It stays the same across restarts. A restored copy must get
  // a different one before it is opened (docs/operations.md).
  virtual const std::string& log_id() const = 0;
  // Whether there are other appenders. If not, Commit never returns ABORTED and Tail reports
  // nothing.
  virtual bool others_append() const = 0;
  // The last durable revision that this Log knows of, or 0 if the log is empty. Never goes back.
  virtual Revision head() const = 0;
  // The commit_id of head(); empty if the log is empty.
  virtual std::string head_commit_id() const = 0;
  // The oldest revision that Read can return: 1 unless history has been compacted.
  virtual Revision oldest() const = 0;

  // Appends `batch` (consecutive revisions from head() + 1, each with its predecessor's commit_id),
  // makes it durable, and then calls Keep on `view`. For an empty batch, only calls Undo.
  //  - OK: the batch is durable, and `view` was kept.
  //  - ABORTED: another appender has already committed the batch's first revision. No part of the
  //    batch is in the log, and `view` was undone. head() has moved: take over the new commits,
  //    make the changes again and retry.
  //  - RESOURCE_EXHAUSTED: the disk is full. No part of the batch is in the log, and `view` was
  //    undone.
  //  - INVALID_ARGUMENT: the batch does not continue the log. Nothing was written, and `view` was
  //    undone.
  //  - any other error: it is unknown whether the log has the batch, or the log has it but the view
  //    could not keep it. `view` was undone. Every Commit returns FAILED_PRECONDITION until Recover
  //    has succeeded.
  virtual absl::Status Commit(absl::Span<const store::v1::Commit> batch, AppliedBatch& view) = 0;
  // From now on, calls `on_appended` each time that other appenders have added commits and head()
  // has moved. Calls it on any thread, and holds no lock that the log's other methods take.
  // `on_appended` must be short, and may be called although there is nothing new. Tail(nullptr)
  // stops the calls: once it has returned, `on_appended` is not called again.
  virtual void Tail(std::function<void()> on_appended) = 0;

  // Like Commit, for a `batch` that contains the commit with the redaction's revision. In the same
  // durable step, applies `redaction` to the base and to all commits before that one. Files may
  // still contain the removed bytes until Scrub has succeeded.
  virtual absl::Status CommitRedacting(absl::Span<const store::v1::Commit> batch,
                                       const Redaction& redaction, AppliedBatch& view) = 0;
  // Whether this log's files may still contain bytes that a redaction removed, including a
  // redaction by another appender. Survives restarts.
  virtual bool scrub_due() const = 0;
  // Rewrites the log's storage, so that it contains only data that can be read, and is no larger
  // than necessary. If scrub_due(), then calls `others`, which must do the same for storage outside
  // the log; the scrub stays due until both have succeeded. Commits wait meanwhile; reads continue.
  // Returns RESOURCE_EXHAUSTED if there is not enough space, and the error of `others` if that
  // fails. May also return errors from Commit.
  virtual absl::Status Scrub(const std::function<absl::Status()>& others) = 0;

  // Compacts the oldest commits: at most `max_commits`, and only those before the revision
  // `before`. Moves the last state of each resource that they changed to the base, unless the
  // oldest kept commit replaces that state, in one durable step. Always keeps the log's last
  // commit. Raises oldest(). May return errors from Commit.
  virtual absl::Status Compact(Revision before, int64_t max_commits) = 0;
  // Returns the rows of the base after the name `after`, ordered by resource name and within
  // `limits`. Each row is a commit with only one change: the last change of its resource up to
  // oldest(), unless that is in the commit oldest() itself. It has the revision, time, principal,
  // method and redact_revision of the original commit.
  virtual absl::StatusOr<std::vector<store::v1::Commit>> ReadBase(
      absl::string_view after, const ReadLimits& limits) const = 0;
  // Returns the base's row for the resource `name`, or nullopt if there is none.
  virtual absl::StatusOr<std::optional<store::v1::Commit>> FindBase(
      absl::string_view name) const = 0;

  // Reopens and reads the log after an unknown outcome, and makes everything in it durable,
  // including other appenders' commits, so that head() is correct again. If it fails, call it again
  // until it returns OK. Has no effect if there is nothing to recover.
  virtual absl::Status Recover() = 0;

  // Returns the commits after `after`, in order and within `limits`; none if `after` is head() or
  // beyond. Returns OUT_OF_RANGE if some of them are no longer kept.
  virtual absl::StatusOr<std::vector<store::v1::Commit>> Read(Revision after,
                                                              const ReadLimits& limits) const = 0;

  // Does work that should not delay commits, such as SQLite checkpoints. Thread-safe.
  virtual absl::Status Maintain() = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_LOG_H_
