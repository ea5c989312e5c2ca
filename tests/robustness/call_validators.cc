#include "tests/robustness/call_validators.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace jumelage {
namespace {

using store::v1::Change;
using store::v1::Commit;

std::string Describe(const CallRecord& call) {
  return absl::StrCat("client ", call.client, " in life ", call.life, ", ", call.method, " of ",
                      call.resource, " (", call.request_id, ") answered ", call.status.ToString(),
                      " at ", call.position ? call.position->revision : -1);
}

std::string Describe(const ResourceState& state) {
  return state.revision == 0 ? "nothing" : absl::StrCat("revision ", state.revision);
}

// All attempts at one write: the calls with the same request id.
using Attempts = std::vector<const CallRecord*>;
std::map<std::string, Attempts> WritesByRequestId(const History& history) {
  std::map<std::string, Attempts> writes;
  for (const CallRecord& call : history.calls) {
    if (call.write) writes[call.request_id].push_back(&call);
  }
  return writes;
}

bool AnyAcknowledged(const Attempts& attempts) {
  return std::any_of(attempts.begin(), attempts.end(), [](const CallRecord* attempt) {
    return attempt->outcome == Outcome::kAcknowledged;
  });
}

// Returns whether the call was refused for a transient reason, such as failing storage. Such a
// refusal does not mean that earlier attempts at the write had no effect: the service did not look
// them up.
bool IsOfStorage(const CallRecord& call) {
  return absl::IsUnavailable(call.status) || absl::IsResourceExhausted(call.status);
}

// Returns whether the attempts together show that the write never took effect. An interrupted
// attempt may still take effect after a later attempt was refused, until the service has been
// restarted.
bool SurelyRefused(const Attempts& attempts) {
  if (AnyAcknowledged(attempts)) return false;
  const CallRecord* refusal = nullptr;
  int last_cut = -1;
  bool any_unknown = false;
  for (const CallRecord* attempt : attempts) {
    any_unknown = any_unknown || attempt->outcome == Outcome::kUnknown;
    if (attempt->cut) last_cut = std::max(last_cut, attempt->life);
    if (attempt->outcome == Outcome::kRefused && !IsOfStorage(*attempt)) refusal = attempt;
  }
  return !any_unknown || (refusal != nullptr && last_cut < refusal->life);
}

const Change* ChangeOf(const Commit& commit, const std::string& name) {
  for (const Change& change : commit.changes()) {
    if (change.name() == name) return &change;
  }
  return nullptr;
}

// Finds the greatest position among the answers that arrived before a given tick.
class PositionsByTime {
 public:
  explicit PositionsByTime(const History& history) {
    for (const CallRecord& call : history.calls) {
      if (call.position) greatest_[call.returned] = call.position->revision;
    }
    Revision greatest = -1;
    for (auto& [tick, revision] : greatest_) revision = greatest = std::max(greatest, revision);
  }
  Revision Before(int64_t tick) const {
    const auto later = greatest_.lower_bound(tick);
    return later == greatest_.begin() ? -1 : std::prev(later)->second;
  }

 private:
  std::map<int64_t, Revision> greatest_;
};

}  // namespace

void CheckAcknowledgedWritesAreKept(const History& history, const LogCopy& log,
                                    Findings* findings) {
  static constexpr char kCheck[] = "AcknowledgedWritesAreKept";
  for (const CallRecord& call : history.calls) {
    if (!call.write || call.outcome != Outcome::kAcknowledged) continue;
    const std::vector<const Commit*> commits = log.WithRequestId(call.request_id);
    if (commits.empty()) {
      findings->Add(kCheck, absl::StrCat("lost: ", Describe(call)));
      continue;
    }
    const Change* const change = ChangeOf(*commits[0], call.resource);
    if (change == nullptr || change->removed() != call.removes) {
      findings->Add(kCheck, absl::StrCat("kept as something else: ", Describe(call)));
    } else if (!call.removes && (!call.answer || call.answer->bytes != change->resource() ||
                                 call.answer->revision != commits[0]->revision())) {
      findings->Add(kCheck, absl::StrCat("kept with another state: ", Describe(call)));
    } else if (!call.position || call.position->revision < commits[0]->revision()) {
      findings->Add(kCheck, absl::StrCat("answered before it was published: ", Describe(call)));
    }
  }
}

void CheckRefusedWritesLeaveNothing(const History& history, const LogCopy& log,
                                    Findings* findings) {
  for (const auto& [request_id, attempts] : WritesByRequestId(history)) {
    if (SurelyRefused(attempts) && !log.WithRequestId(request_id).empty()) {
      findings->Add("RefusedWritesLeaveNothing",
                    absl::StrCat("revision ", log.WithRequestId(request_id)[0]->revision(),
                                 " was refused: ", Describe(*attempts.back())));
    }
  }
}

