// Tests the guarantees of a watch (W1-W6), each with a real server and a real client.
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/status.h"
#include "common/testing/note_server.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using samples::Commit;
using samples::Note;
using samples::ResourceChange;
using samples::WatchRequest;
using samples::WatchResponse;
using samples::WriteNoteRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Duration kPatience = absl::Seconds(30);

// A watch as a client sees it. Reads block.
class Watch {
 public:
  Watch(samples::NoteService::Stub* stub, const WatchRequest& request) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    reader_ = stub->Watch(&context_, request);
  }
  ~Watch() {
    context_.TryCancel();
    if (!finished_) Finish().IgnoreError();
  }

  // Returns the next message; nullopt at the end of the stream.
  std::optional<WatchResponse> Next() {
    WatchResponse response;
    if (!reader_->Read(&response)) return std::nullopt;
    return response;
  }

  // Returns the next commits, or parts of commits: at least `count`, or fewer if the stream ends.
  std::vector<Commit> Commits(size_t count) {
    std::vector<Commit> commits;
    while (commits.size() < count) {
      const std::optional<WatchResponse> response = Next();
      if (!response) break;
      commits.insert(commits.end(), response->commits().begin(), response->commits().end());
    }
    return commits;
  }

  // Reads the remaining messages, and returns the status of the stream.
  absl::Status Finish() {
    while (Next()) {
    }
    finished_ = true;
    return FromGrpcStatus(reader_->Finish());
  }

 private:
  grpc::ClientContext context_;
  bool finished_ = false;
  std::unique_ptr<grpc::ClientReader<WatchResponse>> reader_;
};

class WatchTest : public ::testing::Test {
 protected:
  void Start(const std::function<void(NoteServer::Options*)>& adjust = nullptr) {
    NoteServer::Options options;
    options.data.data_dir = dir_.path();
    if (adjust) adjust(&options);
    server_ = std::make_unique<NoteServer>(std::move(options));
    stub_ = server_->NewStub();
  }

  Revision Write(const std::string& name, const std::string& text, int copies = 0) {
    grpc::ClientContext context;
    WriteNoteRequest request;
    request.mutable_note()->set_name(name);
    request.mutable_note()->set_text(text);
    for (int i = 0; i < copies; ++i) {
      Note* copy = request.add_copies();
      copy->set_name(absl::StrCat(name, "-", i));
      copy->set_text(text);
    }
    Note note;
    EXPECT_THAT(FromGrpcStatus(stub_->WriteNote(&context, request, &note)), IsOk());
    return note.revision();
  }

  void Remove(const std::string& name) {
    grpc::ClientContext context;
    samples::RemoveNoteRequest request;
    request.set_name(name);
    Note note;
    EXPECT_THAT(FromGrpcStatus(stub_->RemoveNote(&context, request, &note)), IsOk());
  }

  std::unique_ptr<Watch> After(Revision revision) {
    WatchRequest request;
    request.set_after_revision(revision);
    return std::make_unique<Watch>(stub_.get(), request);
  }

  std::unique_ptr<Watch> FromSnapshot() {
    WatchRequest request;
    request.mutable_snapshot();
    return std::make_unique<Watch>(stub_.get(), request);
  }

  TempDir dir_;
  std::unique_ptr<NoteServer> server_;
  std::unique_ptr<samples::NoteService::Stub> stub_;
};

std::vector<Revision> RevisionsOf(const std::vector<Commit>& commits) {
  std::vector<Revision> revisions;
  for (const Commit& commit : commits) revisions.push_back(commit.revision());
  return revisions;
}

