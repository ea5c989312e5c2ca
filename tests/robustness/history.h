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

// What clients of a service saw and were told, and what its log says: the two sides that the
// validators compare. Plain values; nothing here is thread-safe.

// A resource as it is at some revision. Revision 0: there is none.
struct ResourceState {
  Revision revision = 0;
  std::string bytes;

  friend bool operator==(const ResourceState& a, const ResourceState& b) {
    return a.revision == b.revision && a.bytes == b.bytes;
  }
};

enum class Outcome {
  kAcknowledged,
  // The service said that this call changed nothing.
  kRefused,
  // The service said that it does not know, or the call was cut off.
  kUnknown,
};

// One call as its client saw it. A write that is repeated makes several, with one request id.
struct CallRecord {
  int client = 0;
  // Which run of the service it was made to.
  int life = 0;
  bool write = false;
  // The write takes the resource out of the view for good.
  bool removes = false;
  std::string method;
  std::string resource;
  std::string request_id;
  // The revision in the etag that was sent; 0 when none was.
  Revision guard = 0;
  // The least position that was asked for; 0 when none was.
  Revision min_position = 0;
  // Ticks of one clock that all clients share: a call that returned before another was invoked has
  // the smaller tick.
  int64_t invoked = 0;
  int64_t returned = 0;
  Outcome outcome = Outcome::kUnknown;
  // The client gave up, or the connection broke: the service may be at it still.
  bool cut = false;
  absl::Status status;
  // What was answered; a read that found nothing has revision 0.
  std::optional<ResourceState> answer;
  std::optional<Position> position;
  // The revision that a refusal says the resource has; 0 when it says none.
  Revision current = 0;
};

struct WatchChange {
  std::string name;
  Revision revision = 0;
  // No value: removed.
  std::optional<std::string> bytes;
};

struct WatchCommit {
  Revision revision = 0;
  std::string commit_id;
  std::vector<WatchChange> changes;
  bool last_part = false;
};

// One message of a stream. Has commits or one of the others.
struct WatchMessage {
  absl::Time received;
  std::vector<WatchCommit> commits;
  std::vector<WatchChange> snapshot;
  std::optional<Revision> consistent;
  std::optional<Revision> progress;
};

// One stream as its client saw it.
struct StreamRecord {
  int watcher = 0;
  int life = 0;
  WatchFilter filter;
  bool from_snapshot = false;
  // Where it began, when not from a snapshot.
  Revision after = 0;
  absl::Time opened;
  absl::Time ended;
  std::vector<WatchMessage> messages;
  // Why it ended; CANCELLED when the client ended it.
  absl::Status end;
};

// Up to where a stream was told everything, part by part. Commits count when whole; before the
// marker of a snapshot nothing does.
class StreamPosition {
 public:
  explicit StreamPosition(const StreamRecord& stream)
      : consistent_(!stream.from_snapshot),
        told_(stream.from_snapshot ? std::nullopt : std::optional<Revision>(stream.after)) {}
  void Add(const WatchMessage& message);
  // No value: from nowhere on yet.
  const std::optional<Revision>& told() const { return told_; }

 private:
  bool consistent_;
  std::optional<Revision> told_;
};

// A log, read whole.
class LogCopy {
 public:
  LogCopy() = default;
  explicit LogCopy(std::vector<store::v1::Commit> commits);
  // The errors of Log::Read.
  static absl::StatusOr<LogCopy> Read(const Log& log);

  const std::vector<store::v1::Commit>& commits() const { return commits_; }
  Revision head() const { return commits_.empty() ? 0 : commits_.back().revision(); }
  // Null when there is none.
  const store::v1::Commit* Find(Revision revision) const;
  std::vector<const store::v1::Commit*> WithRequestId(const std::string& request_id) const;
  // The resource as of `revision`.
  ResourceState StateAt(const std::string& name, Revision revision) const;
  // All states of each resource by revision; one without bytes is a removal.
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
  // Of each watcher in the order in which it opened them.
  std::vector<StreamRecord> streams;
  // The log as it was found earlier.
  LogCopy log_before;
  // What stays of a state: the trace of every later one begins with it, until the resource is
  // removed.
  std::function<std::vector<std::string>(const std::string& name, const std::string& bytes)> trace;
};

// What is not as promised.
struct Finding {
  std::string check;
  std::string what;
};

class Findings {
 public:
  // Keeps the first few of each check, and counts all.
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
