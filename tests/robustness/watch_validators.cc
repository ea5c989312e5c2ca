#include "tests/robustness/watch_validators.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace jumelage {
namespace {

using store::v1::Change;
using store::v1::Commit;

std::string Describe(const StreamRecord& stream) {
  return absl::StrCat(
      "watcher ", stream.watcher, " in life ", stream.life,
      stream.from_snapshot ? " from a snapshot" : absl::StrCat(" after ", stream.after), ": ");
}

// Returns the changes of a commit that a stream with `filter` must deliver.
std::map<std::string, std::optional<std::string>> Wanted(const Commit& commit,
                                                         const WatchFilter& filter) {
  std::map<std::string, std::optional<std::string>> wanted;
  for (const Change& change : commit.changes()) {
    if (!filter.Matches(change.name())) continue;
    wanted[change.name()] =
        change.removed() ? std::nullopt : std::optional<std::string>(change.resource());
  }
  return wanted;
}

bool IsWanted(const Commit& commit, const WatchFilter& filter) {
  return filter.everything() || !Wanted(commit, filter).empty();
}

// Returns the commits that arrived completely, in the order of arrival.
std::vector<Revision> WholeCommits(const StreamRecord& stream) {
  std::vector<Revision> revisions;
  for (const WatchMessage& message : stream.messages) {
    for (const WatchCommit& commit : message.commits) {
      if (commit.last_part) revisions.push_back(commit.revision);
    }
  }
  return revisions;
}

std::vector<Revision> WantedBetween(const LogCopy& log, Revision after, Revision last,
                                    const WatchFilter& filter) {
  std::vector<Revision> revisions;
  for (const Commit& commit : log.commits()) {
    if (commit.revision() > after && commit.revision() <= last && IsWanted(commit, filter)) {
      revisions.push_back(commit.revision());
    }
  }
  return revisions;
}

// Describes the first difference between two lists.
std::string Difference(const std::vector<Revision>& wanted, const std::vector<Revision>& got) {
  const auto [w, g] = std::mismatch(wanted.begin(), wanted.end(), got.begin(), got.end());
  return absl::StrCat("expected ", w == wanted.end() ? 0 : *w, ", got ", g == got.end() ? 0 : *g);
}

}  // namespace

void CheckWatchIsOrdered(const History& history, const LogCopy& /*log*/, Findings* findings) {
  static constexpr char kCheck[] = "WatchIsOrdered";
  for (const StreamRecord& stream : history.streams) {
    Revision last = stream.from_snapshot ? 0 : stream.after;
    for (const WatchMessage& message : stream.messages) {
      for (const WatchCommit& commit : message.commits) {
        if (commit.revision < last) {
          findings->Add(kCheck, absl::StrCat(Describe(stream), commit.revision, " after ", last));
        }
        last = commit.revision;
      }
      for (const auto& told : {message.consistent, message.progress}) {
        if (!told) continue;
        if (*told < last) {
          findings->Add(kCheck,
                        absl::StrCat(Describe(stream), "position ", *told, " after ", last));
        }
        last = *told;
      }
    }
  }
}

void CheckWatchIsUnique(const History& history, const LogCopy& /*log*/, Findings* findings) {
  for (const StreamRecord& stream : history.streams) {
    std::set<Revision> seen;
    for (const Revision revision : WholeCommits(stream)) {
      if (!seen.insert(revision).second) {
        findings->Add("WatchIsUnique", absl::StrCat(Describe(stream), revision, " twice"));
      }
    }
  }
}

void CheckWatchIsReliable(const History& history, const LogCopy& log, Findings* findings) {
  for (const StreamRecord& stream : history.streams) {
    StreamPosition position(stream);
    std::optional<Revision> begin = position.told();
    for (const WatchMessage& message : stream.messages) {
      // On a stream with a snapshot, the snapshot replaces all commits before the first one that
      // arrives. CheckWatchSnapshotsAreConsistent checks the snapshot.
      if (!begin && !message.commits.empty()) begin = message.commits[0].revision - 1;
      position.Add(message);
      if (!begin) begin = position.told();
    }
    if (!begin) continue;
    const std::vector<Revision> got = WholeCommits(stream);
    Revision last = std::max(position.told().value_or(0), *begin);
    if (!got.empty()) last = std::max(last, got.back());
    const std::vector<Revision> wanted = WantedBetween(log, *begin, last, stream.filter);
    if (got != wanted) {
      findings->Add("WatchIsReliable", absl::StrCat(Describe(stream), Difference(wanted, got)));
    }
  }
}

namespace {

// Checks the parts of a stream's commits, in order of arrival.
class PartReader {
 public:
  PartReader(const StreamRecord& stream, const LogCopy& log, Findings* findings)
      : stream_(stream), log_(log), findings_(findings) {}

  void Add(const WatchCommit& part) {
    if (open_ != 0 && part.revision != open_) Complain(open_, "ended before its last part");
    if (open_ != part.revision) changes_.clear();
    open_ = part.revision;
    for (const WatchChange& change : part.changes) {
      if (change.revision != part.revision) Complain(open_, "has a change of another revision");
      if (!changes_.emplace(change.name, change.bytes).second) {
        Complain(open_, absl::StrCat("has two changes of ", change.name));
      }
    }
    if (part.last_part) Close();
  }