TEST_F(WatchTest, W1W2W3DeliversEachCommitOnceInOrderWhateverTheStart) {
  Start();
  for (int i = 0; i < 5; ++i) Write("notes/a", absl::StrCat(i));
  EXPECT_THAT(RevisionsOf(After(0)->Commits(5)), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(RevisionsOf(After(3)->Commits(2)), ElementsAre(4, 5));
  const auto watch = After(5);
  Write("notes/a", "live");
  const std::vector<Commit> live = watch->Commits(1);
  ASSERT_THAT(RevisionsOf(live), ElementsAre(6));
  EXPECT_EQ(live[0].changes(0).note().text(), "live");
  EXPECT_EQ(live[0].method(), "jumelage.samples.NoteService/WriteNote");
  EXPECT_EQ(live[0].principal(), "local");
  EXPECT_TRUE(live[0].last_part());
}

TEST_F(WatchTest, W3CommitsNoLongerInMemoryComeFromTheLog) {
  Start([](NoteServer::Options* options) { options->watch_memory_bytes = 1; });
  for (int i = 0; i < 20; ++i) Write("notes/a", absl::StrCat(i));
  const std::vector<Commit> commits = After(0)->Commits(20);
  ASSERT_EQ(commits.size(), 20u);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(commits[i].changes(0).note().text(), absl::StrCat(i));
}

TEST_F(WatchTest, W3ManyWatchersSeeEverythingWhileWritersWrite) {
  Start();
  constexpr int kWrites = 300;
  std::vector<std::thread> watchers;
  for (int w = 0; w < 8; ++w) {
    watchers.emplace_back([this] {
      const auto stub = server_->NewStub();
      WatchRequest request;
      request.set_after_revision(0);
      Watch watch(stub.get(), request);
      const std::vector<Commit> commits = watch.Commits(kWrites);
      ASSERT_EQ(commits.size(), static_cast<size_t>(kWrites));
      for (int i = 0; i < kWrites; ++i) EXPECT_EQ(commits[i].revision(), i + 1);
    });
  }
  std::vector<std::thread> writers;
  for (int w = 0; w < 3; ++w) {
    writers.emplace_back([this, w] {
      for (int i = 0; i < kWrites / 3; ++i) Write(absl::StrCat("notes/w", w), absl::StrCat(i));
    });
  }
  for (std::thread& thread : writers) thread.join();
  for (std::thread& thread : watchers) thread.join();
}

TEST_F(WatchTest, W4ALargeCommitComesInConsecutivePartsWithAMarkedLastOne) {
  Start([](NoteServer::Options* options) { options->watch.max_message_bytes = 1000; });
  const auto watch = After(0);
  Write("notes/big", std::string(300, 'x'), /*copies=*/9);
  Write("notes/small", "");
  std::vector<Commit> parts;
  size_t changes = 0;
  while (parts.empty() || parts.back().revision() == 1) {
    const std::vector<Commit> next = watch->Commits(1);
    ASSERT_FALSE(next.empty());
    parts.insert(parts.end(), next.begin(), next.end());
  }
  ASSERT_GE(parts.size(), 4u);
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    EXPECT_EQ(parts[i].revision(), 1);
    EXPECT_EQ(parts[i].last_part(), i + 2 == parts.size());
    changes += parts[i].changes_size();
  }
  EXPECT_EQ(changes, 10u);
  EXPECT_EQ(parts.back().revision(), 2);
}

TEST_F(WatchTest, W4MessagesKeepToTheLimitAsTheyAreSent) {
  constexpr size_t kLimit = 1000;
  Start([](NoteServer::Options* options) { options->watch.max_message_bytes = kLimit; });
  Revision last = 0;
  for (int length = 0; length < 400; length += 7) {
    last = Write("notes/big", std::string(length, 'x'), /*copies=*/9);
  }
  // New streams from different revisions, with and without a filter.
  for (const bool filtered : {false, true}) {
    for (Revision after = 0; after < last; after += 13) {
      WatchRequest request;
      request.set_after_revision(after);
      if (filtered) {
        request.add_names("notes/big");
        for (int i = 0; i < 9; ++i) request.add_names(absl::StrCat("notes/big-", i));
      }
      Watch watch(stub_.get(), request);
      for (bool done = false; !done;) {
        const std::optional<WatchResponse> response = watch.Next();
        ASSERT_TRUE(response);
        EXPECT_LE(response->ByteSizeLong(), kLimit);
        if (response->commits().empty()) continue;
        const Commit& commit = *response->commits().rbegin();
        done = commit.revision() == last && commit.last_part();
      }
    }
  }
}

