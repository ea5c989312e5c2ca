// Tests damage to the view's files. The view is not durable, and losing it loses no data. Each test
// reproduces a defect that was found (docs/robustness.md).
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/rpc/position.h"
#include "common/rpc/status.h"
#include "common/sqlite/database.h"
#include "common/testing/await.h"
#include "common/testing/fault_vfs.h"
#include "common/testing/note_server.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/robustness/view_replay.h"

namespace jumelage {
namespace {

using samples::Note;
using ::testing::AnyOf;

constexpr int kNotes = 200;
constexpr int kReaders = 2;
// Damage leaves this many bytes at the start of the view intact: the pages with the schema and the
// position.
constexpr size_t kSoundBytes = size_t{16} * 4096;

class ViewFaultTest : public ::testing::TestWithParam<uint64_t> {
 protected:
  void Start(const std::string& boot_id, const std::string& vfs,
             absl::Duration recovery_interval = absl::Milliseconds(5)) {
    NoteServer::Options options;
    options.data.data_dir = dir_.path();
    options.data.vfs = vfs;
    options.data.boot_id = boot_id;
    // No cache, so that every read uses the view.
    options.store.cache_bytes = 0;
    options.store.reader_threads = kReaders;
    options.store.recovery_interval = recovery_interval;
    auto server = NoteServer::Start(std::move(options));
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    stub_ = server_->NewStub();
  }

  absl::Status Write(const std::string& name, const std::string& text) {
    grpc::ClientContext context;
    samples::WriteNoteRequest request;
    request.mutable_note()->set_name(name);
    request.mutable_note()->set_text(text);
    Note note;
    return FromGrpcStatus(stub_->WriteNote(&context, request, &note));
  }

  void WriteNotes(const std::string& text) {
    for (int i = 0; i < kNotes; ++i) {
      ASSERT_THAT(Write(absl::StrCat("notes/", i), text + std::string(2000, 'x')), IsOk());
    }
  }

  absl::StatusOr<Note> Get(const std::string& name) {
    grpc::ClientContext context;
    samples::GetNoteRequest request;
    request.set_name(name);
    Note note;
    const absl::Status status = FromGrpcStatus(stub_->GetNote(&context, request, &note));
    EXPECT_TRUE(PositionIn(context, kPositionMetadata));
    if (!status.ok()) return status;
    return note;
  }

  // Waits until maintenance has moved the notes from the view's WAL into its database.
  void AwaitCheckpoint() {
    ASSERT_TRUE(Await([this] {
      const auto bytes = vfs_.Contents(dir_.File("view.db"));
      return bytes && bytes->size() > size_t{2000} * kNotes;
    }));
    ASSERT_THAT(DumpView(dir_.File("view.db"), vfs_.name()), IsOk());
  }

  void ExpectTheLogsView(const std::string& vfs) {
    Findings findings;
    CheckViewIsTheLogs(dir_.path(), vfs, server_->store(), &findings);
    EXPECT_TRUE(findings.empty()) << findings.ToString();
  }

  // Overwrites most of the view, which must be on the real disk, while the service uses it.
  void Damage() {
    const std::string path = dir_.File("view.db");
    auto db = sqlite::Database::Open(path, sqlite::OpenOptions());
    ASSERT_THAT(db, IsOk());
    // Retry, because the service's own checkpoints may briefly hold the lock.
    ASSERT_TRUE(Await([&] { return (*db)->Checkpoint(/*truncate=*/true).ok(); }));
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(0, std::ios::end);
    const auto size = static_cast<size_t>(file.tellp());
    ASSERT_GT(size, 2 * kSoundBytes);
    file.seekp(kSoundBytes);
    file << std::string(size - kSoundBytes, '\xff');
    file.close();
    // Makes connections that have cached pages read them again.
    ASSERT_THAT((*db)->Exec("PRAGMA user_version = 2"), IsOk());
  }