 private:
  void Close() {
    const Commit* const commit = log_.Find(open_);
    if (commit != nullptr && Wanted(*commit, stream_.filter) != changes_) {
      Complain(open_, absl::StrCat("has ", changes_.size(), " changes; the log has ",
                                   Wanted(*commit, stream_.filter).size(), ", or others"));
    }
    open_ = 0;
    changes_.clear();
  }
  void Complain(Revision revision, const std::string& what) {
    findings_->Add("WatchIsAtomic", absl::StrCat(Describe(stream_), revision, " ", what));
  }

  const StreamRecord& stream_;
  const LogCopy& log_;
  Findings* const findings_;
  Revision open_ = 0;
  std::map<std::string, std::optional<std::string>> changes_;
};

}  // namespace

void CheckWatchIsAtomic(const History& history, const LogCopy& log, Findings* findings) {
  for (const StreamRecord& stream : history.streams) {
    PartReader parts(stream, log, findings);
    for (const WatchMessage& message : stream.messages) {
      for (const WatchCommit& commit : message.commits) parts.Add(commit);
    }
  }
}

namespace {

// The state that a client builds from a stream, which is the newest change of each resource.
class HeldState {
 public:
  void Add(const std::vector<WatchChange>& changes) {
    for (const WatchChange& change : changes) {
      auto [held, is_new] = held_.try_emplace(change.name, change);
      if (!is_new && held->second.revision < change.revision) held->second = change;
    }
  }
  std::map<std::string, ResourceState> Resources() const {
    std::map<std::string, ResourceState> resources;
    for (const auto& [name, change] : held_) {
      if (change.bytes) resources[name] = {change.revision, *change.bytes};
    }
    return resources;
  }

 private:
  std::map<std::string, WatchChange> held_;
};

std::map<std::string, ResourceState> ResourcesAt(const LogCopy& log, Revision revision,
                                                 const WatchFilter& filter) {
  std::map<std::string, ResourceState> resources;
  for (const auto& [name, states] : log.states()) {
    if (!filter.Matches(name)) continue;
    const ResourceState state = log.StateAt(name, revision);
    if (state.revision != 0) resources[name] = state;
  }
  return resources;
}

}  // namespace

void CheckWatchSnapshotsAreConsistent(const History& history, const LogCopy& log,
                                      Findings* findings) {
  static constexpr char kCheck[] = "WatchSnapshotsAreConsistent";
  for (const StreamRecord& stream : history.streams) {
    if (!stream.from_snapshot) continue;
    HeldState held;
    for (const WatchMessage& message : stream.messages) {
      held.Add(message.snapshot);
      for (const WatchCommit& commit : message.commits) held.Add(commit.changes);
      if (message.progress) {
        findings->Add(kCheck, absl::StrCat(Describe(stream), "a bookmark before the marker"));
      }
      if (!message.consistent && !message.progress) continue;
      const Revision marker = message.consistent.value_or(0);
      if (message.consistent && held.Resources() != ResourcesAt(log, marker, stream.filter)) {
        findings->Add(kCheck, absl::StrCat(Describe(stream), "not the state at ", marker));
      }
      break;
    }
  }
}

void CheckWatchIsResumable(const History& history, const LogCopy& log, Findings* findings) {
  static constexpr char kCheck[] = "WatchIsResumable";
  struct Chain {
    std::optional<Revision> begin, told;
    std::vector<Revision> whole;
  };
  std::map<int, Chain> chains;
  for (const StreamRecord& stream : history.streams) {
    Chain& chain = chains[stream.watcher];
    StreamPosition position(stream);
    if (stream.from_snapshot || !chain.told || stream.after != *chain.told) {
      if (!stream.from_snapshot && chain.told) {
        findings->Add(kCheck, absl::StrCat(Describe(stream), "did not resume at ", *chain.told));
      }
      chain = Chain();
      chain.begin = chain.told = position.told();
    }
    for (const WatchMessage& message : stream.messages) {
      position.Add(message);
      if (!chain.begin) chain.begin = position.told();
      if (!position.told()) continue;
      for (const WatchCommit& commit : message.commits) {
        if (commit.last_part && chain.told) chain.whole.push_back(commit.revision);
      }
      chain.told = position.told();
    }
    if (!chain.begin) continue;
    const std::vector<Revision> wanted =
        WantedBetween(log, *chain.begin, *chain.told, stream.filter);
    if (chain.whole != wanted) {
      findings->Add(kCheck, absl::StrCat(Describe(stream), "with those before it, ",
                                         Difference(wanted, chain.whole)));
    }
  }
}

void CheckWatchIsBookmarked(const History& history, const LogCopy& /*log*/, Findings* findings) {
  for (const StreamRecord& stream : history.streams) {
    absl::Time last = stream.opened;
    const auto heard = [&](absl::Time time) {
      if (time - last > kWatchSilence) {
        findings->Add("WatchIsBookmarked", absl::StrCat(Describe(stream), "silent for ",
                                                        absl::FormatDuration(time - last)));
      }
      last = time;
    };
    for (const WatchMessage& message : stream.messages) heard(message.received);
    heard(stream.ended);
  }
}

}  // namespace jumelage
