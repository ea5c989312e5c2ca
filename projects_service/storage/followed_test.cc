#include "projects_service/storage/followed.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

constexpr char kLog[] = "log-1";
constexpr char kOtherLog[] = "log-2";

class FollowedTest : public testing::Test {
 protected:
  FollowedTest() {
    sqlite::OpenOptions options;
    options.synchronous = sqlite::Synchronous::kOff;
    db_ = *sqlite::Database::Open(dir_.File("view.db"), options);
    EXPECT_THAT(db_->Exec(kFollowedDdl), IsOk());
  }

  int64_t Begin() { return *BeginEpoch(*db_, 0); }

  absl::Status Apply(int64_t epoch, std::vector<FollowedChange> changes, Revision position = 0,
                     bool consistent = false, const std::string& log_id = kLog) {
    FollowedBatch batch;
    batch.epoch = epoch;
    batch.log_id = log_id;
    batch.changes = std::move(changes);
    batch.position = position;
    batch.consistent = consistent;
    return ApplyFollowed(*db_, batch, &newer_);
  }

  static FollowedChange Live(const std::string& name, Revision revision,
                             const std::string& display_name = "Belfort") {
    return {name, revision, FollowedState::kLive, display_name};
  }

  // Returns "live Belfort", "deleted Belfort", "removed Belfort", "redirected Belfort" or
  // "unknown".
  std::string Shown(const std::string& name) {
    const auto found = FindFollowed(*db_, name);
    EXPECT_THAT(found, IsOk());
    if (!*found) return "unknown";
    const char* const states[] = {"", "live ", "deleted ", "removed ", "redirected "};
    return states[static_cast<int>((*found)->state)] + (*found)->display_name;
  }

  FollowState State() { return *ReadFollowState(*db_); }

  TempDir dir_;
  LackingStates newer_;
  std::unique_ptr<sqlite::Database> db_;
};

TEST_F(FollowedTest, RedirectsLeadToTheirEnd) {
  const auto merged = [](const std::string& name, Revision revision, const std::string& into) {
    return FollowedChange{name, revision, FollowedState::kRedirected, "Belfort", into};
  };
  const int64_t epoch = Begin();
  ASSERT_THAT(Apply(epoch, {merged("cities/a", 1, "cities/b"), merged("cities/b", 2, "cities/c"),
                            Live("cities/c", 3)}),
              IsOk());
  EXPECT_EQ(Shown("cities/a"), "redirected Belfort");
  EXPECT_THAT(EndOfRedirects(*db_, "cities/b"), IsOkAndHolds("cities/c"));
  EXPECT_THAT(EndOfRedirects(*db_, "cities/nowhere"), IsOkAndHolds("cities/nowhere"));
  // Before the marker, rows from different revisions may form a cycle of redirects.
  ASSERT_THAT(Apply(epoch, {merged("cities/c", 4, "cities/b")}), IsOk());
  EXPECT_THAT(EndOfRedirects(*db_, "cities/b"), IsOk());
  // After an unmerge the resource is live again.
  ASSERT_THAT(Apply(epoch, {Live("cities/a", 5)}), IsOk());
  EXPECT_EQ((*FindFollowed(*db_, "cities/a"))->merged_into, "");
}

TEST_F(FollowedTest, StartsEmpty) {
  EXPECT_FALSE(State().resumable());
  EXPECT_EQ(Shown("cities/belfort"), "unknown");
}

TEST_F(FollowedTest, ASnapshotBecomesConsistentAtItsMarker) {
  const int64_t epoch = Begin();
  ASSERT_THAT(Apply(epoch, {Live("cities/belfort", 3)}), IsOk());
  EXPECT_FALSE(State().resumable());
  EXPECT_EQ(Shown("cities/belfort"), "live Belfort") << "known before the marker";
  ASSERT_THAT(Apply(epoch, {}, 5, /*consistent=*/true), IsOk());
  EXPECT_TRUE(State().resumable());
  EXPECT_EQ(State().position.revision, 5);
  EXPECT_EQ(State().position.log_id, kLog);
}

TEST_F(FollowedTest, CommitsBeforeTheMarkerDoNotMoveThePosition) {
  const int64_t epoch = Begin();
  ASSERT_THAT(Apply(epoch, {Live("cities/belfort", 7)}, 7), IsOk());
  EXPECT_EQ(State().position.revision, 0);
}

TEST_F(FollowedTest, OlderAndRepeatedChangesAreIgnored) {
  const int64_t epoch = Begin();
  ASSERT_THAT(Apply(epoch, {Live("cities/belfort", 7)}, 7, true), IsOk());
  ASSERT_THAT(Apply(epoch, {Live("cities/belfort", 6, "older")}, 6), IsOk());
  ASSERT_THAT(Apply(epoch, {Live("cities/belfort", 7, "the same revision")}, 7), IsOk());
  EXPECT_EQ(Shown("cities/belfort"), "live Belfort");
  EXPECT_EQ(State().position.revision, 7) << "the position never goes back";
  ASSERT_THAT(Apply(epoch, {{"cities/belfort", 8, FollowedState::kDeleted, "Belfort"}}, 8), IsOk());
  EXPECT_EQ(Shown("cities/belfort"), "deleted Belfort");
}