TEST_F(WatchTest, W5ASnapshotThenTheLogGivesTheStateAtTheMarkerWhileOthersWrite) {
  constexpr int kNotes = 400;
  Start([](NoteServer::Options* options) { options->watch.max_message_bytes = 4000; });
  for (int i = 0; i < kNotes; ++i) Write(absl::StrCat("notes/n", i), std::string(100, 'a'));
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      Write(absl::StrCat("notes/n", i % kNotes), absl::StrCat(i));
      if (i % 10 == 9) Remove(absl::StrCat("notes/n", i % kNotes));
    }
  });
  std::map<std::string, ResourceChange> held;
  const auto apply = [&](const ResourceChange& change) {
    ResourceChange& current = held[change.name()];
    if (current.revision() < change.revision()) current = change;
  };
  const auto watch = FromSnapshot();
  Revision consistent = 0;
  int pages = 0;
  while (consistent == 0) {
    const std::optional<WatchResponse> response = watch->Next();
    ASSERT_TRUE(response);
    EXPECT_FALSE(response->has_progress()) << "a position before the state is consistent";
    for (const Commit& commit : response->commits()) {
      for (const ResourceChange& change : commit.changes()) apply(change);
    }
    for (const ResourceChange& change : response->snapshot().resources()) apply(change);
    pages += response->has_snapshot();
    if (response->has_consistent()) consistent = response->consistent().revision();
  }
  stop = true;
  writer.join();
  EXPECT_GT(pages, 1);
  // The state at that revision, from the log.
  std::map<std::string, Revision> expected;
  for (const Commit& commit : After(0)->Commits(static_cast<size_t>(consistent))) {
    if (commit.revision() > consistent) break;  // several commits may come in one message
    for (const ResourceChange& change : commit.changes()) {
      if (change.has_removed()) {
        expected.erase(change.name());
      } else {
        expected[change.name()] = commit.revision();
      }
    }
  }
  std::map<std::string, Revision> actual;
  for (const auto& [name, change] : held) {
    if (change.has_note()) actual[name] = change.note().revision();
  }
  EXPECT_EQ(actual, expected) << "at " << consistent;
}

TEST_F(WatchTest, W5AnEmptySnapshotIsConsistentImmediately) {
  Start();
  const std::optional<WatchResponse> response = FromSnapshot()->Next();
  ASSERT_TRUE(response);
  EXPECT_TRUE(response->has_consistent());
  EXPECT_EQ(response->log_id(), server_->store().log().log_id());
}

TEST_F(WatchTest, W5ResumesAfterTheServerCameBack) {
  Start();
  Write("notes/a", "1");
  Write("notes/a", "2");
  const Revision handled = After(0)->Commits(1)[0].revision();
  server_.reset();
  Start();
  Write("notes/a", "3");
  EXPECT_THAT(RevisionsOf(After(handled)->Commits(2)), ElementsAre(2, 3));
}

TEST_F(WatchTest, W6AnIdleStreamSendsItsPosition) {
  Start([](NoteServer::Options* o) { o->watch.progress_interval = absl::Milliseconds(50); });
  Write("notes/a", "");
  const auto watch = After(1);
  for (int i = 0; i < 3; ++i) {
    const std::optional<WatchResponse> response = watch->Next();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->progress().revision(), 1);
    EXPECT_EQ(response->log_id(), server_->store().log().log_id());
  }
}