  TempDir dir_;
  FaultVfs vfs_{GetParam()};
  std::unique_ptr<NoteServer> server_;
  std::unique_ptr<samples::NoteService::Stub> stub_;
};

// A view that is marked clean is reused without checking its rows, even after a power failure, so
// it must be durable. SQLite's last checkpoint alone isn't enough: it syncs nothing if earlier
// checkpoints, which don't sync, have left it nothing to move.
TEST_P(ViewFaultTest, ACleanViewIsDurable) {
  ASSERT_NO_FATAL_FAILURE(Start("boot-1", vfs_.name()));
  ASSERT_NO_FATAL_FAILURE(WriteNotes("first "));
  ASSERT_NO_FATAL_FAILURE(AwaitCheckpoint());
  server_.reset();
  EXPECT_EQ(ReadFileBytes(dir_.File("VIEW")), "clean\n");
  vfs_.Kill(PowerLoss::kKeepSome);
  vfs_.Restart();
  ASSERT_NO_FATAL_FAILURE(Start("boot-2", vfs_.name()));
  ExpectTheLogsView(vfs_.name());
  for (int i = 0; i < kNotes; ++i) {
    const absl::StatusOr<Note> note = Get(absl::StrCat("notes/", i));
    ASSERT_THAT(note, IsOk());
    EXPECT_TRUE(absl::StartsWith(note->text(), "first "));
  }
}

// G3: while the view is rebuilt, readers get STORAGE_UNAVAILABLE. They never see an intermediate
// state.
TEST_P(ViewFaultTest, ReadersGetAnErrorWhileADamagedViewIsRebuilt) {
  ASSERT_NO_FATAL_FAILURE(Start("boot-1", ""));
  ASSERT_NO_FATAL_FAILURE(WriteNotes("first "));
  ASSERT_NO_FATAL_FAILURE(Damage());
  // Reads alone trigger the rebuild.
  ASSERT_TRUE(Await([this] {
    const absl::StatusOr<Note> note = Get("notes/1");
    EXPECT_THAT(note, AnyOf(IsOk(), HasReason("STORAGE_UNAVAILABLE")));
    return note.ok();
  }));
  EXPECT_THAT(Write("notes/1", "second"), IsOk());
  EXPECT_EQ(Get("notes/1")->text(), "second");
  ExpectTheLogsView("");
}

TEST_P(ViewFaultTest, WritesTriggerTheRebuildOfADamagedView) {
  ASSERT_NO_FATAL_FAILURE(Start("boot-1", ""));
  ASSERT_NO_FATAL_FAILURE(WriteNotes("first "));
  ASSERT_NO_FATAL_FAILURE(Damage());
  ASSERT_TRUE(Await([this] {
    const absl::Status written = Write("notes/new", "second");
    EXPECT_THAT(written, AnyOf(IsOk(), HasReason("STORAGE_UNAVAILABLE")));
    return written.ok();
  }));
  EXPECT_EQ(Get("notes/new")->text(), "second");
  EXPECT_EQ(server_->store().log().head(), kNotes + 1);
  ExpectTheLogsView("");
}

// If a view was found damaged but not rebuilt, the next process rebuilds it. Here the first process
// never gets to rebuild it.
TEST_P(ViewFaultTest, TheNextStartRebuildsADamagedView) {
  ASSERT_NO_FATAL_FAILURE(Start("boot-1", "", absl::Hours(1)));
  ASSERT_NO_FATAL_FAILURE(WriteNotes("first "));
  ASSERT_NO_FATAL_FAILURE(Damage());
  EXPECT_THAT(Get("notes/1"), HasReason("STORAGE_UNAVAILABLE"));
  server_.reset();
  EXPECT_EQ(ReadFileBytes(dir_.File("VIEW")), "suspect\n");
  ASSERT_NO_FATAL_FAILURE(Start("boot-1", ""));
  EXPECT_THAT(Get("notes/1"), IsOk());
  ExpectTheLogsView("");
}

// A read that fails with a disk error returns STORAGE_UNAVAILABLE, a transient error, not INTERNAL.
TEST_P(ViewFaultTest, ADiskErrorIsReportedAsTransient) {
  ASSERT_NO_FATAL_FAILURE(Start("boot-1", vfs_.name()));
  ASSERT_NO_FATAL_FAILURE(WriteNotes("first "));
  server_.reset();
  ASSERT_NO_FATAL_FAILURE(Start("boot-1", vfs_.name()));
  FaultPlan plan;
  plan.operation = FileOperation::kRead;
  plan.suffix = "view.db";
  plan.countdown = static_cast<int64_t>(1 + GetParam());
  plan.times = 3;
  vfs_.Inject(plan);
  for (int i = 0; i < kNotes; ++i) {
    const absl::StatusOr<Note> note = Get(absl::StrCat("notes/", i));
    EXPECT_THAT(note, AnyOf(IsOk(), HasReason("STORAGE_UNAVAILABLE")));
  }
  EXPECT_EQ(vfs_.struck(), 3);
  EXPECT_THAT(Get("notes/1"), IsOk());
}

// If the server ends a stream while the stream's read is failing, the stream must still end.
// Otherwise the server could not stop.
TEST_P(ViewFaultTest, AStreamEndsAlthoughItsReadFails) {
  ASSERT_NO_FATAL_FAILURE(Start("boot-1", vfs_.name()));
  ASSERT_THAT(Write("notes/1", "first"), IsOk());
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  for (int i = 0; i < kReaders; ++i) {
    server_->store().Read([released](const absl::StatusOr<Snapshot>&) { released.wait(); });
  }
  grpc::ClientContext context;
  samples::WatchRequest request;
  request.mutable_snapshot();
  const auto watch = stub_->Watch(&context, request);
  ASSERT_TRUE(Await([this] { return server_->watch().watchers() == 1; }));
  vfs_.Kill(PowerLoss::kForgetAll);
  server_->watch().Drain();
  release.set_value();
  ASSERT_TRUE(Await([this] { return server_->watch().watchers() == 0; }));
  EXPECT_THAT(FromGrpcStatus(watch->Finish()), HasReason("SHUTTING_DOWN"));
}

INSTANTIATE_TEST_SUITE_P(Seeds, ViewFaultTest, ::testing::Range(uint64_t{1}, uint64_t{9}));

}  // namespace
}  // namespace jumelage
