#include "common/log/chain.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/base/ids.h"
#include "common/sqlite/database.h"
#include "common/testing/commits.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::HasSubstr;

class ChainTest : public testing::Test {
 protected:
  ChainTest() {
    auto db = sqlite::Database::Open(dir_.File("log.db"), {});
    EXPECT_THAT(db, IsOk());
    db_ = *std::move(db);
    EXPECT_THAT(db_->Exec(std::string(kLogSchema)), IsOk());
    EXPECT_THAT(InsertCommits(*db_, maker_.NextBatch(5), &head_), IsOk());
  }
  absl::Status Verify() {
    ChainHead head;
    return VerifyWholeChain(*db_, &head);
  }

  TempDir dir_;
  std::unique_ptr<sqlite::Database> db_;
  CommitMaker maker_{IdSource::Real()};
  ChainHead head_;
};

// The first value is the check value of CRC-32/ISO-HDLC in the catalogues of CRCs. The second is
// the CRC of four zero bytes, which stand for the predecessor of a log's first commit.
TEST(ChainCrcTest, IsTheZlibCrcOfPredecessorAndData) {
  EXPECT_EQ(ChainCrc(0x34333231, "56789"), 0xcbf43926u);
  EXPECT_EQ(ChainCrc(0, ""), 0x2144df1cu);
}

TEST_F(ChainTest, VerifiesUpToTheHeadThatWasWritten) {
  ChainHead head;
  ASSERT_THAT(VerifyChain(*db_, &head), IsOk());
  EXPECT_EQ(head.revision, 5);
  EXPECT_EQ(head.crc, head_.crc);
  EXPECT_EQ(head.commit_id, head_.commit_id);
  // A second call continues from the head that the first one reached.
  ASSERT_THAT(InsertCommits(*db_, maker_.NextBatch(2), &head_), IsOk());
  ASSERT_THAT(VerifyChain(*db_, &head), IsOk());
  EXPECT_EQ(head.revision, 7);
  EXPECT_EQ(head.crc, head_.crc);
  EXPECT_THAT(VerifyHead(*db_, head), IsOk());
}

TEST_F(ChainTest, NamesTheFirstBadRevision) {
  ASSERT_THAT(db_->Exec("UPDATE commits SET data = zeroblob(3) WHERE revision = 3"), IsOk());
  EXPECT_THAT(Verify(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("revision 3: its checksum")));
}

TEST_F(ChainTest, FindsAChangedChecksum) {
  ASSERT_THAT(db_->Exec("UPDATE commits SET crc = crc + 1 WHERE revision = 1"), IsOk());
  EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("revision 1")));
}

TEST_F(ChainTest, FindsAGap) {
  ASSERT_THAT(db_->Exec("DELETE FROM commits WHERE revision = 4"), IsOk());
  EXPECT_THAT(Verify(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("revision 4: it is missing")));
}

TEST_F(ChainTest, FindsAMissingBeginning) {
  ASSERT_THAT(db_->Exec("DELETE FROM commits WHERE revision = 1"), IsOk());
  EXPECT_THAT(Verify(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("revision 1: it is missing")));
}

TEST_F(ChainTest, FindsARowBeforeTheFirst) {
  ASSERT_THAT(db_->Exec("INSERT INTO commits VALUES(0, 0, x'00')"), IsOk());
  EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("revision 1")));
}

// The checksum matches, but the commit has a different predecessor's id.
TEST_F(ChainTest, FindsAForeignPredecessor) {
  CommitMaker other(IdSource::Real(), 5, IdSource::Real()->UuidBytes());
  ASSERT_THAT(InsertCommits(*db_, other.NextBatch(1), &head_), IsOk());
  EXPECT_THAT(Verify(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("revision 6: it continues")));
}

TEST_F(ChainTest, FindsACommitWhoseOwnRevisionDiffers) {
  ChainHead head = head_;
  CommitMaker other(IdSource::Real(), 6, head_.commit_id);
  ASSERT_THAT(InsertCommits(*db_, other.NextBatch(1), &head), IsOk());
  ASSERT_THAT(db_->Exec("UPDATE commits SET revision = 6 WHERE revision = 7"), IsOk());
  EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("its own revision is 7")));
}

TEST_F(ChainTest, DetectsThatADurableHeadIsMissing) {
  EXPECT_THAT(VerifyHead(*db_, head_), IsOk());
  EXPECT_THAT(VerifyHead(*db_, ChainHead()), IsOk());
  ChainHead other = head_;
  ++other.crc;
  EXPECT_THAT(VerifyHead(*db_, other), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("changed")));
  ASSERT_THAT(db_->Exec("DELETE FROM commits WHERE revision = 5"), IsOk());
  EXPECT_THAT(VerifyHead(*db_, head_), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("gone")));
}

TEST_F(ChainTest, ChecksThatABatchContinues) {
  const std::vector<store::v1::Commit> good = maker_.NextBatch(3);
  EXPECT_THAT(CheckContinues(good, head_), IsOk());
  EXPECT_THAT(CheckContinues({}, head_), IsOk());
  EXPECT_THAT(CheckContinues(good, ChainHead()), StatusIs(absl::StatusCode::kInvalidArgument));
  std::vector<store::v1::Commit> bad = good;
  bad[1].set_revision(8);
  EXPECT_THAT(CheckContinues(bad, head_), StatusIs(absl::StatusCode::kInvalidArgument));
  bad = good;
  bad[2].set_previous_commit_id(good[0].commit_id());
  EXPECT_THAT(CheckContinues(bad, head_), StatusIs(absl::StatusCode::kInvalidArgument));
  bad = good;
  bad[2].clear_commit_id();
  EXPECT_THAT(CheckContinues(bad, head_), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace jumelage