void CheckRepeatedWritesHaveOneEffect(const History& history, const LogCopy& log,
                                      Findings* findings) {
  static constexpr char kCheck[] = "RepeatedWritesHaveOneEffect";
  for (const auto& [request_id, attempts] : WritesByRequestId(history)) {
    if (log.WithRequestId(request_id).size() > 1) {
      findings->Add(kCheck, absl::StrCat("several effects: ", Describe(*attempts[0])));
    }
    const CallRecord* first = nullptr;
    for (const CallRecord* attempt : attempts) {
      if (attempt->outcome != Outcome::kAcknowledged) continue;
      if (first == nullptr) first = attempt;
      if (!(first->answer == attempt->answer)) {
        findings->Add(kCheck,
                      absl::StrCat("two answers: ", Describe(*first), " and ", Describe(*attempt)));
      }
    }
  }
}

namespace {

// Returns whether the log contains the state that a watch delivered, at the same revision.
bool LogHas(const LogCopy& log, const WatchChange& told) {
  const Commit* const commit = log.Find(told.revision);
  const Change* const change = commit == nullptr ? nullptr : ChangeOf(*commit, told.name);
  if (change == nullptr || change->removed() != !told.bytes.has_value()) return false;
  return change->removed() || change->resource() == *told.bytes;
}

void CheckSeenByStream(const StreamRecord& stream, const LogCopy& log, Findings* findings) {
  static constexpr char kCheck[] = "NothingSeenIsMissing";
  const std::string who = absl::StrCat("watcher ", stream.watcher, " in life ", stream.life);
  const auto look = [&](const std::vector<WatchChange>& changes) {
    for (const WatchChange& change : changes) {
      if (LogHas(log, change)) continue;
      findings->Add(kCheck, absl::StrCat(who, " got ", change.name, " at revision ",
                                         change.revision, ", which the log does not have"));
    }
  };
  for (const WatchMessage& message : stream.messages) {
    look(message.snapshot);
    for (const WatchCommit& commit : message.commits) {
      const Commit* const kept = log.Find(commit.revision);
      if (kept == nullptr || kept->commit_id() != commit.commit_id) {
        findings->Add(kCheck, absl::StrCat(who, " got another commit ", commit.revision));
      }
      look(commit.changes);
    }
    for (const auto& told : {message.consistent, message.progress}) {
      if (told && *told > log.head()) {
        findings->Add(kCheck, absl::StrCat(who, " got position ", *told, " beyond ", log.head()));
      }
    }
  }
}

}  // namespace

void CheckNothingSeenIsMissing(const History& history, const LogCopy& log, Findings* findings) {
  static constexpr char kCheck[] = "NothingSeenIsMissing";
  for (const CallRecord& call : history.calls) {
    if (call.position && call.position->revision > log.head()) {
      findings->Add(kCheck, absl::StrCat("the log ends at ", log.head(), ": ", Describe(call)));
    }
    if (call.write || !call.answer || call.answer->revision == 0) continue;
    if (!LogHas(log, {call.resource, call.answer->revision, call.answer->bytes})) {
      findings->Add(kCheck, absl::StrCat("the log has no such state: ", Describe(call)));
    }
  }
  for (const StreamRecord& stream : history.streams) CheckSeenByStream(stream, log, findings);
}

void CheckRefusalsRestOnTheDurable(const History& history, const LogCopy& log, Findings* findings) {
  static constexpr char kCheck[] = "RefusalsRestOnTheDurable";
  for (const CallRecord& call : history.calls) {
    if (!call.write || call.outcome != Outcome::kRefused || !call.position) continue;
    if (call.current > 0) {
      const Commit* const commit = log.Find(call.current);
      if (commit == nullptr || ChangeOf(*commit, call.resource) == nullptr) {
        findings->Add(kCheck, absl::StrCat("the resource never had revision ", call.current, ": ",
                                           Describe(call)));
      } else if (call.current > call.position->revision) {
        findings->Add(kCheck, absl::StrCat("revision ", call.current,
                                           " was not published: ", Describe(call)));
      }
    }
    if (ErrorReason(call.status) == "RESOURCE_ALREADY_EXISTS") {
      const auto states = log.states().find(call.resource);
      if (states == log.states().end() || states->second.begin()->first > call.position->revision) {
        findings->Add(kCheck, absl::StrCat("it did not exist: ", Describe(call)));
      }
    }
  }
}

void CheckPositionsNeverGoBack(const History& history, const LogCopy& /*log*/, Findings* findings) {
  static constexpr char kCheck[] = "PositionsNeverGoBack";
  const PositionsByTime positions(history);
  std::set<std::string> logs;
  for (const CallRecord& call : history.calls) {
    if (!call.position) continue;
    logs.insert(call.position->log_id);
    const Revision before = positions.Before(call.invoked);
    if (call.position->revision < before) {
      findings->Add(kCheck, absl::StrCat("after ", before, ": ", Describe(call)));
    }
  }
  if (logs.size() > 1) findings->Add(kCheck, "the log has changed its id");
}