TEST_F(WatchTest, W6AStreamWithoutMatchesSendsItsPositionToo) {
  Start([](NoteServer::Options* o) { o->watch.progress_interval = absl::Milliseconds(50); });
  WatchRequest request;
  request.set_after_revision(0);
  request.add_names("notes/wanted");
  Watch watch(stub_.get(), request);
  for (int i = 0; i < 5; ++i) Write("notes/other", absl::StrCat(i));
  Revision told = 0;
  while (told < 5) {
    const std::optional<WatchResponse> response = watch.Next();
    ASSERT_TRUE(response);
    EXPECT_THAT(response->commits(), IsEmpty());
    told = response->progress().revision();
  }
  Write("notes/wanted", "");
  EXPECT_THAT(RevisionsOf(watch.Commits(1)), ElementsAre(6));
}

TEST_F(WatchTest, AClientThatDoesNotReadDoesNotSlowOthersDown) {
  Start();
  // The stalled client has its own connection, because the streams of one connection share its flow
  // control.
  const auto stalled_stub = server_->NewStub();
  WatchRequest from_the_first;
  from_the_first.set_after_revision(0);
  const auto stalled = std::make_unique<Watch>(stalled_stub.get(), from_the_first);
  // These are far more bytes than flow control lets through to a client that does not read.
  for (int i = 0; i < 40; ++i) Write("notes/a", std::string(500000 + i, 'x'));
  EXPECT_EQ(After(39)->Commits(1).size(), 1u);
  EXPECT_EQ(stalled->Commits(40).size(), 40u);
}

TEST_F(WatchTest, AWatchSleepsThroughCommitsThatDoNotConcernIt) {
  Start([](NoteServer::Options* o) { o->watch.progress_interval = absl::Hours(1); });
  WatchRequest by_name;
  by_name.set_after_revision(0);
  by_name.add_names("notes/wanted");
  Watch filtered(stub_.get(), by_name);
  const auto everything = After(0);
  constexpr int kOthers = 50;
  for (int i = 0; i < kOthers; ++i) {
    Write("notes/other", absl::StrCat(i));
    everything->Commits(1);
  }
  EXPECT_LE(server_->watch().wakes(), kOthers) << "the filtered one was woken too";
  Write("notes/wanted", "");
  EXPECT_THAT(RevisionsOf(filtered.Commits(1)), ElementsAre(kOthers + 1));
}

TEST_F(WatchTest, AWatchWhoseClientDoesNotReadIsNotWoken) {
  Start([](NoteServer::Options* o) { o->watch.progress_interval = absl::Hours(1); });
  const auto stalled_stub = server_->NewStub();
  WatchRequest from_the_first;
  from_the_first.set_after_revision(0);
  const auto stalled = std::make_unique<Watch>(stalled_stub.get(), from_the_first);
  for (int i = 0; i < 40; ++i) Write("notes/a", std::string(500000 + i, 'x'));
  const int64_t before = server_->watch().wakes();
  for (int i = 0; i < 20; ++i) Write("notes/a", absl::StrCat(i));
  EXPECT_EQ(server_->watch().wakes(), before);
  EXPECT_EQ(stalled->Commits(60).size(), 60u);
}

TEST_F(WatchTest, StartsThatCannotBeServedAreTypedErrors) {
  Start();
  Write("notes/a", "");
  EXPECT_THAT(After(2)->Finish(), HasReason("REVISION_IN_FUTURE"));
  EXPECT_THAT(After(-1)->Finish(), HasReason("FIELD_INVALID"));
  EXPECT_THAT(Watch(stub_.get(), WatchRequest()).Finish(), HasReason("FIELD_INVALID"));
  WatchRequest other_log;
  other_log.set_after_revision(0);
  other_log.set_log_id("00000000-0000-4000-8000-000000000000");
  EXPECT_THAT(Watch(stub_.get(), other_log).Finish(), HasReason("POSITION_OF_OTHER_LOG"));
  other_log.set_after_position("00000000-0000-4000-8000-000000000000/1");
  EXPECT_THAT(Watch(stub_.get(), other_log).Finish(), HasReason("POSITION_OF_OTHER_LOG"));
  other_log.set_after_position(FormatPosition(server_->store().PositionAt(1)));
  EXPECT_THAT(Watch(stub_.get(), other_log).Finish(), HasReason("FIELD_INVALID"))
      << "two logs in one request";
  WatchRequest malformed;
  malformed.set_after_position("1");
  EXPECT_THAT(Watch(stub_.get(), malformed).Finish(), HasReason("FIELD_INVALID"));
  WatchRequest unknown_type;
  unknown_type.set_after_revision(0);
  unknown_type.add_resource_types("samples.jumelage/Letter");
  EXPECT_THAT(Watch(stub_.get(), unknown_type).Finish(), HasReason("FIELD_INVALID"));
}

