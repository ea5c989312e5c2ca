// Tests the view alone. The store's tests cover what clients see of it.
#include "common/view/view.h"

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "common/testing/await.h"
#include "common/testing/fault_vfs.h"
#include "common/testing/note.pb.h"
#include "common/testing/notes.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "common/testing/temp_log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::Not;

class ViewTest : public ::testing::Test {
 protected:
  ViewTest() {
    auto log = OpenLog(dir_);
    EXPECT_THAT(log, IsOk());
    log_ = *std::move(log);
  }

  void Open(int64_t max_wal_bytes, const std::string& vfs = "",
            const ViewSchema* schema = nullptr) {
    ViewOptions options;
    options.vfs = vfs;
    options.data_dir = dir_.path();
    options.schema = schema == nullptr ? &schema_.view : schema;
    options.max_wal_bytes = max_wal_bytes;
    auto view = View::Open(options, *log_);
    ASSERT_THAT(view, IsOk());
    view_ = *std::move(view);
  }

  // Writes one note in one batch, as the writer does.
  void Write(Revision revision) {
    ASSERT_NO_FATAL_FAILURE(Apply(revision, /*late=*/false));
    ASSERT_THAT(view_->Show(), IsOk());
  }

  void Apply(Revision revision, bool late) {
    samples::Note note;
    note.set_name(absl::StrCat("notes/", revision));
    note.set_revision(revision);
    store::v1::Commit commit;
    commit.set_revision(revision);
    store::v1::Change& change = *commit.add_changes();
    change.set_name(note.name());
    change.set_resource(note.SerializeAsString());
    const auto batch = view_->Begin();
    ASSERT_THAT(batch, IsOk());
    ASSERT_THAT(view_->ApplyChange(revision, change, {}), IsOk());
    ASSERT_THAT(view_->FinishCommit(commit), IsOk());
    if (late) (*batch)->ShowLate();
    ASSERT_THAT((*batch)->Keep(), IsOk());
  }

  // The revision that a new reader sees.
  Revision Shown() const {
    const auto reader = view_->OpenReader();
    EXPECT_THAT(reader, IsOk());
    return *View::AppliedIn(**reader);
  }

  int64_t WalBytes() const {
    return static_cast<int64_t>(ReadFileBytes(dir_.File("view.db-wal")).size());
  }

  const TempDir dir_;
  const NotesSchema schema_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<View> view_;
};

// The WAL restarts even if the writer never pauses.
TEST_F(ViewTest, KeepsItsWalWithinItsLimit) {
  constexpr int64_t kLimit = int64_t{256} << 10;
  ASSERT_NO_FATAL_FAILURE(Open(kLimit));
  for (Revision revision = 1; revision <= 1000; ++revision) {
    ASSERT_NO_FATAL_FAILURE(Write(revision));
  }
  EXPECT_GT(WalBytes(), kLimit);
  EXPECT_LT(WalBytes(), kLimit * 5 / 4);
}

// The WAL grows while a reader keeps it in use, but not afterwards.
TEST_F(ViewTest, ExceedsItsWalLimitOnlyWhileAReaderNeedsIt) {
  constexpr int64_t kLimit = int64_t{256} << 10;
  ASSERT_NO_FATAL_FAILURE(Open(kLimit));
  ASSERT_NO_FATAL_FAILURE(Write(1));
  const auto reader = view_->OpenReader();
  ASSERT_THAT(reader, IsOk());
  ASSERT_THAT((*reader)->Run("BEGIN", {}), IsOk());
  EXPECT_THAT(View::AppliedIn(**reader), IsOkAndHolds(1));
  Revision revision = 1;
  while (revision < 500) ASSERT_NO_FATAL_FAILURE(Write(++revision));
  const int64_t grown = WalBytes();
  EXPECT_GT(grown, 2 * kLimit);
  EXPECT_THAT(View::AppliedIn(**reader), IsOkAndHolds(1));
  ASSERT_THAT((*reader)->Run("COMMIT", {}), IsOk());
  while (revision < 2000) ASSERT_NO_FATAL_FAILURE(Write(++revision));
  EXPECT_LT(WalBytes(), grown + kLimit);
}

TEST_F(ViewTest, ShowsLateBatchesLate) {
  ASSERT_NO_FATAL_FAILURE(Open(kMaxViewWalBytes));
  ASSERT_NO_FATAL_FAILURE(Apply(1, /*late=*/false));
  ASSERT_NO_FATAL_FAILURE(Apply(2, /*late=*/true));
  ASSERT_NO_FATAL_FAILURE(Apply(3, /*late=*/true));
  EXPECT_EQ(view_->applied(), 3);
  EXPECT_TRUE(view_->showing().unshown());
  EXPECT_EQ(view_->showing().shown(), 1);
  EXPECT_EQ(Shown(), 1);
  EXPECT_THAT(view_->Show(), IsOk());
  EXPECT_FALSE(view_->showing().unshown());
  EXPECT_EQ(view_->showing().shown(), 3);
  EXPECT_EQ(Shown(), 3);
  // A batch that is not shown late also shows the batches before it.
  ASSERT_NO_FATAL_FAILURE(Apply(4, /*late=*/true));
  ASSERT_NO_FATAL_FAILURE(Apply(5, /*late=*/false));
  EXPECT_EQ(Shown(), 5);
}

