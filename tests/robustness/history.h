#ifndef JUMELAGE_TESTS_ROBUSTNESS_HISTORY_H_
#define JUMELAGE_TESTS_ROBUSTNESS_HISTORY_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/log/log.h"
#include "common/rpc/position.h"
#include "common/watch/codec.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// The answers that a service's clients got, and the content of its log. The validators compare the
// two. Plain values, not thread-safe.

// A state of a resource. Revision 0 means that the resource does not exist.
struct ResourceState {
  Revision revision = 0;
  std::string bytes;

  friend bool operator==(const ResourceState& a, const ResourceState& b) {
    return a.revision == b.revision && a.bytes == b.bytes;
  }
};

enum class Outcome {
  kAcknowledged,
  // The service reported that this call changed nothing.
  kRefused,
  // The service reported that it does not know the outcome, or the call was interrupted.
  kUnknown,
};

// One call as its client saw it. A write that was repeated has several records with the same
// request id.
struct CallRecord {
  int client = 0;
  // The number of the service's run in which the call was made.
  int life = 0;
  bool write = false;
  // Whether the write permanently removes the resource from the view.
  bool removes = false;
  std::string method;
  std::string resource;
  std::string request_id;
  // The revision in the etag of the request. 0: none.
  Revision guard = 0;
  // The requested minimum position. 0: none.
  Revision min_position = 0;
  // When the call began and ended, in ticks of a clock that all clients share. If one call returned
  // before another was invoked, its `returned` is smaller than the other's `invoked`.
  int64_t invoked = 0;
  int64_t returned = 0;
  Outcome outcome = Outcome::kUnknown;
  // Whether the client gave up or the connection broke, so that the service may still be working on
  // the call.
  bool cut = false;
  absl::Status status;
  // The state in the answer. Its revision is 0 if a read found nothing.
  std::optional<ResourceState> answer;
  std::optional<Position> position;
  // The current revision of the resource according to a refusal. 0: none.
  Revision current = 0;
};

struct WatchChange {
  std::string name;
  Revision revision = 0;
  // The resource; no value if it was removed.
  std::optional<std::string> bytes;
};

struct WatchCommit {
  Revision revision = 0;
  std::string commit_id;
  std::vector<WatchChange> changes;
  bool last_part = false;
};

// One message of a stream: any number of commits, followed by at most one event. The event is a
// page of a snapshot, the marker of a snapshot (`consistent`), or a bookmark (`progress`).
struct WatchMessage {
  absl::Time received;
  std::vector<WatchCommit> commits;
  std::vector<WatchChange> snapshot;
  std::optional<Revision> consistent;
  std::optional<Revision> progress;
};

// One watch stream as its client saw it.
struct StreamRecord {
  int watcher = 0;
  int life = 0;
  WatchFilter filter;
  bool from_snapshot = false;
  // The revision after which the stream began, unless it began with a snapshot.
  Revision after = 0;
  absl::Time opened;
  absl::Time ended;
  std::vector<WatchMessage> messages;
  // Why the stream ended. CANCELLED means that the client ended it.
  absl::Status end;
};

// Computes the position up to which a stream has delivered everything. A commit counts when its
// last part has arrived. Nothing counts before the marker of a snapshot.
class StreamPosition {
 public:
  explicit StreamPosition(const StreamRecord& stream)
      : consistent_(!stream.from_snapshot),
        told_(stream.from_snapshot ? std::nullopt : std::optional<Revision>(stream.after)) {}
  void Add(const WatchMessage& message);
  // Returns the position, or no value if there is none yet.
  const std::optional<Revision>& told() const { return told_; }

 private:
  bool consistent_;
  std::optional<Revision> told_;
};

// A complete copy of a log.
class LogCopy {
 public:
  LogCopy() = default;
  explicit LogCopy(std::vector<store::v1::Commit> commits);
  // Returns the errors of Log::Read.
  static absl::StatusOr<LogCopy> Read(const Log& log);

  const std::vector<store::v1::Commit>& commits() const { return commits_; }
  Revision head() const { return commits_.empty() ? 0 : commits_.back().revision(); }
  // Returns null if the log has no such commit.
  const store::v1::Commit* Find(Revision revision) const;
  std::vector<const store::v1::Commit*> WithRequestId(const std::string& request_id) const;
  // Returns the resource's state at `revision`.
  ResourceState StateAt(const std::string& name, Revision revision) const;
  // All states of a resource, by revision. A state without bytes is a removal.
  using States = std::map<Revision, std::optional<std::string>>;
  const std::map<std::string, States>& states() const { return states_; }

 private:
  std::vector<store::v1::Commit> commits_;
  std::map<Revision, size_t> by_revision_;
  std::multimap<std::string, size_t> by_request_id_;
  std::map<std::string, States> states_;
};

struct History {
  std::vector<CallRecord> calls;
  // Each watcher's streams are in the order in which it opened them.
  std::vector<StreamRecord> streams;
  // The log as it was at an earlier time.
  LogCopy log_before;
  // Returns the trace of a state, which is the part that must stay. The trace of every later state
  // must begin with it, until the resource is removed.
  std::function<std::vector<std::string>(const std::string& name, const std::string& bytes)> trace;
};

// A broken promise.
struct Finding {
  std::string check;
  std::string what;
};

class Findings {
 public:
  // Keeps the first few findings of each check, and counts all of them.
  void Add(const std::string& check, const std::string& what);
  bool empty() const { return counts_.empty(); }
  bool Has(const std::string& check) const { return counts_.count(check) > 0; }
  std::string ToString() const;

 private:
  std::vector<Finding> kept_;
  std::map<std::string, int> counts_;
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_HISTORY_H_
