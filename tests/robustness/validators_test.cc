// Tests the validators. Each gets a history in which nothing is wrong, and histories that break its
// promise in different ways.
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/robustness/call_validators.h"
#include "tests/robustness/watch_validators.h"

namespace jumelage {
namespace {

using store::v1::Change;
using store::v1::Commit;

constexpr char kLogId[] = "log";

std::string IdOf(Revision revision) { return absl::StrCat("commit-", revision); }

// A log and the clients' answers. Tests start with a good world and corrupt it.
struct World {
  std::vector<Commit> commits;
  History history;

  LogCopy Log() const { return LogCopy(commits); }
  CallRecord& Call(size_t index) { return history.calls[index]; }
  StreamRecord& Stream(size_t index) { return history.streams[index]; }
};

void AddCommit(World* world, const std::string& request_id,
               const std::vector<std::pair<std::string, std::string>>& changes) {
  Commit commit;
  const Revision revision = static_cast<Revision>(world->commits.size()) + 1;
  commit.set_revision(revision);
  commit.set_commit_id(IdOf(revision));
  if (revision > 1) commit.set_previous_commit_id(IdOf(revision - 1));
  commit.mutable_time()->set_seconds(1000 + revision);
  commit.set_request_id(request_id);
  for (const auto& [name, bytes] : changes) {
    Change* const change = commit.add_changes();
    change->set_name(name);
    if (bytes.empty()) {
      change->set_removed(true);
    } else {
      change->set_resource(bytes);
    }
  }
  world->commits.push_back(std::move(commit));
}

// Adds a call that begins and ends after all earlier calls.
CallRecord& AddCall(World* world, const std::string& resource, Revision position) {
  CallRecord call;
  call.client = 1;
  call.method = "Method";
  call.resource = resource;
  call.invoked = static_cast<int64_t>(world->history.calls.size()) * 2 + 1;
  call.returned = call.invoked + 1;
  call.outcome = Outcome::kAcknowledged;
  call.position = Position{kLogId, position};
  world->history.calls.push_back(std::move(call));
  return world->history.calls.back();
}

CallRecord& AddWrite(World* world, const std::string& request_id, const std::string& resource,
                     Revision revision, const std::string& bytes) {
  CallRecord& call = AddCall(world, resource, revision);
  call.write = true;
  call.request_id = request_id;
  call.answer = ResourceState{revision, bytes};
  return call;
}

CallRecord& AddRefusal(World* world, const std::string& request_id, const std::string& resource,
                       Revision position, const absl::Status& status) {
  CallRecord& call = AddWrite(world, request_id, resource, position, "");
  call.answer.reset();
  call.status = status;
  call.outcome = Outcome::kRefused;
  return call;
}

void AddRead(World* world, const std::string& resource, Revision position,
             const ResourceState& state) {
  AddCall(world, resource, position).answer = state;
}

WatchMessage Told(const Commit& commit) {
  WatchCommit told{commit.revision(), commit.commit_id(), {}, true};
  for (const Change& change : commit.changes()) {
    told.changes.push_back(
        {change.name(), commit.revision(),
         change.removed() ? std::nullopt : std::optional<std::string>(change.resource())});
  }
  WatchMessage message;
  message.commits.push_back(std::move(told));
  return message;
}

WatchMessage Bookmark(Revision revision) {
  WatchMessage message;
  message.progress = revision;
  return message;
}

// Sets the stream's times, with one message per second, and lets the client end the stream.
void Close(StreamRecord* stream) {
  stream->opened = stream->ended = absl::UnixEpoch();
  for (WatchMessage& message : stream->messages) {
    stream->ended += absl::Seconds(1);
    message.received = stream->ended;
  }
  stream->end = absl::CancelledError("");
}

// Returns a world in which nothing is wrong. Its commits change these resources, by revision: 1 a,
// 2 a, 3 b and c, 4 a (removed), 5 b.
World GoodWorld() {
  World world;
  AddCommit(&world, "r1", {{"a", "a1"}});
  AddCommit(&world, "r2", {{"a", "a1+a2"}});
  AddCommit(&world, "r3", {{"b", "b1"}, {"c", "c1"}});
  AddCommit(&world, "r4", {{"a", ""}});
  AddCommit(&world, "r5", {{"b", "b1+b2"}});
  world.history.trace = [](const std::string&, const std::string& bytes) {
    return std::vector<std::string>{bytes.substr(0, 2)};
  };
  world.history.log_before = LogCopy({world.commits.begin(), world.commits.begin() + 3});

  AddWrite(&world, "r1", "a", 1, "a1");                                            // 0
  AddRefusal(&world, "x1", "a", 1, AlreadyExistsError("A", "a"));                  // 1
  AddRead(&world, "a", 1, {1, "a1"});                                              // 2
  AddWrite(&world, "r2", "a", 2, "a1+a2").guard = 1;                               // 3
  AddRefusal(&world, "x2", "a", 2, EtagMismatchError("A", "a", "2")).current = 2;  // 4
  AddWrite(&world, "r3", "b", 3, "b1");                                            // 5
  CallRecord& cut = AddWrite(&world, "r4", "a", 3, "");                            // 6
  cut.outcome = Outcome::kUnknown;
  cut.cut = true;
  cut.answer.reset();
  cut.position.reset();
  cut.status = absl::DeadlineExceededError("");
  CallRecord& repeated = AddWrite(&world, "r4", "a", 4, "a1+a2");  // 7
  repeated.removes = true;
  AddRead(&world, "a", 4, {});                        // 8
  AddWrite(&world, "r5", "b", 5, "b1+b2").guard = 3;  // 9
  AddRead(&world, "b", 5, {5, "b1+b2"});              // 10
  world.Call(10).min_position = 5;

  // Two streams of the same watcher, which together deliver everything.
  StreamRecord first;
  first.watcher = 1;
  first.messages = {Told(world.commits[0]), Bookmark(1), Told(world.commits[1])};
  StreamRecord second;
  second.watcher = 1;
  second.after = 2;
  second.messages = {Told(world.commits[2]), Told(world.commits[3]), Told(world.commits[4]),
                     Bookmark(5)};
  // Splits the third commit into two parts.
  WatchCommit& whole = second.messages[0].commits[0];
  WatchCommit part = whole;
  part.last_part = false;
  part.changes.pop_back();
  whole.changes.erase(whole.changes.begin());
  second.messages[0].commits.insert(second.messages[0].commits.begin(), part);
  // A stream with a snapshot that began at revision 3; commit 4 was made during it.
  StreamRecord snapshot;
  snapshot.watcher = 2;
  snapshot.from_snapshot = true;
  WatchMessage page;
  page.snapshot = {{"a", 2, "a1+a2"}, {"b", 3, "b1"}, {"c", 3, "c1"}};
  WatchMessage marker;
  marker.consistent = 4;
  snapshot.messages = {page, Told(world.commits[3]), marker, Told(world.commits[4])};
  // A stream that is filtered to resource c.
  StreamRecord filtered;
  filtered.watcher = 3;
  filtered.filter.names = {"c"};
  WatchMessage only_c = Told(world.commits[2]);
  only_c.commits[0].changes.erase(only_c.commits[0].changes.begin());
  filtered.messages = {only_c, Bookmark(5)};
  for (StreamRecord* stream : {&first, &second, &snapshot, &filtered}) {
    Close(stream);
    world.history.streams.push_back(*stream);
  }
  return world;
}

using Check = void (*)(const History&, const LogCopy&, Findings*);
const std::map<std::string, Check>& Checks() {
  static const auto* const checks = new std::map<std::string, Check>{
      {"AcknowledgedWritesAreKept", CheckAcknowledgedWritesAreKept},
      {"RefusedWritesLeaveNothing", CheckRefusedWritesLeaveNothing},
      {"RepeatedWritesHaveOneEffect", CheckRepeatedWritesHaveOneEffect},
      {"NothingSeenIsMissing", CheckNothingSeenIsMissing},
      {"RefusalsRestOnTheDurable", CheckRefusalsRestOnTheDurable},
      {"PositionsNeverGoBack", CheckPositionsNeverGoBack},
      {"ReadsShowTheirPosition", CheckReadsShowTheirPosition},
      {"WritesComeAfterWhatWasSeen", CheckWritesComeAfterWhatWasSeen},
      {"EtagsGuard", CheckEtagsGuard},
      {"LogIsAChain", CheckLogIsAChain},
      {"LogOnlyGrows", CheckLogOnlyGrows},
      {"StatesBuildOnEarlierOnes", CheckStatesBuildOnEarlierOnes},
      {"ErrorsAreTyped", CheckErrorsAreTyped},
      {"WatchIsOrdered", CheckWatchIsOrdered},
      {"WatchIsUnique", CheckWatchIsUnique},
      {"WatchIsReliable", CheckWatchIsReliable},
      {"WatchIsAtomic", CheckWatchIsAtomic},
      {"WatchSnapshotsAreConsistent", CheckWatchSnapshotsAreConsistent},
      {"WatchIsResumable", CheckWatchIsResumable},
      {"WatchIsBookmarked", CheckWatchIsBookmarked}};
  return *checks;
}

TEST(ValidatorsTest, FindNothingInAGoodHistory) {
  const World world = GoodWorld();
  for (const auto& [name, check] : Checks()) {
    Findings findings;
    check(world.history, world.Log(), &findings);
    EXPECT_TRUE(findings.empty()) << findings.ToString();
  }
}

struct BadCase {
  std::string check;
  std::string what;
  std::function<void(World*)> spoil;
};

std::vector<BadCase> BadCalls() {
  return {
      {"AcknowledgedWritesAreKept", "lost", [](World* w) { w->commits.pop_back(); }},
      {"AcknowledgedWritesAreKept", "another state",
       [](World* w) { w->commits[1].mutable_changes(0)->set_resource("a1+??"); }},
      {"AcknowledgedWritesAreKept", "another resource",
       [](World* w) { w->commits[1].mutable_changes(0)->set_name("z"); }},
      {"AcknowledgedWritesAreKept", "a removal that isn't one",
       [](World* w) { w->commits[3].mutable_changes(0)->set_resource("a1"); }},
      {"AcknowledgedWritesAreKept", "another revision",
       [](World* w) { w->Call(3).answer->revision = 1; }},
      {"AcknowledgedWritesAreKept", "answered before it was published",
       [](World* w) { w->Call(3).position->revision = 1; }},
      {"RefusedWritesLeaveNothing", "a refused write is there",
       [](World* w) {
         AddCommit(w, "x1", {{"a", "a1"}});
       }},
      {"RefusedWritesLeaveNothing", "refused after an unknown outcome, but there",
       [](World* w) {
         w->Call(7).outcome = Outcome::kRefused;
         w->Call(7).status = EtagMismatchError("A", "a", "2");
         w->Call(7).life = 1;
       }},
      {"RefusedWritesLeaveNothing", "refused for a full disk, but there",
       [](World* w) {
         w->Call(9).outcome = Outcome::kRefused;
         w->Call(9).status = StorageFullError();
       }},
      {"RepeatedWritesHaveOneEffect", "two effects",
       [](World* w) {
         AddCommit(w, "r4", {{"a", ""}});
       }},
      {"RepeatedWritesHaveOneEffect", "two answers",
       [](World* w) { AddWrite(w, "r2", "a", 5, "a1+a3"); }},
      {"NothingSeenIsMissing", "a position beyond the log",
       [](World* w) { w->Call(10).position->revision = 6; }},
      {"NothingSeenIsMissing", "a state that never existed",
       [](World* w) { w->Call(2).answer->bytes = "a0"; }},
      {"NothingSeenIsMissing", "a revision of something else",
       [](World* w) { w->Call(2).answer->revision = 3; }},
      {"NothingSeenIsMissing", "a watched commit that is gone",
       [](World* w) { w->commits.pop_back(); }},
      {"NothingSeenIsMissing", "a watched commit that is another",
       [](World* w) { w->commits[4].set_commit_id("other"); }},
      {"NothingSeenIsMissing", "a page with a state that never existed",
       [](World* w) { w->Stream(2).messages[0].snapshot[0].bytes = "a0"; }},
      {"NothingSeenIsMissing", "a bookmark beyond the log",
       [](World* w) { w->Stream(3).messages.push_back(Bookmark(6)); }},
      {"RefusalsRestOnTheDurable", "a revision that is not there",
       [](World* w) { w->Call(4).current = 9; }},
      {"RefusalsRestOnTheDurable", "a revision of something else",
       [](World* w) { w->Call(4).current = 3; }},
      {"RefusalsRestOnTheDurable", "a revision that was not published",
       [](World* w) { w->Call(4).position->revision = 1; }},
      {"RefusalsRestOnTheDurable", "a resource that did not exist",
       [](World* w) { w->Call(1).position->revision = 0; }},
      {"PositionsNeverGoBack", "back", [](World* w) { w->Call(10).position->revision = 4; }},
      {"PositionsNeverGoBack", "another log", [](World* w) { w->Call(10).position->log_id = "b"; }},
      {"ReadsShowTheirPosition", "an older state",
       [](World* w) {
         w->Call(10).answer = ResourceState{3, "b1"};
       }},
      {"ReadsShowTheirPosition", "a newer state",
       [](World* w) { w->Call(10).position->revision = 4; }},
      {"ReadsShowTheirPosition", "no resource although there was one",
       [](World* w) { w->Call(10).answer = ResourceState(); }},
      {"ReadsShowTheirPosition", "a resource although there was none",
       [](World* w) {
         w->Call(8).answer = ResourceState{2, "a1+a2"};
       }},
      {"ReadsShowTheirPosition", "no position", [](World* w) { w->Call(10).position.reset(); }},
      {"ReadsShowTheirPosition", "less than the requested position",
       [](World* w) { w->Call(10).min_position = 6; }},
      {"WritesComeAfterWhatWasSeen", "before a state that was seen",
       [](World* w) { w->Call(2).position->revision = 2; }},
      {"EtagsGuard", "another state than the etag's", [](World* w) { w->Call(3).guard = 3; }},
      {"EtagsGuard", "nothing to change",
       [](World* w) {
         w->Call(9).resource = "z";
         w->commits[4].mutable_changes(0)->set_name("z");
       }},
  };
}

std::vector<BadCase> BadLogs() {
  return {
      {"LogIsAChain", "a gap", [](World* w) { w->commits.erase(w->commits.begin() + 1); }},
      {"LogIsAChain", "not from the first", [](World* w) { w->commits.erase(w->commits.begin()); }},
      {"LogIsAChain", "another predecessor",
       [](World* w) { w->commits[2].set_previous_commit_id("other"); }},
      {"LogIsAChain", "time goes back",
       [](World* w) { w->commits[2].mutable_time()->set_seconds(1); }},
      {"LogOnlyGrows", "shorter", [](World* w) { w->commits.resize(2); }},
      {"LogOnlyGrows", "rewritten", [](World* w) { w->commits[0].set_method("other"); }},
      {"StatesBuildOnEarlierOnes", "earlier content is lost",
       [](World* w) { w->commits[1].mutable_changes(0)->set_resource("x"); }},
      {"ErrorsAreTyped", "INTERNAL",
       [](World* w) { AddRefusal(w, "x9", "a", 5, InternalError("disk")); }},
      {"ErrorsAreTyped", "no reason",
       [](World* w) { AddRefusal(w, "x9", "a", 5, absl::UnavailableError("disk")); }},
      {"ErrorsAreTyped", "a watch that can't be resumed",
       [](World* w) { w->Stream(1).end = RevisionInFutureError(2, 1); }},
      {"ErrorsAreTyped", "a watch that ended inside",
       [](World* w) { w->Stream(1).end = InternalError("disk"); }},
  };
}

std::vector<BadCase> BadWatches() {
  return {
      {"WatchIsOrdered", "out of order",
       [](World* w) { std::swap(w->Stream(1).messages[1], w->Stream(1).messages[2]); }},
      {"WatchIsOrdered", "a bookmark goes back",
       [](World* w) { w->Stream(1).messages.push_back(Bookmark(4)); }},
      {"WatchIsUnique", "twice",
       [](World* w) { w->Stream(1).messages.push_back(Told(w->commits[4])); }},
      {"WatchIsReliable", "a gap",
       [](World* w) { w->Stream(1).messages.erase(w->Stream(1).messages.begin() + 1); }},
      {"WatchIsReliable", "missing at the beginning",
       [](World* w) { w->Stream(1).messages.erase(w->Stream(1).messages.begin()); }},
      {"WatchIsReliable", "missing before a bookmark",
       [](World* w) { w->Stream(3).messages.erase(w->Stream(3).messages.begin()); }},
      {"WatchIsReliable", "an unrequested change",
       [](World* w) {
         w->Stream(3).messages.insert(w->Stream(3).messages.begin(), Told(w->commits[1]));
       }},
      {"WatchIsReliable", "missing after a marker",
       [](World* w) {
         w->Stream(2).messages.pop_back();
         w->Stream(2).messages.push_back(Bookmark(5));
       }},
      {"WatchIsAtomic", "a part is missing",
       [](World* w) {
         auto& commits = w->Stream(1).messages[0].commits;
         commits.erase(commits.begin());
       }},
      {"WatchIsAtomic", "never ended",
       [](World* w) { w->Stream(1).messages[0].commits.pop_back(); }},
      {"WatchIsAtomic", "a change twice",
       [](World* w) {
         auto& commits = w->Stream(1).messages[0].commits;
         commits[1].changes.push_back(commits[0].changes[0]);
       }},
      {"WatchIsAtomic", "another state",
       [](World* w) { w->Stream(1).messages[0].commits[1].changes[0].bytes = "c0"; }},
      {"WatchIsAtomic", "a change of another revision",
       [](World* w) { w->Stream(1).messages[0].commits[1].changes[0].revision = 1; }},
      {"WatchSnapshotsAreConsistent", "a resource is missing",
       [](World* w) { w->Stream(2).messages[0].snapshot.pop_back(); }},
      {"WatchSnapshotsAreConsistent", "an older state",
       [](World* w) { w->Stream(2).messages.erase(w->Stream(2).messages.begin() + 1); }},
      {"WatchSnapshotsAreConsistent", "a bookmark before the marker",
       [](World* w) { w->Stream(2).messages.insert(w->Stream(2).messages.begin(), Bookmark(3)); }},
      {"WatchIsResumable", "a gap between streams",
       [](World* w) {
         w->Stream(1).after = 3;
         w->Stream(1).messages.erase(w->Stream(1).messages.begin());
       }},
      {"WatchIsResumable", "repeated by the next stream",
       [](World* w) {
         w->Stream(1).messages.insert(w->Stream(1).messages.begin(), Told(w->commits[1]));
       }},
      {"WatchIsBookmarked", "silent",
       [](World* w) { w->Stream(1).messages[2].received += absl::Seconds(20); }},
      {"WatchIsBookmarked", "silent at the end",
       [](World* w) { w->Stream(1).ended += absl::Seconds(20); }},
  };
}

void ExpectFound(const std::vector<BadCase>& cases) {
  for (const BadCase& bad : cases) {
    World world = GoodWorld();
    bad.spoil(&world);
    Findings findings;
    Checks().at(bad.check)(world.history, world.Log(), &findings);
    EXPECT_TRUE(findings.Has(bad.check)) << bad.check << " misses: " << bad.what;
  }
}

TEST(ValidatorsTest, FindBrokenPromisesOfCalls) { ExpectFound(BadCalls()); }
TEST(ValidatorsTest, FindBrokenLogs) { ExpectFound(BadLogs()); }
TEST(ValidatorsTest, FindBrokenPromisesOfWatches) { ExpectFound(BadWatches()); }

// For every check there is a history in which it must find something.
TEST(ValidatorsTest, EveryCheckCanFail) {
  std::map<std::string, Check> unshown = Checks();
  for (const auto& cases : {BadCalls(), BadLogs(), BadWatches()}) {
    for (const BadCase& bad : cases) unshown.erase(bad.check);
  }
  EXPECT_THAT(unshown, testing::IsEmpty());
}

// While the service runs, an interrupted attempt may take effect after its repetition was refused.
// After a restart it no longer can.
TEST(ValidatorsTest, ARefusalSettlesOnlyAttemptsThatHaveEnded) {
  World world = GoodWorld();
  world.Call(7).outcome = Outcome::kRefused;
  world.Call(7).status = EtagMismatchError("A", "a", "2");
  Findings findings;
  CheckRefusedWritesLeaveNothing(world.history, world.Log(), &findings);
  EXPECT_TRUE(findings.empty()) << findings.ToString();
}

TEST(FindingsTest, KeepsTheFirstFewAndCountsAll) {
  Findings findings;
  for (int i = 0; i < 9; ++i) findings.Add("Check", absl::StrCat("number ", i));
  EXPECT_TRUE(findings.Has("Check"));
  EXPECT_FALSE(findings.Has("Other"));
  EXPECT_THAT(findings.ToString(), testing::HasSubstr("number 4"));
  EXPECT_THAT(findings.ToString(), testing::Not(testing::HasSubstr("number 5")));
  EXPECT_THAT(findings.ToString(), testing::HasSubstr("4 more"));
}

}  // namespace
}  // namespace jumelage
