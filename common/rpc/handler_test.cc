#include "common/rpc/handler.h"

#include <future>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/rpc/position.h"
#include "common/testing/await.h"
#include "common/testing/note_server.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using samples::GetNoteRequest;
using samples::Note;
using samples::WriteNoteRequest;

constexpr char kRequestId[] = "6f1f5b6e-4c0b-4d7a-9d0e-0a6b1c2d3e4f";
constexpr char kOtherLog[] = "00000000-0000-4000-8000-000000000000";

class HandlerTest : public ::testing::Test {
 protected:
  HandlerTest() { Start(); }

  // Starts the server, again if it runs.
  void Start() {
    stub_.reset();
    server_.reset();
    NoteServer::Options options;
    options.data.data_dir = dir_.path();
    server_ = std::make_unique<NoteServer>(std::move(options));
    stub_ = server_->NewStub();
  }

  struct Answer {
    absl::Status status;
    Note note;
    // From jumelage-position.
    Position position;
  };

  static Answer Done(const grpc::Status& status, const grpc::ClientContext& context, Note note) {
    Answer answer{FromGrpcStatus(status), std::move(note), {}};
    const std::optional<Position> position = PositionIn(context, kPositionMetadata);
    // A client that gave up received no answer.
    if (status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED) {
      EXPECT_TRUE(position) << "an answer without a position";
      // Initial metadata would end the repetitions of gRPC's clients.
      EXPECT_EQ(context.GetServerInitialMetadata().count(kPositionMetadata), status.ok() ? 1u : 0u);
      EXPECT_EQ(context.GetServerTrailingMetadata().count(kPositionMetadata),
                status.ok() ? 0u : 1u);
    }
    if (position) answer.position = *position;
    return answer;
  }

  Answer Get(const std::string& name, const std::string& min_position = "",
             absl::Duration timeout = absl::Seconds(20)) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    if (!min_position.empty()) context.AddMetadata(kMinPositionMetadata, min_position);
    GetNoteRequest request;
    request.set_name(name);
    Note note;
    const grpc::Status status = stub_->GetNote(&context, request, &note);
    return Done(status, context, std::move(note));
  }

  Answer Write(const std::string& name, const std::string& text, const std::string& etag = "",
               const std::string& request_id = "", bool validate_only = false) {
    grpc::ClientContext context;
    WriteNoteRequest request;
    request.mutable_note()->set_name(name);
    request.mutable_note()->set_text(text);
    request.mutable_note()->set_etag(etag);
    request.set_request_id(request_id);
    request.set_validate_only(validate_only);
    Note note;
    const grpc::Status status = stub_->WriteNote(&context, request, &note);
    return Done(status, context, std::move(note));
  }

  std::string At(Revision revision) {
    return FormatPosition({server_->store().log().log_id(), revision});
  }

  TempDir dir_;
  std::unique_ptr<NoteServer> server_;
  std::unique_ptr<samples::NoteService::Stub> stub_;
};

TEST_F(HandlerTest, G3EveryAnswerHasAPositionThatIncludesIt) {
  const Answer written = Write("notes/a", "first");
  EXPECT_GE(written.position.revision, written.note.revision());
  EXPECT_GE(Get("notes/a").position.revision, written.position.revision);
  // Errors have a position too: errors of the validator, of the body, and of a read.
  EXPECT_EQ(Write("", "x").position.revision, 1);
  EXPECT_EQ(Write("notes/a", "x", "\"99\"").position.revision, 1);
  EXPECT_EQ(Get("notes/none").position.revision, 1);
}

TEST_F(HandlerTest, G3AnAnswerIsTheSameFromTheCacheAndFromTheView) {
  Write("notes/a", "first");
  const Answer cached = Get("notes/a");
  ASSERT_NE(server_->store().cache().Find("notes/a"), nullptr);
  // A request with a minimum position bypasses the cache.
  const Answer viewed = Get("notes/a", At(1));
  EXPECT_EQ(cached.note.SerializeAsString(), viewed.note.SerializeAsString());
}

