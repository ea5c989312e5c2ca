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

// What the view has applied of a batch, before it is known whether the log takes the batch. The
// log's Commit ends it, in the order that G1 asks for: durable first, then kept.
class AppliedBatch {
 public:
  virtual ~AppliedBatch() = default;
  // The batch is durable: what was applied of it stays. Its readers are shown it when
  // they ask for it (common/view/showing.h).
  virtual absl::Status Keep() = 0;
  // Forgets it. Never fails: a view that can't undo marks itself for rebuilding.
  virtual void Undo() = 0;
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
// A log has one appender or several, each with a Log of its own, in this process or elsewhere. With
// several (others_append), head() is how far this one knows: it moves with its own commits, when
// Commit says that others were first, and when Tail tells of theirs. All of them see the same
// commits in the same order.
//
// One thread at a time calls Commit, CommitRedacting, Recover, Scrub, Compact and ReadBase; the
// others are safe from any thread at any time.
class Log {
 public:
  virtual ~Log() = default;

  // Identifies the log across restarts; a restored backup has another. UUID text.
  virtual const std::string& log_id() const = 0;
  // Whether others append too. Where they don't, Commit never gives ABORTED and Tail tells nothing.
  virtual bool others_append() const = 0;
  // The last durable revision that is known here; 0 when empty. Never goes back.
  virtual Revision head() const = 0;
  // The commit_id of head(); empty when empty.
  virtual std::string head_commit_id() const = 0;
  // The oldest revision that Read can give: 1 unless history was compacted.
  virtual Revision oldest() const = 0;

  // Appends `batch` (consecutive revisions from head() + 1, each naming its predecessor's
  // commit_id), makes it durable, then has `view` keep it. An empty batch is only undone.
  //  - OK: durable, and kept.
  //  - ABORTED: another appender was first with the revision that the batch begins with; certainly
  //    nothing of it is in the log, `view` was undone. head() has moved: whoever has taken over
  //    what is there may make the changes again, and try again.
  //  - RESOURCE_EXHAUSTED: no room; certainly nothing of it is in the log, `view` was undone.
  //  - INVALID_ARGUMENT: the batch does not continue the log; nothing was done, `view` was undone.
  //  - any other: the outcome is unknown (or the log has it and the view has not). `view` was
  //    undone; every Commit is refused (FAILED_PRECONDITION) until Recover has succeeded.
  virtual absl::Status Commit(absl::Span<const store::v1::Commit> batch, AppliedBatch& view) = 0;
  // Has `on_appended` called after others have appended and head() has moved: on any thread, and
  // without locks of the log's that its other methods take; it must be short. It may be called
  // without need. Null ends it; once that returns it is not called again.
  virtual void Tail(std::function<void()> on_appended) = 0;

  // Commit, where `batch` has a commit with the revision of `redaction`: in the same step, and as
  // durably, what the redaction says is taken out of the commits before that one and of the base.
  // Until Scrub has succeeded its bytes may still stand in files.
  virtual absl::Status CommitRedacting(absl::Span<const store::v1::Commit> batch,
                                       const Redaction& redaction, AppliedBatch& view) = 0;
  // Whether bytes that a redaction took out, another appender's too, may still stand in files of
  // this one; kept over restarts.
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
  // so that head() is again the truth, others' commits among it. To be called until it is OK;
  // harmless when there is nothing to recover.
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
