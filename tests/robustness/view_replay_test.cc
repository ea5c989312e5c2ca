// Tests CheckViewIsTheLogs: it must find the differences between a view and the log.
#include "tests/robustness/view_replay.h"

#include <future>
#include <string>

#include "common/rpc/status.h"
#include "common/testing/note_server.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

class ViewReplayTest : public ::testing::Test {
 protected:
  ViewReplayTest() {
    NoteServer::Options options;
    options.data.data_dir = dir_.path();
    server_ = std::make_unique<NoteServer>(std::move(options));
    const auto stub = server_->NewStub();
    for (const std::string name : {"notes/a", "notes/b", "notes/c"}) {
      grpc::ClientContext context;
      samples::WriteNoteRequest request;
      request.mutable_note()->set_name(name);
      request.mutable_note()->set_text("it's ü");
      request.mutable_note()->add_tags(name);
      request.set_request_id("6f1f5b6e-4c0b-4d7a-9d0e-0a6b1c2d3e4" + name.substr(6));
      samples::Note note;
      EXPECT_TRUE(stub->WriteNote(&context, request, &note).ok());
    }
  }

  // Changes only the view, not the log.
  void Doctor(const std::string& sql) {
    ASSERT_THAT(AwaitView(server_->store()), IsOk());
    std::promise<absl::Status> done;
    server_->store().Derive({[sql](sqlite::Database& db) { return db.Exec(sql); },
                             [&](const absl::Status& status) { done.set_value(status); }});
    ASSERT_THAT(done.get_future().get(), IsOk());
  }

  Findings Check() {
    Findings findings;
    CheckViewIsTheLogs(dir_.path(), "", server_->store(), &findings);
    return findings;
  }

  TempDir dir_;
  std::unique_ptr<NoteServer> server_;
};

TEST_F(ViewReplayTest, FindsNothingInAnIntactView) {
  const Findings findings = Check();
  EXPECT_TRUE(findings.empty()) << findings.ToString();
  const absl::StatusOr<std::string> dump = DumpView(dir_.File("view.db"), "");
  ASSERT_THAT(dump, IsOk());
  EXPECT_THAT(*dump, testing::HasSubstr("it''s ü"));
  EXPECT_THAT(*dump, testing::HasSubstr("view_state: "));
}

TEST_F(ViewReplayTest, FindsALostRow) {
  Doctor("DELETE FROM notes WHERE name = 'notes/a'");
  EXPECT_TRUE(Check().Has("ViewIsTheLogs"));
}

TEST_F(ViewReplayTest, FindsAChangedColumnOfASideTable) {
  Doctor("UPDATE note_tags SET tag = 'other'");
  EXPECT_TRUE(Check().Has("ViewIsTheLogs"));
}

TEST_F(ViewReplayTest, FindsAForgottenRequest) {
  Doctor("DELETE FROM requests");
  EXPECT_TRUE(Check().Has("ViewIsTheLogs"));
}

TEST_F(ViewReplayTest, FindsAnotherPosition) {
  Doctor("UPDATE view_state SET revision = 1");
  EXPECT_TRUE(Check().Has("ViewIsTheLogs"));
}

TEST_F(ViewReplayTest, ReportsAnUnreadableView) {
  Findings findings;
  CheckViewIsTheLogs(dir_.File("nowhere"), "", server_->store(), &findings);
  EXPECT_TRUE(findings.Has("ViewIsTheLogs"));
}

}  // namespace
}  // namespace jumelage