// W5: every position that a stream gives names its commit.
TEST_F(WatchTest, W5AStreamResumesAfterAnyPositionThatItGave) {
  Start();
  Write("notes/a", "1");
  Write("notes/a", "2");
  std::vector<std::string> positions;
  const auto watch = FromSnapshot();
  while (positions.size() < 4) {
    const auto response = watch->Next();
    ASSERT_TRUE(response);
    for (const samples::Commit& commit : response->commits())
      positions.push_back(commit.position());
    if (response->has_consistent()) {
      positions.push_back(response->consistent().position());
      Write("notes/a", "3");
    }
    if (response->has_progress()) positions.push_back(response->progress().position());
  }
  for (const std::string& position : positions) {
    WatchRequest request;
    request.set_after_position(position);
    Watch resumed(stub_.get(), request);
    EXPECT_TRUE(resumed.Next()) << position;
  }
}

// The marks of past commits are then read with the commits, not kept in memory.
TEST_F(WatchTest, W5APastPositionNamesItsCommitToo) {
  Start();
  for (int i = 0; i < 5; ++i) Write("notes/a", absl::StrCat(i));
  std::vector<std::string> want;
  for (Revision revision = 1; revision <= 5; ++revision) {
    want.push_back(FormatPosition(server_->store().PositionAt(revision)));
    EXPECT_NE(server_->store().PositionAt(revision).mark, CommitMark{0});
  }
  server_.reset();
  Start();
  EXPECT_EQ(server_->store().RecentPositionAt(3).mark, CommitMark{0});
  std::vector<std::string> got;
  const auto watch = After(0);
  while (got.size() < 5) {
    const auto response = watch->Next();
    ASSERT_TRUE(response);
    for (const samples::Commit& commit : response->commits()) got.push_back(commit.position());
  }
  EXPECT_EQ(got, want);
}

// A copy of the data directory that continues by itself has the same log id.
TEST_F(WatchTest, W5APositionOfAnotherHistoryIsRefused) {
  Start();
  Write("notes/a", "1");
  Position position = server_->store().PositionAt(1);
  ++position.mark;
  WatchRequest request;
  request.set_after_position(FormatPosition(position));
  EXPECT_THAT(Watch(stub_.get(), request).Finish(), HasReason("POSITION_OF_OTHER_LOG"));
  position.mark = 0;
  request.set_after_position(FormatPosition(position));
  EXPECT_TRUE(Watch(stub_.get(), request).Next()) << "a position of an older version";
}

TEST_F(WatchTest, WatchersBeyondTheLimitAreRefusedImmediately) {
  Start([](NoteServer::Options* options) { options->watch.max_watchers = 1; });
  const auto first = FromSnapshot();
  ASSERT_TRUE(first->Next());
  EXPECT_THAT(After(0)->Finish(), HasReason("OVERLOADED"));
}

TEST_F(WatchTest, DrainingEndsStreamsWithAReason) {
  Start();
  const auto watch = FromSnapshot();
  ASSERT_TRUE(watch->Next());
  std::thread stopper([this] { server_->server().Stop(); });
  EXPECT_THAT(watch->Finish(), HasReason("SHUTTING_DOWN"));
  stopper.join();
  EXPECT_EQ(server_->watch().watchers(), 0);
}

}  // namespace
}  // namespace jumelage