TEST_F(HandlerTest, G3AReadWaitsForTheMinPosition) {
  auto waiting = std::async(std::launch::async, [&] { return Get("notes/a", At(2)); });
  Write("notes/a", "first");
  EXPECT_EQ(waiting.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  Write("notes/a", "second");
  const Answer answer = waiting.get();
  EXPECT_EQ(answer.note.text(), "second");
  EXPECT_GE(answer.position.revision, 2);
}

TEST_F(HandlerTest, G3APositionNotReachedInTimeIsUnavailable) {
  // The server leaves itself 50 ms for the answer, so on a busy machine the client may give up
  // first.
  Answer answer;
  ASSERT_TRUE(Await([&] {
    answer = Get("notes/a", At(7), absl::Milliseconds(500));
    return answer.status.code() != absl::StatusCode::kDeadlineExceeded;
  }));
  EXPECT_THAT(answer.status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(answer.status, HasReason("POSITION_NOT_REACHED"));
}

TEST_F(HandlerTest, G3APositionOfAnotherLogIsInvalid) {
  const Answer answer = Get("notes/a", absl::StrCat(kOtherLog, "/1"));
  EXPECT_THAT(answer.status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(answer.status, HasReason("POSITION_OF_OTHER_LOG"));
}

// A copy of the data directory that continues by itself has the same log id.
TEST_F(HandlerTest, G3APositionOfAnotherHistoryIsInvalid) {
  Position here = Write("notes/a", "first").position;
  ASSERT_NE(here.mark, CommitMark{0});
  EXPECT_THAT(Get("notes/a", FormatPosition(here)).status, IsOk());
  ++here.mark;
  const Answer refused = Get("notes/a", FormatPosition(here));
  EXPECT_THAT(refused.status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused.status, HasReason("POSITION_OF_OTHER_LOG"));
  // The log is read for commits that are no longer in memory.
  Start();
  Write("notes/a", "second");
  EXPECT_THAT(Get("notes/a", FormatPosition(here)).status, HasReason("POSITION_OF_OTHER_LOG"));
  --here.mark;
  EXPECT_THAT(Get("notes/a", FormatPosition(here)).status, IsOk());
}

TEST_F(HandlerTest, G3AWaitEndsAtTheCommitThatItNames) {
  const Position first = Write("notes/a", "first").position;
  auto waiting = std::async(std::launch::async, [&] {
    return Get("notes/a", FormatPosition({first.log_id, 2, first.mark}));
  });
  EXPECT_EQ(waiting.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  Write("notes/a", "second");
  EXPECT_THAT(waiting.get().status, HasReason("POSITION_OF_OTHER_LOG"));
}

// G3: below the history that is kept, the log's id and the revision alone count.
TEST_F(HandlerTest, G3APositionBelowTheKeptHistoryIsNotProved) {
  Position first = Write("notes/a", "first").position;
  for (int i = 0; i < 5; ++i) Write("notes/a", absl::StrCat(i));
  absl::Notification compacted;
  server_->store().Compact({/*before=*/4, [&](const absl::Status& status) {
                              EXPECT_THAT(status, IsOk());
                              compacted.Notify();
                            }});
  compacted.WaitForNotification();
  // Forgets the marks of past commits.
  Start();
  ++first.mark;
  EXPECT_THAT(Get("notes/a", FormatPosition(first)).status, IsOk());
}

TEST_F(HandlerTest, G3AMalformedPositionIsInvalid) {
  for (const std::string& text : {std::string("seven"), At(1) + "/1", At(1) + "/"}) {
    EXPECT_THAT(Get("notes/a", text).status, HasReason("FIELD_INVALID")) << text;
  }
}

TEST_F(HandlerTest, G3ReadersOfOneWriterSeePositionsThatNeverGoBack) {
  Write("notes/a", "0");
  std::atomic<bool> stop{false};
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 4; ++reader) {
    readers.emplace_back([&, reader] {
      Revision shown = 0;
      while (!stop) {
        const Answer answer = reader % 2 ? Get("notes/a") : Get("notes/a", At(1));
        EXPECT_GE(answer.position.revision, shown);
        EXPECT_LE(answer.note.revision(), answer.position.revision);
        shown = answer.position.revision;
      }
    });
  }
  for (int i = 1; i < 200; ++i) {
    const Answer written = Write("notes/a", absl::StrCat(i));
    // Every read that begins after an acknowledged write sees it.
    EXPECT_GE(Get("notes/a").note.revision(), written.note.revision());
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

TEST_F(HandlerTest, G4AReplayGivesTheFirstAnswer) {
  const Answer first = Write("notes/a", "first", "", kRequestId);
  Write("notes/a", "second");
  const Answer again = Write("notes/a", "first", "", kRequestId);
  EXPECT_EQ(again.note.SerializeAsString(), first.note.SerializeAsString());
  EXPECT_EQ(Get("notes/a").note.text(), "second");
  EXPECT_THAT(Write("notes/a", "third", "", kRequestId).status, HasReason("REQUEST_ID_REUSED"));
}

TEST_F(HandlerTest, G5AStaleEtagIsAborted) {
  const Answer first = Write("notes/a", "first");
  Write("notes/a", "second");
  EXPECT_THAT(Write("notes/a", "third", first.note.etag()).status, HasReason("ETAG_MISMATCH"));
}

TEST_F(HandlerTest, G6ValidateOnlyChangesNothing) {
  const Answer tried = Write("notes/a", "first", "", "", /*validate_only=*/true);
  EXPECT_THAT(tried.status, IsOk());
  EXPECT_EQ(tried.note.text(), "first");
  EXPECT_THAT(Get("notes/a").status, HasReason("RESOURCE_NOT_FOUND"));
}

// Each kind of call: a read from the cache and from the view, a change, and a stream.
TEST_F(HandlerTest, ADrainingServiceRefusesNewCallsWithAReason) {
  ASSERT_THAT(Write("notes/a", "first").status, IsOk());
  ASSERT_THAT(Get("notes/a").status, IsOk());
  server_->store().Drain();
  EXPECT_THAT(Get("notes/a").status, HasReason("SHUTTING_DOWN"));
  EXPECT_THAT(Get("notes/b").status, HasReason("SHUTTING_DOWN"));
  EXPECT_THAT(Write("notes/a", "second").status, HasReason("SHUTTING_DOWN"));
  EXPECT_THAT(Write("notes/a", "", "", "", /*validate_only=*/true).status,
              HasReason("SHUTTING_DOWN"));
  grpc::ClientContext context;
  samples::WatchRequest request;
  request.set_after_revision(0);
  const auto stream = stub_->Watch(&context, request);
  samples::WatchResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_THAT(FromGrpcStatus(stream->Finish()), HasReason("SHUTTING_DOWN"));
}

}  // namespace
}  // namespace jumelage
