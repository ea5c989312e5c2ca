#include "common/view/showing.h"

#include <future>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/testing/fake_clock.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

class ShowingTest : public ::testing::Test {
 protected:
  void Open() {
    auto opened = sqlite::Database::Open(dir_.File("view.db"), {});
    ASSERT_THAT(opened, IsOk());
    db_ = *std::move(opened);
    ASSERT_THAT(db_->Exec("CREATE TABLE view_state(revision, commit_id);"
                          "INSERT INTO view_state VALUES(0, x'');"
                          "CREATE TABLE rows(x)"),
                IsOk());
    options_.clock = &clock_;
    showing_ = std::make_unique<Showing>(options_);
    showing_->Reset(db_.get(), {});
  }

  static std::string IdOf(Revision revision) { return absl::StrCat("commit ", revision); }

  // Applies a batch of one commit, up to the point at which it would be committed to the log.
  void Apply(Revision revision) {
    ASSERT_THAT(showing_->Begin(), IsOk());
    ASSERT_THAT(db_->Exec(absl::StrCat("INSERT INTO rows VALUES(", revision, ")")), IsOk());
    store::v1::Commit commit;
    commit.set_revision(revision);
    commit.set_commit_id(IdOf(revision));
    showing_->Applied(commit);
    ASSERT_TRUE(showing_->ReserveRoom());
  }
  void ApplyAndKeep(Revision revision, bool late = true) {
    ASSERT_NO_FATAL_FAILURE(Apply(revision));
    ASSERT_THAT(showing_->Keep(late), IsOk());
  }

  // Returns the position and the number of rows that another connection sees.
  std::string Seen() {
    sqlite::OpenOptions options;
    options.read_only = true;
    const auto reader = sqlite::Database::Open(dir_.File("view.db"), options);
    EXPECT_THAT(reader, IsOk());
    auto select = (*reader)->Prepare(
        "SELECT revision || ' ' || commit_id || ', rows ' || (SELECT count(*) FROM rows) "
        "FROM view_state");
    EXPECT_THAT(select->Step(), IsOkAndHolds(true));
    return std::string(select->ColumnText(0));
  }

  const TempDir dir_;
  FakeClock clock_;
  ShowingOptions options_;
  std::unique_ptr<sqlite::Database> db_;
  std::unique_ptr<Showing> showing_;
};

TEST_F(ShowingTest, LateBatchesAreAppliedAndShownTogetherLater) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(1));
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(2));
  EXPECT_EQ(showing_->applied(), 2);
  EXPECT_EQ(showing_->applied_commit_id(), IdOf(2));
  EXPECT_EQ(showing_->shown(), 0);
  EXPECT_EQ(Seen(), "0 , rows 0");
  EXPECT_THAT(showing_->Show(), IsOk());
  EXPECT_EQ(showing_->shown(), 2);
  EXPECT_EQ(Seen(), "2 commit 2, rows 2");
}

TEST_F(ShowingTest, UndoGoesBackToWhatIsShown) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(1, /*late=*/false));
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(2));
  ASSERT_NO_FATAL_FAILURE(Apply(3));
  EXPECT_TRUE(showing_->Undo());
  EXPECT_EQ(showing_->applied(), 1);
  EXPECT_EQ(showing_->applied_commit_id(), IdOf(1));
  EXPECT_FALSE(showing_->unshown());
  EXPECT_EQ(Seen(), "1 commit 1, rows 1");
}

TEST_F(ShowingTest, WhenOthersAppendUndoUndoesOnlyOneBatch) {
  options_.others_append = true;
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(1));
  EXPECT_TRUE(showing_->unshown());
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(2));
  EXPECT_EQ(showing_->shown(), 1);
  ASSERT_NO_FATAL_FAILURE(Apply(3));
  EXPECT_EQ(showing_->shown(), 2);
  EXPECT_TRUE(showing_->Undo());
  EXPECT_EQ(showing_->applied(), 2);
  EXPECT_EQ(Seen(), "2 commit 2, rows 2");
}

TEST_F(ShowingTest, ABatchAfterALostTransactionIsRefused) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(1));
  ASSERT_THAT(db_->Exec("ROLLBACK"), IsOk());
  EXPECT_THAT(showing_->Begin(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(showing_->applied(), 0);
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(1, /*late=*/false));
  EXPECT_EQ(Seen(), "1 commit 1, rows 1");
}

TEST_F(ShowingTest, IsDueWhileReadersAreExpectedAndWhenItIsFull) {
  options_.max_unshown_changes = 2;
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(1));
  EXPECT_FALSE(showing_->DueAfterBatch()) << "nobody has read yet";
  EXPECT_TRUE(showing_->Await(0));
  EXPECT_TRUE(showing_->DueAfterBatch());
  clock_.Advance(options_.readers_expected);
  EXPECT_FALSE(showing_->DueAfterBatch());
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(2));
  EXPECT_TRUE(showing_->full());
  EXPECT_TRUE(showing_->DueAfterBatch());
}

TEST_F(ShowingTest, AwaitDoesNotWaitForAShownRevision) {
  ASSERT_NO_FATAL_FAILURE(Open());
  showing_->set_on_wanted([] { FAIL() << "nobody waits"; });
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(1, /*late=*/false));
  EXPECT_TRUE(showing_->Await(1));
  EXPECT_FALSE(showing_->wanted());
  EXPECT_EQ(showing_->Patience(), absl::InfiniteDuration());
}

TEST_F(ShowingTest, AReaderNotifiesTheWriterAndWaits) {
  ASSERT_NO_FATAL_FAILURE(Open());
  std::promise<void> told;
  showing_->set_on_wanted([&] { told.set_value(); });
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(1));
  EXPECT_GT(showing_->Patience(), absl::ZeroDuration());
  EXPECT_LT(showing_->Patience(), absl::InfiniteDuration());
  std::future<bool> reader = std::async(std::launch::async, [&] { return showing_->Await(2); });
  told.get_future().wait();
  EXPECT_TRUE(showing_->wanted());
  EXPECT_EQ(showing_->Patience(), absl::ZeroDuration());
  EXPECT_THAT(showing_->Show(), IsOk());
  EXPECT_TRUE(showing_->wanted());
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(2));
  EXPECT_TRUE(showing_->DueAfterBatch());
  EXPECT_THAT(showing_->Show(), IsOk());
  EXPECT_TRUE(reader.get());
  EXPECT_FALSE(showing_->wanted());
}

TEST_F(ShowingTest, ReadersDoNotWaitWhileShowingIsBlocked) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(1, /*late=*/false));
  std::future<bool> reader = std::async(std::launch::async, [&] { return showing_->Await(2); });
  showing_->Block();
  EXPECT_FALSE(reader.get());
  EXPECT_FALSE(showing_->Await(2));
  EXPECT_TRUE(showing_->Await(1));
  showing_->Unblock();
  ASSERT_NO_FATAL_FAILURE(ApplyAndKeep(2, /*late=*/false));
  EXPECT_TRUE(showing_->Await(2));
}

}  // namespace
}  // namespace jumelage