TEST_F(ViewTest, UndoGoesBackToWhatIsShown) {
  ASSERT_NO_FATAL_FAILURE(Open(kMaxViewWalBytes));
  ASSERT_NO_FATAL_FAILURE(Apply(1, /*late=*/false));
  ASSERT_NO_FATAL_FAILURE(Apply(2, /*late=*/true));
  { ASSERT_THAT(view_->Begin(), IsOk()); }
  EXPECT_EQ(view_->applied(), 1);
  EXPECT_FALSE(view_->showing().unshown());
  EXPECT_THAT(view_->Show(), IsOk());
  EXPECT_EQ(Shown(), 1);
}

// G3: readers that come while the view is rebuilt get an error instead of waiting.
TEST_F(ViewTest, ReadersGetAnErrorUntilItIsRebuilt) {
  FaultVfs vfs;
  ASSERT_NO_FATAL_FAILURE(Open(kMaxViewWalBytes, vfs.name()));
  ASSERT_NO_FATAL_FAILURE(Apply(1, /*late=*/false));
  view_->Distrust();
  FaultPlan plan;
  plan.operation = FileOperation::kWrite;
  plan.times = 1000;
  vfs.Inject(plan);
  ASSERT_THAT(view_->CatchUp(*log_), Not(IsOk()));
  EXPECT_FALSE(view_->showing().Await(2));
  vfs.ClearFaults();
  EXPECT_THAT(view_->CatchUp(*log_), IsOk());
  // Now the view is only behind, so a reader that needs more waits.
  std::future<bool> reader =
      std::async(std::launch::async, [this] { return view_->showing().Await(1); });
  ASSERT_TRUE(Await([this] { return view_->showing().wanted(); }));
  ASSERT_NO_FATAL_FAILURE(Apply(1, /*late=*/false));
  EXPECT_TRUE(reader.get());
  view_.reset();
}

TEST_F(ViewTest, IsRebuiltForAnotherSchemaButNotForTheSame) {
  ASSERT_NO_FATAL_FAILURE(Open(kMaxViewWalBytes));
  EXPECT_EQ(view_->generation(), 1);
  view_.reset();
  ASSERT_NO_FATAL_FAILURE(Open(kMaxViewWalBytes));
  EXPECT_EQ(view_->generation(), 0);
  view_.reset();
  const ViewSchema other{schema_.view.tables, "CREATE TABLE followed(x);"};
  ASSERT_NO_FATAL_FAILURE(Open(kMaxViewWalBytes, "", &other));
  EXPECT_EQ(view_->generation(), 1);
  EXPECT_THAT(view_->db().Prepare("SELECT x FROM followed"), IsOk());
  view_.reset();
}

TEST_F(ViewTest, OnAFullDiskNothingIsShownLate) {
  FaultVfs vfs;
  ASSERT_NO_FATAL_FAILURE(Open(kMaxViewWalBytes, vfs.name()));
  // This is enough space for the batch, but not for all of the writer's cached pages.
  vfs.SetFreeBytes(40 << 10);
  ASSERT_NO_FATAL_FAILURE(Apply(1, /*late=*/true));
  EXPECT_EQ(Shown(), 1);
  vfs.SetFreeBytes(std::nullopt);
  ASSERT_NO_FATAL_FAILURE(Apply(2, /*late=*/true));
  EXPECT_EQ(Shown(), 1);
  // The space for showing a late batch is reserved.
  vfs.SetFreeBytes(0);
  EXPECT_THAT(view_->Show(), IsOk());
  EXPECT_EQ(Shown(), 2);
  vfs.SetFreeBytes(std::nullopt);
  view_.reset();
}

// SQLite opens a database and its WAL one after the other. No reader may get one of them from the
// old view and the other from the new one.
TEST_F(ViewTest, IsRebuiltWhileReadersOpenIt) {
  constexpr int kTimes = 300;
  ASSERT_NO_FATAL_FAILURE(Open(kMaxViewWalBytes));
  std::atomic<bool> done{false};
  std::thread maintenance([&] {
    while (!done) EXPECT_THAT(view_->Maintain(), IsOk());
  });
  std::thread reading([&] {
    while (!done) {
      const auto reader = view_->OpenReader();
      ASSERT_THAT(reader, IsOk());
      EXPECT_THAT(View::AppliedIn(**reader), IsOk());
    }
  });
  for (int i = 0; i < kTimes; ++i) {
    view_->Distrust();
    EXPECT_THAT(view_->CatchUp(*log_), IsOk());
    EXPECT_THAT(View::AppliedIn(view_->db()), IsOk());
  }
  done = true;
  maintenance.join();
  reading.join();
  EXPECT_EQ(view_->generation(), kTimes + 1);
}

}  // namespace
}  // namespace jumelage