void CheckReadsShowTheirPosition(const History& history, const LogCopy& log, Findings* findings) {
  static constexpr char kCheck[] = "ReadsShowTheirPosition";
  for (const CallRecord& call : history.calls) {
    if (call.write || !call.answer) continue;
    if (!call.position) {
      findings->Add(kCheck, absl::StrCat("no position: ", Describe(call)));
      continue;
    }
    const ResourceState state = log.StateAt(call.resource, call.position->revision);
    if (!(state == *call.answer)) {
      findings->Add(kCheck, absl::StrCat("the log has ", Describe(state), ", the answer ",
                                         Describe(*call.answer), ": ", Describe(call)));
    }
    if (call.position->revision < call.min_position) {
      findings->Add(
          kCheck, absl::StrCat("at least ", call.min_position, " was required: ", Describe(call)));
    }
  }
}

void CheckWritesComeAfterWhatWasSeen(const History& history, const LogCopy& log,
                                     Findings* findings) {
  const PositionsByTime positions(history);
  for (const auto& [request_id, attempts] : WritesByRequestId(history)) {
    const std::vector<const Commit*> commits = log.WithRequestId(request_id);
    if (commits.empty()) continue;
    int64_t invoked = std::numeric_limits<int64_t>::max();
    for (const CallRecord* attempt : attempts) invoked = std::min(invoked, attempt->invoked);
    const Revision before = positions.Before(invoked);
    if (commits[0]->revision() <= before) {
      findings->Add("WritesComeAfterWhatWasSeen",
                    absl::StrCat("took effect at ", commits[0]->revision(), " although ", before,
                                 " was seen before it: ", Describe(*attempts[0])));
    }
  }
}

void CheckEtagsGuard(const History& history, const LogCopy& log, Findings* findings) {
  for (const auto& [request_id, attempts] : WritesByRequestId(history)) {
    const CallRecord& call = *attempts[0];
    const std::vector<const Commit*> commits = log.WithRequestId(request_id);
    if (call.guard == 0 || commits.empty()) continue;
    const ResourceState before = log.StateAt(call.resource, commits[0]->revision() - 1);
    if (before.revision != call.guard) {
      findings->Add("EtagsGuard",
                    absl::StrCat("revision ", commits[0]->revision(), " changed ", Describe(before),
                                 ", its etag named ", call.guard, ": ", Describe(call)));
    }
  }
}

void CheckLogIsAChain(const History& /*history*/, const LogCopy& log, Findings* findings) {
  static constexpr char kCheck[] = "LogIsAChain";
  const Commit none;
  const Commit* before = &none;
  for (const Commit& commit : log.commits()) {
    const std::string where = absl::StrCat("after revision ", before->revision(), " ");
    if (commit.revision() != before->revision() + 1) {
      findings->Add(kCheck, absl::StrCat(where, "comes ", commit.revision()));
    }
    if (commit.previous_commit_id() != before->commit_id() || commit.commit_id().empty()) {
      findings->Add(kCheck, absl::StrCat(where, "comes a commit with another predecessor"));
    }
    if (CommitTime(commit) < CommitTime(*before)) {
      findings->Add(kCheck, absl::StrCat(where, "time goes back"));
    }
    before = &commit;
  }
}

void CheckLogOnlyGrows(const History& history, const LogCopy& log, Findings* findings) {
  for (const Commit& before : history.log_before.commits()) {
    const Commit* const now = log.Find(before.revision());
    if (now == nullptr || now->SerializeAsString() != before.SerializeAsString()) {
      findings->Add("LogOnlyGrows",
                    absl::StrCat("revision ", before.revision(), " was in the log and is now ",
                                 now == nullptr ? "gone" : "another"));
    }
  }
}

void CheckStatesBuildOnEarlierOnes(const History& history, const LogCopy& log, Findings* findings) {
  if (!history.trace) return;
  for (const auto& [name, states] : log.states()) {
    std::vector<std::string> before;
    for (const auto& [revision, bytes] : states) {
      const std::vector<std::string> now =
          bytes ? history.trace(name, *bytes) : std::vector<std::string>();
      if (bytes &&
          (now.size() < before.size() || !std::equal(before.begin(), before.end(), now.begin()))) {
        findings->Add("StatesBuildOnEarlierOnes",
                      absl::StrCat(name, " at revision ", revision, " lost earlier content"));
      }
      before = now;
    }
  }
}

void CheckErrorsAreTyped(const History& history, const LogCopy& /*log*/, Findings* findings) {
  static constexpr char kCheck[] = "ErrorsAreTyped";
  for (const CallRecord& call : history.calls) {
    if (call.status.ok() || call.cut) continue;
    const std::string reason = ErrorReason(call.status);
    if (reason.empty() || reason == "INTERNAL") findings->Add(kCheck, Describe(call));
  }
  for (const StreamRecord& stream : history.streams) {
    const std::string reason = ErrorReason(stream.end);
    const bool cut = reason.empty() && (stream.end.ok() || absl::IsCancelled(stream.end) ||
                                        absl::IsUnavailable(stream.end));
    // Whether the watch can't be resumed after ending with this status.
    const bool final = !cut && !absl::IsUnavailable(stream.end) &&
                       !absl::IsResourceExhausted(stream.end) && !absl::IsCancelled(stream.end);
    if (final) {
      findings->Add(kCheck, absl::StrCat("watcher ", stream.watcher, " in life ", stream.life,
                                         " after ", stream.after, ": ", stream.end.ToString()));
    }
  }
}

}  // namespace jumelage