TEST_F(FollowedTest, ANewSnapshotsMarkerRemovesTheResourcesItLacks) {
  const int64_t first = Begin();
  ASSERT_THAT(Apply(first, {Live("cities/a", 1, "A"), Live("cities/b", 2, "B")}, 2, true), IsOk());
  const int64_t second = Begin();
  ASSERT_THAT(Apply(second, {Live("cities/b", 2, "B")}), IsOk());
  EXPECT_EQ(Shown("cities/a"), "live A");
  EXPECT_EQ(State().position.revision, 2) << "the old copy is shown until the new one is complete";
  ASSERT_THAT(Apply(second, {}, 9, true), IsOk());
  EXPECT_EQ(Shown("cities/a"), "removed A");
  EXPECT_EQ(Shown("cities/b"), "live B");
}

TEST_F(FollowedTest, RevisionsOfAnotherLogStartOver) {
  const int64_t first = Begin();
  ASSERT_THAT(Apply(first, {Live("cities/a", 90, "old A"), Live("cities/b", 91, "B")}, 91, true),
              IsOk());
  const int64_t second = Begin();
  ASSERT_THAT(Apply(second, {Live("cities/a", 1, "new A")}, 0, false, kOtherLog), IsOk());
  EXPECT_EQ(Shown("cities/a"), "live new A");
  EXPECT_EQ(State().position.log_id, kLog);
  ASSERT_THAT(Apply(second, {}, 1, true, kOtherLog), IsOk());
  EXPECT_EQ(State().position.log_id, kOtherLog);
  EXPECT_EQ(State().position.revision, 1);
  EXPECT_EQ(Shown("cities/b"), "removed B");
}

// The registry may have been put back to an earlier state: a snapshot is right, whatever its
// revisions are.
TEST_F(FollowedTest, ASnapshotReplacesNewerRowsOfTheSameLog) {
  const int64_t first = Begin();
  ASSERT_THAT(Apply(first, {Live("cities/a", 9, "lost"), Live("cities/b", 8, "B")}, 9, true),
              IsOk());
  const int64_t second = Begin();
  ASSERT_THAT(Apply(second, {Live("cities/a", 3, "A")}), IsOk());
  EXPECT_EQ(Shown("cities/a"), "live A");
  EXPECT_EQ(newer_.count, 1);
  EXPECT_EQ(newer_.names, std::vector<std::string>{"cities/a at 9"});
  const auto lacking = FindLacking(*db_, second);
  ASSERT_THAT(lacking, IsOk());
  EXPECT_EQ(lacking->names, std::vector<std::string>{"cities/b at 8"});
}

TEST_F(FollowedTest, EpochsGoOnAfterTheViewWasLost) {
  EXPECT_EQ(*BeginEpoch(*db_, 7), 8);
  EXPECT_EQ(*BeginEpoch(*db_, 7), 9);
}

TEST_F(FollowedTest, NamesOnlySomeOfManyLackingStates) {
  LackingStates lacking;
  for (int i = 0; i < 1000; ++i) lacking.Add("cities/a", i);
  EXPECT_EQ(lacking.count, 1000);
  EXPECT_EQ(lacking.names.size(), LackingStates::kMaxNames);
}

TEST_F(FollowedTest, ABatchOfAnotherEpochIsRefused) {
  const int64_t epoch = Begin();
  EXPECT_THAT(Apply(epoch - 1, {Live("cities/a", 1)}), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Apply(epoch + 1, {Live("cities/a", 1)}), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(Shown("cities/a"), "unknown");
}

TEST_F(FollowedTest, AnswersAreKeptByRevision) {
  const int64_t epoch = Begin();
  ASSERT_THAT(Apply(epoch, {Live("cities/a", 5, "A")}, 5, true), IsOk());
  ASSERT_THAT(ApplyAnswers(*db_, kLog, {Live("cities/a", 4, "older"), Live("cities/b", 8, "B")}),
              IsOk());
  EXPECT_EQ(Shown("cities/a"), "live A");
  EXPECT_EQ(Shown("cities/b"), "live B");
  EXPECT_EQ(State().position.revision, 5);
}

TEST_F(FollowedTest, AnswersDuringASnapshotStayAfterItsMarker) {
  const int64_t epoch = Begin();
  // The city was created after the snapshot began, so the snapshot lacks it. Its commit arrives
  // later.
  ASSERT_THAT(ApplyAnswers(*db_, kLog, {Live("cities/b", 8, "B")}), IsOk());
  ASSERT_THAT(Apply(epoch, {}, 7, true), IsOk());
  EXPECT_EQ(Shown("cities/b"), "live B");
}

TEST_F(FollowedTest, AnswersOfAnotherLogAreNotKept) {
  const int64_t epoch = Begin();
  ASSERT_THAT(Apply(epoch, {}, 7, true), IsOk());
  ASSERT_THAT(ApplyAnswers(*db_, kOtherLog, {Live("cities/b", 8, "B")}), IsOk());
  EXPECT_EQ(Shown("cities/b"), "unknown");
}

TEST_F(FollowedTest, AnswersOfTheOldLogAreDroppedWhenTheLogChanges) {
  const int64_t first = Begin();
  ASSERT_THAT(Apply(first, {}, 7, true), IsOk());
  const int64_t second = Begin();
  ASSERT_THAT(ApplyAnswers(*db_, kLog, {Live("cities/b", 8, "B")}), IsOk());
  ASSERT_THAT(Apply(second, {}, 1, true, kOtherLog), IsOk());
  EXPECT_EQ(Shown("cities/b"), "unknown");
}

TEST_F(FollowedTest, AnswersBeforeAnythingWasFollowedAreKept) {
  ASSERT_THAT(ApplyAnswers(*db_, kLog, {Live("cities/b", 8, "B")}), IsOk());
  EXPECT_EQ(Shown("cities/b"), "live B");
  EXPECT_FALSE(State().resumable());
}

}  // namespace
}  // namespace jumelage
